import type { Permission } from '#contracts';
import { addDays, parameterOn, streamOf, type Actor, type Authority, type Given, type Needs, type ParameterValue } from '#kernel';
import { GENESIS, type LedgerState } from './genesis';
import type { Authorities, Folded, Folds, Held, Parameters, UnitTree } from './ports';
import type { Prepared } from './prepare';
import { problem, type Problem } from './problem';

/** What a decision stands on: who acts, by what authority, on which unit, and what else was looked at. */
export interface Ground {
  readonly given: Given;
  /** The unit concerned; undefined for the whole city. */
  readonly unit: string | undefined;
  /** `stream@revision` of what was looked at. */
  readonly looked: readonly string[];
  readonly needs: Needs;
}

export interface GroundParts {
  readonly folds: Folds;
  readonly units: UnitTree;
  readonly authorities: Authorities;
  readonly parameters: Parameters;
  readonly city: string;
}

/** Parameter that bounds late entry: an act may be entered this many days after it at most. */
export const LATE_DAYS = 'entry.late-days';

/** Scope, authority, parameters and the other streams, for one attempt at one revision of the target. */
export async function groundOf(asked: Prepared, folded: Folded, parts: GroundParts): Promise<Ground | Problem> {
  const barred = await barredSource(asked, parts);
  if (barred) return barred;
  const standing = await standingOf(asked, folded, parts);
  if ('status' in standing) return standing;
  const { actor, authority, unit } = standing;
  const late = asked.request.caller.authority ? undefined : await tooLate(asked, parts);
  if (late) return late;
  const needs =
    asked.category.decider.needs?.({ action: asked.asked, id: asked.target.id, state: folded.state, city: parts.city, actor }) ?? {};
  const [refs, parameters] = await Promise.all([refsOf(needs, parts.folds), parametersOf(needs, parts.parameters)]);
  const given: Given = {
    id: asked.target.id,
    city: parts.city,
    actor,
    authority,
    occurredOn: asked.occurredOn,
    today: asked.today,
    now: asked.now,
    source: asked.request.source.kind,
    parameters: parameters.values,
    refs: refs.states,
  };
  return { given, unit, looked: [...refs.looked, ...parameters.looked], needs };
}

/** Genesis acts while the ledger is being opened, the demo in a synthetic ledger alone. */
async function barredSource({ request, target }: Prepared, { folds }: GroundParts): Promise<Problem | undefined> {
  const isGenesis = request.caller.account === 'genesis' || request.source.kind === 'genesis';
  const isDemo = request.source.kind === 'demo' || (request.recordedAt !== undefined && target.category !== GENESIS.category);
  if (!isGenesis && !isDemo) return undefined;
  const ledger = (await folds.load(GENESIS)).state as LedgerState;
  if (isGenesis && target.category !== GENESIS.category && ledger.is !== 'open') return problem('genesis.closed');
  return isDemo && !ledger.synthetic ? problem('demo.not-synthetic') : undefined;
}

interface Standing {
  readonly actor: Actor;
  readonly authority: Authority;
  readonly unit: string | undefined;
}

async function standingOf(asked: Prepared, folded: Folded, parts: GroundParts): Promise<Standing | Problem> {
  const { caller } = asked.request;
  const concerns = (actor: Actor): string | undefined =>
    asked.category.decider.concerns({ action: asked.asked, id: asked.target.id, state: folded.state, city: parts.city, actor });
  if (caller.authority) {
    const actor = { account: caller.account, role: caller.account, unit: parts.city };
    return { actor, authority: caller.authority, unit: concerns(actor) };
  }
  if (caller.account === 'public') return publicStanding(asked, concerns, parts);
  let found: Problem = problem('access.scope');
  for (const held of asked.candidates) {
    const actor = actorOf(caller.account, held);
    const unit = concerns(actor);
    const standing = await standingUnder(held, actor, unit, asked, parts);
    if (!('status' in standing)) return standing;
    if (standing.code === 'authority.none') found = standing;
  }
  return found;
}

async function standingUnder(
  held: Held,
  actor: Actor,
  unit: string | undefined,
  asked: Prepared,
  parts: GroundParts,
): Promise<Standing | Problem> {
  if (!(await inScope(held, unit, asked, parts))) return problem('access.scope');
  const permission = await permissionOf(held, unit, asked, parts);
  if (!permission) return problem('access.scope');
  const authority = await parts.authorities.find({
    power: permission.power,
    held,
    unit: unit ?? parts.city,
    occurredOn: asked.occurredOn,
    today: asked.today,
    lateEntry: asked.action.spec.lateEntry === true,
  });
  return authority ? { actor, authority, unit } : problem('authority.none', { power: permission.power, day: asked.occurredOn });
}

/** A unit lies in the caller's tree today, or did on the day of the act when it has been dissolved since. All lies in the city. */
async function inScope(held: Held, unit: string | undefined, asked: Prepared, parts: GroundParts): Promise<boolean> {
  if (held.unit === parts.city) return true;
  if (unit === undefined || unit === parts.city) return false;
  return (await parts.units.holds(held.unit, unit, asked.today)) || (await parts.units.holds(held.unit, unit, asked.occurredOn));
}

async function permissionOf(held: Held, unit: string | undefined, asked: Prepared, parts: GroundParts): Promise<Permission | undefined> {
  const permissions = asked.action.spec.who.filter((permission) => permission.roles.includes(held.role));
  if (permissions.every((permission) => permission.levels === undefined)) return permissions[0];
  const level = await parts.units.level(unit ?? parts.city, asked.occurredOn);
  return permissions.find((permission) => permission.levels === undefined || (level !== undefined && permission.levels.includes(level)));
}

async function publicStanding(
  asked: Prepared,
  concerns: (actor: Actor) => string | undefined,
  parts: GroundParts,
): Promise<Standing | Problem> {
  const actor = { account: 'public', role: 'public', unit: parts.city };
  const unit = concerns(actor);
  const power = asked.action.spec.power ?? `${asked.target.category}.${asked.action.name}`;
  const { occurredOn, today } = asked;
  const authority = await parts.authorities.find({ power, held: undefined, unit: unit ?? parts.city, occurredOn, today, lateEntry: false });
  return authority ? { actor, authority, unit } : problem('authority.none', { power, day: occurredOn });
}

function actorOf(account: string, held: Held): Actor {
  return { account, role: held.role, unit: held.unit, ...(held.organisation === undefined ? {} : { organisation: held.organisation }) };
}

async function tooLate(asked: Prepared, { parameters }: GroundParts): Promise<Problem | undefined> {
  if (asked.occurredOn === asked.today) return undefined;
  const days = parameterOn((await parameters.history(LATE_DAYS)).values, asked.today);
  const earliest = days === undefined ? undefined : addDays(asked.today, -days);
  return earliest !== undefined && asked.occurredOn < earliest
    ? problem('submission.occurred-too-early', { day: asked.occurredOn, earliest })
    : undefined;
}

async function refsOf(
  needs: Needs,
  folds: Folds,
): Promise<{ readonly states: Record<string, unknown>; readonly looked: readonly string[] }> {
  const states: Record<string, unknown> = {};
  const looked: string[] = [];
  for (const [name, stream] of Object.entries(needs.streams ?? {})) {
    const folded = await folds.load(stream);
    states[name] = folded.state;
    looked.push(`${streamOf(stream)}@${folded.revision}`);
  }
  return { states, looked };
}

async function parametersOf(
  needs: Needs,
  parameters: Parameters,
): Promise<{ readonly values: Record<string, readonly ParameterValue[]>; readonly looked: readonly string[] }> {
  const values: Record<string, readonly ParameterValue[]> = {};
  const looked: string[] = [];
  for (const code of needs.parameters ?? []) {
    const history = await parameters.history(code);
    values[code] = history.values;
    if (history.read !== undefined) looked.push(history.read);
  }
  return { values, looked };
}
