/** What is open and late at one unit in one mechanism. */
export interface Count {
  readonly unit: string;
  readonly name: string;
  readonly mechanism: string;
  readonly open: number;
  readonly late: number;
  readonly oldest: string | null;
}
export interface HeatRow<T extends Count> {
  readonly unit: string;
  readonly name: string;
  readonly late: number;
  readonly open: number;
  /** The earliest day by which one of the open things was due. */
  readonly oldest: string | null;
  /** One per column of the heat, undefined where nothing was counted. */
  readonly cells: readonly (T | undefined)[];
}
export interface Heat<T extends Count> {
  /** A cell of each mechanism that has anything open anywhere, the latest first. */
  readonly columns: readonly { readonly mechanism: string; readonly late: number; readonly open: number; readonly sample: T }[];
  readonly rows: readonly HeatRow<T>[];
  readonly late: number;
  readonly open: number;
  /** Full colour: the greatest number late in one cell, but never less than `HOT`. */
  readonly most: number;
}

/** From so many late things on a place is at its hottest, however few the others have: two are no blaze, though they be the most. */
export const HOT = 8;

/** Unit × mechanism with the worst units on top. Mechanisms in which nothing is open are left out. */
export function heatOf<T extends Count>(cells: readonly T[]): Heat<T> {
  const columns = [...grouped(cells, ({ mechanism }) => mechanism)]
    .map(([mechanism, own]) => ({ mechanism, ...sums(own), sample: own[0] as T }))
    .filter(({ open }) => open > 0)
    .sort((a, b) => b.late - a.late || b.open - a.open || (a.mechanism < b.mechanism ? -1 : 1));
  const rows = [...grouped(cells, ({ unit }) => unit)]
    .map(([unit, own]) => ({
      unit,
      name: own[0]?.name ?? unit,
      ...sums(own),
      oldest: own.reduce<string | null>(
        (first, { oldest }) => (oldest !== null && (first === null || oldest < first) ? oldest : first),
        null,
      ),
      cells: columns.map(({ mechanism }) => own.find((cell) => cell.mechanism === mechanism)),
    }))
    .sort((a, b) => b.late - a.late || b.open - a.open || (a.unit < b.unit ? -1 : 1));
  return { columns, rows, ...sums(cells), most: Math.max(HOT, ...cells.map(({ late }) => late)) };
}

/** 0 (nothing late) to 5 (the most anywhere); the root spreads the low numbers, where most cells are. */
export function warmth(late: number, most: number): number {
  if (late <= 0 || most <= 0) return 0;
  return Math.max(1, Math.ceil(Math.sqrt(late / most) * 5));
}

function sums(cells: readonly Count[]): { readonly late: number; readonly open: number } {
  return { late: cells.reduce((sum, { late }) => sum + late, 0), open: cells.reduce((sum, { open }) => sum + open, 0) };
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
