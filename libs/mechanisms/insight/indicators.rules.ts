import { addDays, type Day } from '#kernel';
import { shareOf } from '#policy';

export interface Parts {
  readonly part: number;
  readonly whole: number;
}

/** Parts and wholes of several units together; undefined when there was nothing to count. */
export function together(counted: readonly { readonly part: number; readonly whole?: number }[]): Parts | undefined {
  if (counted.length === 0) return undefined;
  return counted.reduce<Parts>((sum, { part, whole = 0 }) => ({ part: sum.part + part, whole: sum.whole + whole }), { part: 0, whole: 0 });
}

/** Null is no data: nothing counted, or a share or mean of nothing. */
export function valueOf(combine: 'share' | 'mean' | 'sum', parts: Parts | undefined): number | null {
  if (!parts) return null;
  if (combine === 'sum') return parts.part;
  if (combine === 'share') return shareOf(parts.part, parts.whole);
  return parts.whole === 0 ? null : parts.part / parts.whole;
}

const POINTS_MAX = 12;

/** The ends of the months before a day, oldest first, and the day itself: twelve points. */
export function seriesDays(asOf: Day): readonly Day[] {
  const days = [asOf];
  while (days.length < POINTS_MAX) {
    const [first = asOf] = days;
    const before = addDays(`${first.slice(0, 7)}-01`, -1);
    if (before < '0001-02-01') break;
    days.unshift(before);
  }
  return days;
}

/** 1 for the best, the same rank for the same value, null without one. */
export function ranksOf(values: readonly (number | null)[], better: 'higher' | 'lower' = 'higher'): readonly (number | null)[] {
  return values.map((value) => {
    if (value === null) return null;
    return 1 + values.filter((other) => other !== null && (better === 'higher' ? other > value : other < value)).length;
  });
}

export interface Bucket {
  /** Index of the first day of the survey that is not before it. */
  readonly at: number;
  readonly year: number;
  readonly amount: number;
}

/** What the buckets of a day's year come to by that day. */
export function yearToDate(buckets: readonly Bucket[], days: readonly Day[], at: number): number {
  const year = Number(days[at]?.slice(0, 4));
  return buckets.reduce((sum, bucket) => (bucket.year === year && bucket.at <= at ? sum + bucket.amount : sum), 0);
}
