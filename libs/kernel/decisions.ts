import type { About, Actor, Authority, Fact, StreamName } from './facts';
import type { Day, Instant } from './days';
import type { JsonObject } from './json';

/** An expected no: a code declared in a contract with its texts, and what fills their {placeholders}. */
export interface Refusal {
  readonly refused: string;
  readonly field?: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** Facts to record, none when it is already so, or a refusal. */
export type Decision<F extends Fact<string, object> = Fact<string, object>> = readonly F[] | Refusal;

export function refuse(code: string, more: Omit<Refusal, 'refused'> = {}): Refusal {
  return { refused: code, ...more };
}

export function isRefusal(decision: Decision | Refusal): decision is Refusal {
  return 'refused' in decision;
}

/** One dated value of a policy parameter. */
export interface ParameterValue {
  readonly from: Day;
  readonly value: number;
  readonly kinds: readonly string[];
  readonly clause: string;
}

/** An action that was asked for, after validation; personal values are already replaced by their masks' references. */
export interface Asked<N extends string = string, P extends object = JsonObject> {
  readonly name: N;
  readonly data: P;
}

/** What a decision is given from outside its own stream. Plain JSON. */
export interface Given {
  /** The id within the category. */
  readonly id: string;
  /** Code of the city, the root of the unit tree. */
  readonly city: string;
  readonly actor: Actor;
  readonly authority: Authority;
  readonly occurredOn: Day;
  /** Today in Shanghai. */
  readonly today: Day;
  readonly now: Instant;
  /** `web api excel reactor genesis demo public`: how it was submitted. */
  readonly source: string;
  /** Histories of the parameters asked for by `needs`, by code, oldest first. */
  readonly parameters: Readonly<Record<string, readonly ParameterValue[]>>;
  /** Folded states of the streams asked for by `needs`, by the name given there. */
  readonly refs: Readonly<Record<string, unknown>>;
}

export interface Needs {
  readonly streams?: Readonly<Record<string, StreamName>>;
  readonly parameters?: readonly string[];
  /**
   * What must never happen twice over the whole ledger: taken in `reservations-{kind}.{hash of value}` before the append.
   * `refused` is the code when another submission holds it.
   */
  readonly reservations?: readonly { readonly kind: string; readonly value: string; readonly owner: string; readonly refused: string }[];
}

/** What `needs` and `concerns` may look at. */
export interface Question<A, S> {
  readonly action: A;
  readonly id: string;
  readonly state: S;
  readonly city: string;
  readonly actor: Actor;
}

/**
 * The rules of one category. Pure, total, synchronous; the state is plain JSON (Map and Set are not).
 * `evolve` never throws on a declared fact type; the caller stops on an undeclared one.
 */
export interface Decider<S, A extends Asked<string, object> = Asked, F extends Fact<string, object> = Fact<string, object>> {
  initial(id: string): S;
  evolve(state: S, fact: F, about: About): S;
  needs?(question: Question<A, S>): Needs;
  /** The unit whose tree must be the caller's: a unit code, or undefined for the city. */
  concerns(question: Question<A, S>): string | undefined;
  decide(action: A, state: S, given: Given): Decision<F>;
}

/** Value of a parameter on a day for a kind of unit; undefined when none governs it. Kinds empty = all. */
export function parameterOn(history: readonly ParameterValue[] | undefined, on: Day, kind?: string): number | undefined {
  return history?.findLast((p) => p.from <= on && (kind === undefined || p.kinds.length === 0 || p.kinds.includes(kind)))?.value;
}
