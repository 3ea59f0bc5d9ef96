import type { Position } from '#ledger';

/** Whether `a` lies behind `b` in `$all`. Positions are decimal text of unbounded size without leading zeros. */
export function isLater(a: Position, b: Position): boolean {
  return a.length === b.length ? a > b : a.length > b.length;
}

export function laterOf(a: Position, b: Position): Position {
  return isLater(a, b) ? a : b;
}

export function earlierOf(a: Position, b: Position): Position {
  return isLater(a, b) ? b : a;
}
