import type { Day, Instant } from './days';
import type { JsonObject } from './json';

/** What was recorded, in the past tense. `type` is a stored name: it never changes. */
export interface Fact<T extends string = string, D extends object = JsonObject> {
  readonly type: T;
  readonly data: D;
}

/** Who acts: the account is a pseudonym; role and unit come from an appointment. */
export interface Actor {
  readonly account: string;
  readonly role: string;
  readonly unit: string;
  readonly organisation?: string;
}

/** What an action rests on: a mandate, a clause duty, the clause itself (genesis), or the grant or parameter that set a date (reactor). */
export interface Authority {
  readonly kind: 'mandate' | 'duty' | 'clause' | 'grant';
  readonly power: string;
  /** `stream@revision` of the mandate or duty; absent only for `clause`. */
  readonly rests?: string;
  readonly clause: string;
}

/** What `evolve` may know of a fact beside its data. */
export interface About {
  readonly actor: Actor;
  /** The day of the act. */
  readonly occurredOn: Day;
  readonly recordedAt: Instant;
  readonly revision: number;
}

/** Names another stream whose folded state a decision needs. */
export interface StreamName {
  readonly category: string;
  readonly id: string;
}

export function streamOf(name: StreamName): string {
  return `${name.category}-${name.id}`;
}
