import { addDays, type Day, type Label } from '#kernel';

/** A stretch of the year within which something must be shown, both days counted. */
export interface Period {
  readonly from: Day;
  readonly until: Day;
}

const MONTHS = 12;

/** The period of a day when there are so many a year: whole months, as many as go evenly into twelve (7 a year are taken as 6). */
export function periodOf(day: Day, perYear: number): Period {
  const months = Math.max(1, Math.ceil(MONTHS / Math.max(1, perYear)));
  const year = Number(day.slice(0, 4));
  const first = Math.floor((Number(day.slice(5, 7)) - 1) / months) * months;
  const next = first + months;
  const until = next >= MONTHS ? `${text(year, 4)}-12-31` : addDays(`${text(year, 4)}-${text(next + 1, 2)}-01`, -1);
  return { from: `${text(year, 4)}-${text(first + 1, 2)}-01`, until };
}

/** The last period that is over on a day: its own last day is the day, or lies before it. */
export function lastPeriod(day: Day, perYear: number): Period {
  const own = periodOf(day, perYear);
  return own.until === day ? own : periodOf(addDays(own.from, -1), perYear);
}

/** How a topic stands at a unit: `late` since the last period that is over, `open` in this one, or nothing to say. */
export type Standing = { readonly is: 'late' | 'open'; readonly period: Period } | undefined;

/**
 * By the first line a unit ever showed and the last one of the topic. The duty begins with the first whole period after the first line: a ledger
 * that was opened yesterday is late with nothing.
 */
export function standingOn(day: Day, perYear: number, shown: { readonly first: Day | null; readonly last: Day | null }): Standing {
  const [own, before] = [periodOf(day, perYear), periodOf(addDays(periodOf(day, perYear).from, -1), perYear)];
  if (shown.first === null || shown.first >= own.from) return undefined;
  if (shown.first < before.from && (shown.last === null || shown.last < before.from)) return { is: 'late', period: before };
  return shown.last === null || shown.last < own.from ? { is: 'open', period: own } : undefined;
}

/** What people call a period: 2026年, 2026年上半年, 2026年第一季度, 2026年3月; another one by its first and last month. */
export function periodName({ from, until }: Period): Label {
  const [year, first, last] = [from.slice(0, 4), Number(from.slice(5, 7)), Number(until.slice(5, 7))];
  const months = last - first + 1;
  if (months === MONTHS) return { zh: `${year}年`, en: year };
  if (months === 6)
    return first === 1 ? { zh: `${year}年上半年`, en: `first half of ${year}` } : { zh: `${year}年下半年`, en: `second half of ${year}` };
  if (months === 3) return { zh: `${year}年第${'一二三四'[(first - 1) / 3]}季度`, en: `quarter ${(first - 1) / 3 + 1} of ${year}` };
  if (months === 1) return { zh: `${year}年${first}月`, en: from.slice(0, 7) };
  return { zh: `${year}年${first}至${last}月`, en: `${from.slice(0, 7)} to ${until.slice(0, 7)}` };
}

function text(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
