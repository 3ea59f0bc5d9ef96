import type { Coverage, Funds } from '../api/answers';
import { moneyText, number } from '../format';
import { say } from '../words';
import type { OverdueCell, PolicyTarget } from './answers';
import type { NumberAsked } from './number-asked';
import { turnOf } from './readings';
import { measured, movedText } from './texts';
import { words } from './words';

/** What is compared of one moment. */
export interface Whole {
  readonly targets: readonly PolicyTarget[];
  readonly late: readonly OverdueCell[];
  /** null: there was no term by then. */
  readonly covered: Coverage | null;
  readonly money: Funds;
}
export interface ComparedLine {
  readonly key: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly turn: 'better' | 'worse' | 'same' | 'unknown' | 'changed';
  /** The facts of either moment; undefined: what is open and late. */
  readonly of: NumberAsked | undefined;
}

/** The lines of a comparison: coverage, money and what is late, then every target recorded at one of the moments. */
export function comparedOf(before: Whole, after: Whole): readonly ComparedLine[] {
  return [...summary(before, after), ...targets(before, after)];
}

/** As `GET /api/evidence` names them. */
export const NUMBERS = {
  reached: 'funds.reached',
  matched: 'funds.sum-matched',
  paid: 'funds.sum-paid',
  balance: 'funds.balance',
} as const;

type Read = (whole: Whole) => number | null;
interface Summed {
  readonly key: string;
  readonly name: string;
  readonly read: Read;
  readonly text: (value: number) => string;
  /** 1: more is better, −1: less is better, 0: neither. */
  readonly good: 1 | -1 | 0;
  readonly of: NumberAsked | undefined;
}

function summary(before: Whole, after: Whole): readonly ComparedLine[] {
  const money = (key: 'reached' | 'matched' | 'paid' | 'balance'): Summed => ({
    key,
    name: say(words[key]),
    read: ({ money: of }) => of[key],
    text: (fen) => moneyText(fen, true),
    good: 0,
    of: { number: NUMBERS[key], measure: 'money' },
  });
  const count = (value: number): string => number(value);
  const sums: readonly Summed[] = [
    {
      key: 'inspected',
      name: `${say(words.coverage)}（${say(words.level_subdistrict)}）`,
      read: ({ covered }) => covered?.levels.find(({ level }) => level === 'subdistrict')?.inspected ?? null,
      text: count,
      good: 1,
      of: { number: 'coverage.subdistricts', measure: 'count' },
    },
    {
      key: 'late',
      name: say(words.lateCount),
      read: ({ late }) => late.reduce((sum, cell) => sum + cell.late, 0),
      text: count,
      good: -1,
      of: undefined,
    },
    ...(['reached', 'matched', 'paid', 'balance'] as const).map(money),
  ];
  return sums.map(({ key, name, read, text, good, of }) => {
    const [a, b] = [read(before), read(after)];
    const shown = (value: number | null): string => (value === null ? say(words.noData) : text(value));
    const change = a === null || b === null ? undefined : b - a;
    const turn = change === undefined ? 'unknown' : change === 0 ? 'same' : good === 0 ? 'changed' : change * good > 0 ? 'better' : 'worse';
    return {
      key,
      name,
      before: shown(a),
      after: shown(b),
      change: change === undefined ? '' : change === 0 ? '±0' : `${change > 0 ? '+' : '−'}${text(Math.abs(change))}`,
      turn,
      of,
    };
  });
}

function targets(before: Whole, after: Whole): readonly ComparedLine[] {
  return after.targets.flatMap((now) => {
    const then = before.targets.find(({ id }) => id === now.id);
    if (now.status === 'not-recorded' && (then === undefined || then.status === 'not-recorded')) return [];
    const [a, b] = [then?.value ?? null, now.value];
    const nearer = then ? turnOf(then, now) : 'unknown';
    return [
      {
        key: now.id,
        name: say(now.label),
        before: measured(a, now.unitOfMeasure, then?.target),
        after: measured(b, now.unitOfMeasure, now.target),
        change: a === null || b === null ? '' : movedText(b - a, now.unitOfMeasure),
        turn: nearer === 'same' && a !== b ? 'changed' : nearer,
        of: { number: now.id, measure: 'count' },
      },
    ];
  });
}
