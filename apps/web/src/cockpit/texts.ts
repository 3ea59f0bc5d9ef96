import { dayText, number } from '../format';
import { unitText } from '../measures';
import { say, type Label } from '../words';
import type { PolicyTarget, Status, Target } from './answers';
import { digitsOf } from './readings';
import { words } from './words';

const DIGITS: Readonly<Record<string, number>> = { '%': 1, 天: 1 };

/** A value with its unit of measure: `86.9%`, `1,492 户`, `12.35 万元`; 暂无数据 where there is none. With its target it is never rounded to what it misses. */
export function measured(value: number | null, unitOfMeasure: string, target: Target | null = null): string {
  return value === null ? say(words.noData) : joined(number(value, digits(value, unitOfMeasure, target)), unitText(unitOfMeasure));
}

/** The same in its two parts, to be set in two sizes. */
export function figureOf(
  value: number | null,
  unitOfMeasure: string,
  target: Target | null,
): { readonly figure: string; readonly unit: string } {
  return value === null
    ? { figure: say(words.noDataShort), unit: '' }
    : { figure: number(value, digits(value, unitOfMeasure, target)), unit: unitText(unitOfMeasure) };
}

/** What its evidence opens with: what is aimed at, and what the value is made of. */
export function saysOf({ target, unitOfMeasure, part, whole }: Pick<PolicyTarget, 'target' | 'unitOfMeasure' | 'part' | 'whole'>): string {
  const made =
    part != null && whole != null && whole > 0 ? ` · ${say(words.made, { part: number(part, 1), whole: number(whole, 1) })}` : '';
  return `${say(words.target)} ${targetText(target, unitOfMeasure)}${made}`;
}

export function targetText(target: Target | null, unitOfMeasure: string): string {
  if (target === null || (target.min === undefined && target.max === undefined)) return say(words.noTarget);
  const { min, max } = target;
  if (min !== undefined && max !== undefined) return say(words.between, { min: number(min, 2), max: measured(max, unitOfMeasure) });
  return min !== undefined
    ? say(words.atLeast, { value: measured(min, unitOfMeasure) })
    : say(words.atMost, { value: measured(max ?? null, unitOfMeasure) });
}

export function statusLabel(status: Status): Label {
  return words[status];
}

/** The colour class of a status; the words always stand beside it. */
export function toneOf(status: Status): 'good' | 'bad' | 'quiet' {
  if (status === 'met') return 'good';
  return status === 'short' || status === 'over' ? 'bad' : 'quiet';
}

/** What a value moved by, in its own measure: `+1.2 天`, `−3 个百分点` (a share moves by points, not by percent), `±0`. */
export function movedText(change: number, unitOfMeasure: string): string {
  if (Math.abs(change) < 1e-9) return '±0';
  const unit = unitOfMeasure === '%' ? say(words.points) : unitText(unitOfMeasure);
  return joined(`${change > 0 ? '+' : '−'}${number(Math.abs(change), DIGITS[unitOfMeasure] ?? 2)}`, unit);
}

/** What a sparkline says to those who do not see it. */
export function seriesText({ series, unitOfMeasure }: Pick<PolicyTarget, 'series' | 'unitOfMeasure'>): string {
  return series.map(({ on, value }) => `${dayText(on)} ${measured(value, unitOfMeasure)}`).join('；');
}

function digits(value: number, unitOfMeasure: string, target: Target | null): number {
  return digitsOf({ value, target }, DIGITS[unitOfMeasure] ?? 2);
}

function joined(figure: string, unit: string): string {
  return unit === '%' || unit === '' ? `${figure}${unit}` : `${figure} ${unit}`;
}
