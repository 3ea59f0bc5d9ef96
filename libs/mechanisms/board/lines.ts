import type { Json } from '#kernel';
import type { RowOp } from '#readside';
import { BOARD, type BoardRow } from './contract';

/** A new line of the board; `key` is `{mechanism}:…`. The board itself stamps the day of publication and the revision. */
export function line(key: string, row: BoardRow): RowOp {
  return { op: 'put', table: BOARD, key, row: present(row) };
}

/** What a later fact changes on it. */
export function lineChange(key: string, row: Partial<BoardRow>): RowOp {
  return { op: 'patch', table: BOARD, key, row: present(row) };
}

function present(row: Partial<BoardRow>): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(row).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
