import { fieldsOf, type ActionSpec, type Contract, type FieldSpec } from '#contracts';
import type { Decider } from '#kernel';

/** A category and its rules, as the mechanisms hand them over. */
export interface RuledCategory {
  readonly contract: Contract;
  readonly decider: Decider<unknown>;
}

/** One action of one category, with what every submission of it needs at hand. */
export interface KnownAction {
  readonly name: string;
  readonly spec: ActionSpec;
  readonly fields: readonly FieldSpec[];
  /** Whether the payload can hold personal values: most cannot. */
  readonly personal: boolean;
  readonly roles: ReadonlySet<string>;
}

export interface KnownCategory extends RuledCategory {
  readonly id: RegExp;
  readonly actions: ReadonlyMap<string, KnownAction>;
}

export type Categories = ReadonlyMap<string, KnownCategory>;

/** Indexes the categories by name. Throws when two share a name. */
export function categoriesOf(list: readonly RuledCategory[]): Categories {
  const known = new Map<string, KnownCategory>();
  for (const category of list) {
    const name = category.contract.category;
    if (known.has(name)) throw new Error(`two mechanisms own the category ${name}`);
    const actions = Object.entries(category.contract.actions).map(([action, spec]) => [action, knownAction(action, spec)] as const);
    known.set(name, { ...category, id: new RegExp(category.contract.id.pattern, 'u'), actions: new Map(actions) });
  }
  return known;
}

function knownAction(name: string, spec: ActionSpec): KnownAction {
  const fields = fieldsOf(spec.payload);
  return { name, spec, fields, personal: holdsPersonal(fields), roles: new Set(spec.who.flatMap((permission) => permission.roles)) };
}

function holdsPersonal(fields: readonly FieldSpec[]): boolean {
  return fields.some(
    (field) => field.personal !== undefined || holdsPersonal(field.fields ?? []) || holdsPersonal(field.of ? [field.of] : []),
  );
}
