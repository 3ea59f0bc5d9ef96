/** How a policy target stands, as it is counted and sorted on the scoreboard. */
export interface Reading {
  readonly id: string;
  readonly status: 'met' | 'short' | 'over' | 'no-data' | 'no-target' | 'not-recorded';
  readonly value: number | null;
  readonly target: { readonly min?: number; readonly max?: number } | null;
}
export interface Tally {
  readonly met: number;
  readonly missed: number;
  readonly noData: number;
  readonly notRecorded: number;
  /** Those that can be judged: met and missed. */
  readonly judged: number;
}

export function tallyOf(readings: readonly Reading[]): Tally {
  const count = (...statuses: readonly Reading['status'][]): number => readings.filter(({ status }) => statuses.includes(status)).length;
  const [met, missed] = [count('met'), count('short', 'over')];
  return { met, missed, noData: count('no-data', 'no-target'), notRecorded: count('not-recorded'), judged: met + missed };
}

const ORDER: Readonly<Record<Reading['status'], number>> = { short: 0, over: 0, met: 1, 'no-target': 2, 'no-data': 3, 'not-recorded': 4 };

/** What is missed first, the furthest from its target on top; then what is met; what cannot be judged last. Otherwise as declared. */
export function worstFirst<T extends Reading>(readings: readonly T[]): readonly T[] {
  return [...readings].sort((a, b) => ORDER[a.status] - ORDER[b.status] || (ORDER[a.status] === 0 ? shortBy(b) - shortBy(a) : 0));
}

/** Those to rank units by, the likeliest to tell them apart first: missed ones that are not nothing everywhere, then the rest, the worst first. */
export function telling<T extends Reading>(readings: readonly T[]): readonly T[] {
  const sorted = worstFirst(readings);
  const tells = ({ status, value }: Reading): boolean => (status === 'short' || status === 'over') && value !== null && value !== 0;
  return [...sorted.filter(tells), ...sorted.filter((one) => !tells(one))];
}

const UNRANKED = 1e9;

/** Of a ranking too long to show: the best and the worst, in order, those without a rank last; `cut` = where the middle is left out. */
export function bestAndWorst<T extends { readonly rank: number | null }>(
  units: readonly T[],
  most: number,
): { readonly shown: readonly T[]; readonly cut: number | undefined } {
  const ordered = [...units].sort((a, b) => (a.rank ?? UNRANKED) - (b.rank ?? UNRANKED));
  if (ordered.length <= most) return { shown: ordered, cut: undefined };
  const placed = ordered.filter(({ rank }) => rank !== null);
  const best = Math.ceil(most / 2);
  if (placed.length <= most) return { shown: ordered.slice(0, most), cut: undefined };
  return { shown: [...placed.slice(0, best), ...placed.slice(placed.length - (most - best))], cut: best };
}

/** How far a value is from its target, as a part of the target: 0 = met. */
export function shortBy({ value, target }: Pick<Reading, 'value' | 'target'>): number {
  if (value === null || target === null) return 0;
  if (target.min !== undefined && value < target.min) return target.min === 0 ? 1 : (target.min - value) / Math.abs(target.min);
  if (target.max !== undefined && value > target.max) return target.max === 0 ? 1 : (value - target.max) / Math.abs(target.max);
  return 0;
}

/** Decimals that keep a value apart from the aim it misses: 99.997 of 100 is not shown as 100. */
export function digitsOf({ value, target }: Pick<Reading, 'value' | 'target'>, usual: number): number {
  if (value === null || target === null) return usual;
  const shown = (digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
  let digits = usual;
  while (digits < DIGITS_MAX && shortBy({ value, target }) > 0 && shortBy({ value: shown(digits), target }) === 0) digits += 1;
  return digits;
}

const DIGITS_MAX = 4;

/** How much of a target's bar is filled, 0–1, and where its mark stands; undefined where there is nothing to draw. */
export function barOf({
  value,
  target,
}: Pick<Reading, 'value' | 'target'>): { readonly filled: number; readonly mark: number } | undefined {
  const aim = target?.min ?? target?.max;
  if (value === null || aim === undefined || aim <= 0) return undefined;
  const whole = Math.max(aim * 1.25, value);
  return { filled: Math.max(0, value / whole), mark: aim / whole };
}

/** What changed for the reader between two readings of one target: nearer to it, further from it, or neither. */
export function turnOf(
  before: Pick<Reading, 'value' | 'target'>,
  after: Pick<Reading, 'value' | 'target'>,
): 'better' | 'worse' | 'same' | 'unknown' {
  if (before.value === null || after.value === null) return 'unknown';
  const change = shortBy(before) - shortBy(after);
  return Math.abs(change) < 1e-9 ? 'same' : change > 0 ? 'better' : 'worse';
}

/** Points of a small line, `0 0 100 30`, broken where there is no value. */
export function sparkOf(series: readonly { readonly value: number | null }[]): readonly string[] {
  const values = series.map(({ value }) => value).filter((value): value is number => value !== null);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const runs: string[][] = [[]];
  series.forEach(({ value }, index) => {
    if (value === null) return void runs.push([]);
    const x = series.length < 2 ? 50 : (index / (series.length - 1)) * 96 + 2;
    const y = high === low ? 15 : 27 - ((value - low) / (high - low)) * 24;
    runs.at(-1)?.push(`${x.toFixed(1)},${y.toFixed(1)}`);
  });
  return runs.filter((run) => run.length > 0).map((run) => run.join(' '));
}
