import type { Day, Label } from '#kernel';

/** What is aimed at: a least and a greatest value, each of them optional. */
export interface Target {
  readonly min?: number;
  readonly max?: number;
}

export type IndicatorStatus = 'met' | 'short' | 'over' | 'no-data' | 'no-target';

/** One number of the policy as it stands for a unit on a day, with what it rests on. */
export interface Indicator {
  readonly code: string;
  readonly clause: string;
  readonly label: Label;
  readonly unit: string;
  readonly on: Day;
  /** Null when there is nothing to count: 0 of 0 is no data, never 100 %. */
  readonly value: number | null;
  readonly unitOfMeasure: string;
  readonly target: Target | null;
  readonly status: IndicatorStatus;
  /** The value less the one before, null without one of the two. */
  readonly trend: number | null;
  /** `stream@revision` of the facts it is made of, at most 100. */
  readonly evidence: readonly string[];
}

const EVIDENCE_MAX = 100;

/** Completes an indicator: status from value and target, trend from the value before. */
export function indicator(measured: Omit<Indicator, 'status' | 'trend'> & { readonly before: number | null }): Indicator {
  const { before, ...rest } = measured;
  return {
    ...rest,
    evidence: rest.evidence.slice(0, EVIDENCE_MAX),
    status: statusOf(rest.value, rest.target),
    trend: rest.value === null || before === null ? null : rest.value - before,
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
