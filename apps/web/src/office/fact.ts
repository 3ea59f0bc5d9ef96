import type { Label } from '../words';

/** A recorded fact as histories tell it. */
export interface Fact {
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly type: string;
  readonly label: Label;
  readonly categoryLabel?: Label;
  readonly says?: Label;
  readonly occurredOn: string;
  readonly recordedAt: string;
  readonly actor: { readonly account: string; readonly role?: string; readonly unit?: string };
  readonly data: Readonly<Record<string, unknown>>;
}

/** What somebody recorded themselves: what was entered, values of persons masked. */
export interface OwnFact extends Fact {
  readonly category: string;
  readonly id: string;
  readonly action: string;
  readonly actionLabel: Label;
  readonly submission: string | null;
  readonly source?: { readonly label?: Label };
}

/** What somebody sent and was refused: never what was in it. */
export interface Refusal {
  readonly at: string;
  readonly category: string;
  readonly categoryLabel?: Label;
  readonly id: string | null;
  readonly action: string;
  readonly actionLabel: Label;
  readonly code: string;
  readonly text: Label;
  readonly next: Label;
}

/** Of several facts of one submission the first counts. */
export function bySubmission(facts: readonly OwnFact[]): readonly OwnFact[] {
  // Newest first: the first fact of a submission comes last.
  return facts.filter(({ submission }, i) => submission === null || facts[i + 1]?.submission !== submission);
}

/** Who may read histories; the api decides for itself. */
export const HISTORY_READERS: readonly string[] = ['clerk', 'auditor'];
