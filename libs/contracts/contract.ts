import type { Day, Json, JsonObject, Label } from '#kernel';
import type { FieldKind, Shape } from './fields';

/** Roles an appointment can give (fixed). */
export const ROLES = [
  'registrar',
  'finance',
  'approver',
  'clerk',
  'secretary',
  'inspector',
  'desk',
  'auditor',
  'leader',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

/** Levels of units (fixed). */
export const LEVELS = ['city', 'subdistrict', 'community', 'grid'] as const;
export type Level = (typeof LEVELS)[number];

/** Who may ask: a role, resting on a power; `levels` narrows it to units of these levels (of the unit concerned). */
export interface Permission {
  readonly roles: readonly Role[];
  readonly power: string;
  readonly levels?: readonly Level[];
}

export interface ActionSpec {
  readonly label: Label;
  readonly help?: Label;
  readonly payload: Shape;
  /** Fact types it may record. */
  readonly facts: readonly string[];
  readonly who: readonly Permission[];
  /** The policy clause it serves, such as `19`. */
  readonly clause: string;
  /** Codes it may be refused with beside the general ones. */
  readonly refusals: readonly string[];
  /** May be entered though the authority has since ended: it must have been in force on the day of the act only. */
  readonly lateEntry?: boolean;
  /** Only by these reserved accounts: `reactor` never over HTTP, `public` by whoever comes without a login. */
  readonly reserved?: readonly ('reactor' | 'public')[];
  /** The power that what `public` does rests on: the city holds it. */
  readonly power?: string;
  /** How a recorded one is taken back: another action of the category, with its payload. */
  readonly compensation?: { readonly action: string; readonly data: (data: JsonObject, reason: string, today: Day) => JsonObject };
  /** It may begin one, beside the first action of the category: forms propose a new id. */
  readonly begins?: true;
  /** The payload's member that holds the day in effect, where it has one (else `occurredOn`). */
  readonly effectiveOn?: string;
  /** The decision takes no other day of the act than the one it is submitted on, so nobody is asked for one. */
  readonly occurredOn?: 'today';
}

/** What puts a recorded mistake right where nothing takes it back: these actions of the category, and in words how. */
export interface Correction {
  readonly by: readonly string[];
  readonly says: Label;
}

/** What a history is asked by: `unit`, `payment`, `card`, `mandate`, `round`, … and its id. */
export interface Subject {
  readonly kind: string;
  readonly id: string;
}

export interface FactSpec {
  readonly label: Label;
  readonly data: Shape;
  /** Said in plain words; `{member}` is replaced by the value of that member of the data. */
  readonly says: Label;
  /** The same for residents, of members that anybody may read: amounts and days are written out, units by their names. Without it they read the label. */
  readonly tells?: Label;
  /** Subjects beside the stream itself and the unit concerned. `data` is the recorded data. */
  readonly subjects?: (data: JsonObject, id: string) => readonly Subject[];
}

export interface RefusalSpec {
  /** What is wrong; `{placeholders}` are filled by the refusal's values. */
  readonly zh: string;
  readonly en: string;
  /** What the person can do next. */
  readonly next: Label;
  /** The policy clause it upholds, where there is one. */
  readonly clause?: string;
  /** HTTP status where it is not 409. */
  readonly status?: 403 | 404 | 409 | 422;
}

/** A stored fact of a former shape is read as this one. Applied on reading, before `evolve` and views. */
export interface Upcast {
  readonly type: string;
  readonly to: (data: JsonObject) => { readonly type: string; readonly data: JsonObject };
}

/** What a member of the folded state is called, where no payload has declared it: histories tell before → after in these words. */
export interface StateWord extends Label {
  /** How its values are written; of maps and lists, the values in them. */
  readonly kind?: FieldKind;
  /** Kept for comparing alone: says nothing to a reader. */
  readonly unsaid?: true;
  /** What its values are called. */
  readonly values?: Readonly<Record<string, Label>>;
}

/** One category: the names in it are stored names and part of the wire; they never change. */
export interface Contract {
  readonly category: string;
  readonly label: Label;
  readonly clause: string;
  /** Form of the id within the category. */
  readonly id: {
    readonly pattern: string;
    readonly says: Label;
    readonly label: Label;
    /** Made by whoever begins one: forms propose it. Without it people know the id (a card's number, an account). */
    readonly proposed?: true;
    /** What the words in an id are called, such as `work` in `330681001001.2020.work`. */
    readonly words?: Readonly<Record<string, Label>>;
  };
  readonly actions: Readonly<Record<string, ActionSpec>>;
  /** By the names of actions that have no compensation. */
  readonly corrections?: Readonly<Record<string, Correction>>;
  readonly facts: Readonly<Record<string, FactSpec>>;
  readonly refusals: Readonly<Record<string, RefusalSpec>>;
  readonly upcasts?: readonly Upcast[];
  /** Words for the members of the folded state by their names (`is`, `balance`). Never stored. */
  readonly state?: Readonly<Record<string, StateWord>>;
  /** Who may read its register and resources; `public` needs no login. */
  readonly readers: 'public' | readonly Role[];
}

/** Declares a contract and asserts what the types cannot say. Throws at start-up: a wrong contract is a bug. */
export function contract<const C extends Contract>(spec: C): C {
  for (const [name, action] of Object.entries(spec.actions as Contract['actions'])) {
    if (!/^[a-z]+(-[a-z]+)*$/.test(name)) throw new Error(`${spec.category}: action ${name} is not in kebab-case`);
    if (action.who.length === 0 && !action.reserved) throw new Error(`${spec.category}.${name}: nobody may ask for it`);
    if (isForAnyone(action) && (action.power === undefined || action.who.length > 0))
      throw new Error(`${spec.category}.${name}: what anybody may ask for rests on a power, and is nobody's in particular`);
    for (const type of action.facts) if (!(type in spec.facts)) throw new Error(`${spec.category}.${name}: fact ${type} is not declared`);
    const undo = action.compensation?.action;
    if (undo !== undefined && !(undo in spec.actions)) throw new Error(`${spec.category}.${name}: compensation ${undo} is not declared`);
    for (const code of action.refusals)
      if (!(code in spec.refusals)) throw new Error(`${spec.category}.${name}: refusal ${code} is not declared`);
  }
  for (const [name, { by }] of Object.entries((spec as Contract).corrections ?? {}))
    for (const action of [name, ...by])
      if (!(action in spec.actions)) throw new Error(`${spec.category}: correction of ${name} names ${action}, which is not declared`);
  for (const type of Object.keys(spec.facts))
    if (!/^[A-Z][A-Za-z]+$/.test(type)) throw new Error(`${spec.category}: fact ${type} is not in PascalCase`);
  return spec;
}

/** Whether anybody may ask for it, without a login: such a submission is always the reserved account `public`'s. */
export function isForAnyone(action: Pick<ActionSpec, 'reserved'>): boolean {
  return action.reserved?.includes('public') === true;
}

/** Fills `{placeholders}`, the unknown ones staying as they are; used for refusals and for facts said in words. */
export function filled(template: string, values: Readonly<Record<string, Json | undefined>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'string' ? value : JSON.stringify(value);
  });
}
