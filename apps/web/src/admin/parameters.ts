export interface DatedValue {
  readonly from: string;
  readonly value: number;
  readonly unitOfMeasure: string;
  readonly clause: string;
  readonly decidedBy: string;
}

/** One parameter for the kinds of unit it governs (`GET /api/parameter-values`). `value` null: it does not govern on the day asked. */
export interface Series {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  readonly kinds: readonly string[];
  readonly value: number | null;
  readonly unitOfMeasure: string;
  readonly clause: string;
  readonly from?: string;
  readonly values: readonly DatedValue[];
}

export interface Period extends DatedValue {
  /** Last day it governs; undefined: until a newer value. */
  readonly until?: string;
  readonly standing: 'former' | 'current' | 'coming';
}

/** The values as periods, newest first, told apart by a day. */
export function periodsOf(values: readonly DatedValue[], on: string): readonly Period[] {
  const last = values.reduce((found, { from }, index) => (from <= on ? index : found), -1);
  return values
    .map((value, index): Period => {
      const next = values[index + 1];
      return {
        ...value,
        ...(next ? { until: dayBefore(next.from) } : {}),
        standing: index === last ? 'current' : index < last ? 'former' : 'coming',
      };
    })
    .reverse();
}

/** Whether a value has been decided whose day has not come. */
export function comingOf(series: Series, on: string): DatedValue | undefined {
  return series.values.find(({ from }) => from > on);
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}
