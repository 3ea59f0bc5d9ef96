import { clockOf, type BriefFact } from './facts';

/** What stands under each other in a timeline: days, and the facts recorded on them. */
export type Row =
  { readonly kind: 'day'; readonly day: string } | { readonly kind: 'fact'; readonly fact: BriefFact; readonly time: string };

/** Adds facts, with a line for each new day; gives back the last day. */
export function append(rows: Row[], facts: readonly BriefFact[], last: string): string {
  let day = last;
  for (const fact of facts) {
    const clock = clockOf(fact.recordedAt);
    if (clock.day !== day) rows.push({ kind: 'day', day: clock.day });
    day = clock.day;
    rows.push({ kind: 'fact', fact, time: clock.time });
  }
  return day;
}
