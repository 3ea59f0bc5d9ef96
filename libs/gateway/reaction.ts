import type { Day, JsonObject } from '#kernel';
import type { RecordedFact } from '#ledger';

/** An action the reactor will submit when its day has come, unless cancelled or replaced before. */
export interface Due {
  /** One pending action per key; a later one with the same key replaces it. */
  readonly key: string;
  /** The Shanghai day on which it is submitted (from 00:00 on). */
  readonly on: Day;
  readonly category: string;
  readonly id: string;
  readonly action: string;
  readonly data: JsonObject;
}

export type ReactionOp = { readonly op: 'schedule'; readonly due: Due } | { readonly op: 'cancel'; readonly key: string };

/** A durable process manager: what each fact schedules or cancels. Pure. The authority of the submission is the fact that set the date. */
export interface Reaction {
  readonly name: string;
  readonly on: Readonly<Record<string, (fact: RecordedFact) => readonly ReactionOp[]>>;
}
