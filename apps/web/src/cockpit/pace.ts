/** How a term's coverage goes: whether it is done, will be in time at today's pace, will not, or cannot be told. */
export type Pace = 'complete' | 'in-time' | 'late' | 'missed' | 'unknown';

export interface Covered {
  readonly due: number;
  readonly inspected: number;
  readonly projectedOn: string | null;
}
export interface Within {
  readonly from: string;
  readonly until: string;
  readonly on: string;
}

/** @param term days `YYYY-MM-DD`; `on` = the earlier of the day asked and the term's end. */
export function paceOf({ due, inspected, projectedOn }: Covered, { until, on }: Within): Pace {
  if (due === 0) return 'unknown';
  if (inspected >= due) return 'complete';
  if (on >= until) return 'missed';
  if (projectedOn === null) return 'unknown';
  return projectedOn <= until ? 'in-time' : 'late';
}

/** At most `count` days spread evenly from the first to the last, both included: the days a curve is asked for. */
export function daysBetween(first: string, last: string, count: number): readonly string[] {
  const [start, end] = [dayNumber(first), dayNumber(last)];
  if (end <= start) return [first];
  const steps = Math.min(count - 1, end - start);
  return Array.from({ length: steps + 1 }, (_, index) => dayOf(start + Math.round(((end - start) * index) / steps)));
}

/** Units that must have been inspected by a day for all to be by the term's end: what the pace is measured against. */
export function shouldBe(due: number, { from, until }: Within, day: string): number {
  const whole = dayNumber(until) - dayNumber(from);
  if (whole <= 0) return due;
  return due * Math.min(1, Math.max(0, (dayNumber(day) - dayNumber(from)) / whole));
}

/** Units a year that would still finish the rest in time; undefined when nothing is left or no time is. */
export function paceNeeded({ due, inspected }: Covered, { until, on }: Within): number | undefined {
  const days = dayNumber(until) - dayNumber(on);
  return inspected >= due || days <= 0 ? undefined : ((due - inspected) / days) * 365.25;
}

const DAY_MS = 86_400_000;

function dayNumber(day: string): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}

function dayOf(count: number): string {
  return new Date(count * DAY_MS).toISOString().slice(0, 10);
}
