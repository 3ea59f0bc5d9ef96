import { addDays, daysBetween, type Day } from '#kernel';

/** How far a level has come. Shares are fractions; null is “no data” (0 of 0), never 1. */
export interface Coverage {
  readonly due: number;
  readonly inspected: number;
  readonly share: number | null;
  /** Units per 365 days, counted from the first day of the term inclusively; null before the term begins. */
  readonly pacePerYear: number | null;
  /** The day on which the last unit would be inspected at this pace; null = no projection. */
  readonly projectedOn: Day | null;
}

export interface Counted {
  readonly due: number;
  readonly inspected: number;
  readonly termFrom: Day;
  /** The earlier of the day asked and the term's end. */
  readonly on: Day;
}

const DAYS_PER_YEAR = 365;
const LAST_DAY: Day = '9999-12-31';

/** Coverage, pace and projection as wire.md says: pace = inspected ÷ days since the term opened; projected = day + remaining ÷ pace. */
export function coverageOf({ due, inspected, termFrom, on }: Counted): Coverage {
  const days = daysBetween(termFrom, on) + 1;
  const share = due === 0 ? null : inspected / due;
  if (days < 1) return { due, inspected, share, pacePerYear: null, projectedOn: null };
  return {
    due,
    inspected,
    share,
    pacePerYear: (inspected * DAYS_PER_YEAR) / days,
    projectedOn: projected(due - inspected, inspected, days, on),
  };
}

function projected(remaining: number, inspected: number, days: number, on: Day): Day | null {
  if (inspected === 0) return null;
  const ahead = Math.ceil((remaining * days) / inspected);
  return ahead > daysBetween(on, LAST_DAY) ? null : addDays(on, ahead);
}

/** A measure as it stood on the day asked. */
export interface MeasureOnDay {
  readonly due: Day;
  readonly status: string;
  readonly doneOn: Day | null;
}

/** `due`: their day has come; of those `onTime` were done by it, `late` were not; `open`: all that are not accepted, due or not. */
export interface Rectification {
  readonly due: number;
  readonly onTime: number;
  readonly late: number;
  readonly open: number;
}

/** A measure due today and not done is neither on time nor late before the day is over. */
export function rectificationOf(measures: readonly MeasureOnDay[], on: Day): Rectification {
  const due = measures.filter((measure) => measure.due <= on);
  return {
    due: due.length,
    onTime: due.filter((measure) => measure.doneOn !== null && measure.doneOn <= measure.due).length,
    late: due.filter((measure) => (measure.doneOn === null ? measure.due < on : measure.doneOn > measure.due)).length,
    open: measures.filter((measure) => measure.status !== 'accepted').length,
  };
}
