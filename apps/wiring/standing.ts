import type { Appointments, Authorities, AuthorityAsked, Folds, Held, Parameters, UnitTree } from '#gateway';
import type { Level } from '#contracts';
import type { Authority, Day } from '#kernel';
import { dutiesFor, powerOf } from '#policy';
import { rolesOn, type AppointmentsState } from '../../libs/mechanisms/appointments/contract';
import { inForce, type MandateState } from '../../libs/mechanisms/mandates/contract';
import { dutyHeld, existsOn, type OrganisationState } from '../../libs/mechanisms/organisations/contract';
import { historyOf, type ParameterState } from '../../libs/mechanisms/parameters/contract';
import { isWithin, unitEver, unitOn, type Unit, type UnitTree as Territory } from '../../libs/mechanisms/territory/contract';

/** The gateway's ports over folded streams: cached, kept fresh by what this process appends and follows. */
export interface Standing {
  readonly units: UnitTree;
  readonly appointments: Appointments;
  readonly authorities: Authorities;
  readonly parameters: Parameters;
}

export function standingOver(folds: Folds, city: string): Standing {
  const units = new FoldedTerritory(folds, city);
  return {
    units,
    appointments: {
      held: async (account, on) => heldOn((await folds.load({ category: 'appointments', id: account })).state as AppointmentsState, on),
    },
    authorities: new FoldedAuthorities(folds, units, city),
    parameters: {
      history: async (code) => {
        const { state, revision } = await folds.load({ category: 'parameters', id: code });
        return { values: historyOf(state as ParameterState), read: revision < 0 ? undefined : `parameters-${code}@${revision}` };
      },
    },
  };
}

function heldOn(state: AppointmentsState, on: Day): readonly Held[] {
  return rolesOn(state, on).map(({ role, unit, organisation }) => ({
    role,
    unit,
    ...(organisation === undefined ? {} : { organisation }),
  }));
}

class FoldedTerritory implements UnitTree {
  /** Descendants by unit, for the tree they were found in: a changed tree is another object. */
  private found: { readonly tree: Territory; readonly below: Map<string, readonly string[]> } | undefined;

  constructor(
    private readonly folds: Folds,
    private readonly city: string,
  ) {}

  async holds(root: string, unit: string, on: Day): Promise<boolean> {
    const tree = await this.tree();
    return isWithin(tree, unit, root, on) || (unit === root && unitEver(tree, unit) !== undefined);
  }

  async level(unit: string, on: Day): Promise<Level | undefined> {
    const tree = await this.tree();
    return unitOn(tree, unit, on)?.level ?? unitEver(tree, unit)?.level;
  }

  async below(root: string): Promise<readonly string[]> {
    const tree = await this.tree();
    if (this.found?.tree !== tree) this.found = { tree, below: new Map() };
    const known = this.found.below.get(root) ?? descendants(tree, root);
    this.found.below.set(root, known);
    return known;
  }

  private async tree(): Promise<Territory> {
    return (await this.folds.load({ category: 'territory', id: this.city })).state as Territory;
  }
}

/** The unit and all that ever lay below it; walks down the children each unit ever had. */
function descendants(tree: Territory, root: string): readonly string[] {
  const seen = new Set<string>([root]);
  for (const code of seen) for (const child of (unitEver(tree, code) as Unit | undefined)?.children ?? []) seen.add(child);
  return [...seen];
}

class FoldedAuthorities implements Authorities {
  constructor(
    private readonly folds: Folds,
    private readonly units: UnitTree,
    private readonly city: string,
  ) {}

  /** A mandate of the organisation or the unit of the appointment, else a duty of the organisation. */
  async find(asked: AuthorityAsked): Promise<Authority | undefined> {
    if (!asked.held) return (await this.holdsTarget(this.city, asked)) ? this.mandate(this.city, asked) : undefined;
    const { unit, organisation } = asked.held;
    if (organisation !== undefined) {
      const byOrganisation = await this.ofOrganisation(organisation, asked);
      if (byOrganisation) return byOrganisation;
    }
    return (await this.holdsTarget(unit, asked)) ? this.mandate(unit, asked) : undefined;
  }

  private async ofOrganisation(id: string, asked: AuthorityAsked): Promise<Authority | undefined> {
    const { state } = await this.folds.load({ category: 'organisations', id });
    const organisation = state as OrganisationState;
    const { unit } = organisation;
    if (unit === undefined || !this.days(asked).every((on) => existsOn(organisation, on)) || !(await this.holdsTarget(unit, asked)))
      return undefined;
    return (await this.mandate(id, asked)) ?? this.duty(id, organisation, asked);
  }

  private async mandate(holder: string, asked: AuthorityAsked): Promise<Authority | undefined> {
    const id = `${holder}.${asked.power}`;
    const { state, revision } = await this.folds.load({ category: 'mandates', id });
    if (revision < 0 || !this.days(asked).every((on) => inForce(state as MandateState, on))) return undefined;
    return { kind: 'mandate', power: asked.power, rests: `mandates-${id}@${revision}`, clause: powerOf(asked.power)?.clause ?? '1' };
  }

  private duty(id: string, organisation: OrganisationState, asked: AuthorityAsked): Authority | undefined {
    const carrying = [asked.power, ...dutiesFor(asked.power)];
    const held = this.days(asked).map((on) => carrying.map((duty) => dutyHeld(organisation, duty, on)).find((duty) => duty !== undefined));
    const [first] = held;
    if (!first || held.some((duty) => !duty)) return undefined;
    return { kind: 'duty', power: asked.power, rests: `organisations-${id}@${first.revision}`, clause: first.clause };
  }

  private async holdsTarget(root: string, { unit, occurredOn, today }: AuthorityAsked): Promise<boolean> {
    if (root === this.city) return true;
    return (await this.units.holds(root, unit, occurredOn)) || this.units.holds(root, unit, today);
  }

  /** In force on the day of the act, and now too unless late entry is allowed. */
  private days({ occurredOn, today, lateEntry }: AuthorityAsked): readonly Day[] {
    return lateEntry || occurredOn === today ? [occurredOn] : [occurredOn, today];
  }
}
