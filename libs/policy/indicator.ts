import type { Day, Label } from '#kernel';

/** What is aimed at: a least and a greatest value, each of them optional. */
export interface Target {
  readonly min?: number;
  readonly max?: number;
}

/** `not-recorded`: no mechanism feeds it yet. `no-data`: one does, and there is nothing to count. */
export type IndicatorStatus = 'met' | 'short' | 'over' | 'no-data' | 'no-target' | 'not-recorded';

export interface Point {
  readonly on: Day;
  readonly value: number | null;
}

/** One number of the policy as it stands for a unit on a day, with what it rests on. */
export interface Indicator {
  readonly id: string;
  readonly clause: string;
  readonly label: Label;
  readonly unitOfMeasure: string;
  /** Null when there is nothing to count: 0 of 0 is no data, never 100 %. */
  readonly value: number | null;
  readonly target: Target | null;
  readonly status: IndicatorStatus;
  /** The value less the one before in the series, null without one of the two. */
  readonly trend: number | null;
  /** Oldest first, at most 12; the last one is the value. */
  readonly series: readonly Point[];
  /** `stream@revision` of the facts it is made of, the newest first, at most 100. */
  readonly evidence: readonly string[];
}

const EVIDENCE_MAX = 100;

/** Completes an indicator that is measured: value and trend from its series, status from value and target. Numbers to four places. */
export function indicator(measured: Omit<Indicator, 'value' | 'status' | 'trend'>): Indicator {
  const [before, last] = [measured.series.at(-2)?.value ?? null, measured.series.at(-1)?.value ?? null];
  return {
    ...measured,
    value: last === null ? null : rounded(last),
    series: measured.series.map(({ on, value }) => ({ on, value: value === null ? null : rounded(value) })),
    evidence: measured.evidence.slice(0, EVIDENCE_MAX),
    status: statusOf(last, measured.target),
    trend: last === null || before === null ? null : rounded(last - before),
  };
}

export function statusOf(value: number | null, target: Target | null): IndicatorStatus {
  if (value === null) return 'no-data';
  if (target === null || (target.min === undefined && target.max === undefined)) return 'no-target';
  if (target.min !== undefined && value < target.min) return 'short';
  return target.max !== undefined && value > target.max ? 'over' : 'met';
}

/** Part of a whole in percent; null (no data) when the whole is nothing. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : (part / whole) * 100;
}

export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
