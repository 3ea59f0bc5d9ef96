import type { Decider } from '#kernel';
import type { Contract } from '#contracts';
import type { QuestionSpec, ViewSpec } from '#readside';
import type { Reaction } from '#gateway';
import type { DueSource, LineRemarks } from './board/lines';
import type { IndicatorSource, NumberSources, OverdueSource, TaskSource } from './insight/sources';

/** A category and its rules; the decider's types are erased here and nowhere else. */
export interface Category {
  readonly contract: Contract;
  readonly decider: Decider<unknown>;
}

export interface Mechanism {
  readonly name: string;
  readonly categories: readonly Category[];
  readonly views: readonly ViewSpec[];
  readonly questions: readonly QuestionSpec[];
  readonly reactions: readonly Reaction[];
  /** The table that is the register of a category: its rows' keys are the ids within the category. */
  readonly registers: Readonly<Record<string, string>>;
  /** What residents see: operations on the table `board` alone (board/views.ts), masked. Keys begin with the mechanism's name. */
  readonly discloses?: ViewSpec['on'];
  /** What is due at a unit though no fact has met it yet: shown on its board. */
  readonly dues?: DueSource;
  /** What residents asked about lines of the board, and what they were answered. */
  readonly remarks?: LineRemarks;
  /** What it measures of the policy's targets, and beyond them. */
  readonly indicators?: readonly IndicatorSource[];
  /** What the numbers of its answers rest on, fact by fact. */
  readonly numbers?: NumberSources;
  /** Its row in the overdue matrix. */
  readonly overdue?: OverdueSource;
  /** What waits for somebody, by the action that ends the waiting. */
  readonly tasks?: readonly TaskSource[];
}

/** Erases the types of a decider: the gateway checks every payload against the contract before it calls it. */
export function category<S, A extends { name: string; data: object }, F extends { type: string; data: object }>(
  contract: Contract,
  decider: Decider<S, A, F>,
): Category {
  return { contract, decider: decider as unknown as Decider<unknown> };
}
