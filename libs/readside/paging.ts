import type { Json } from '#kernel';
import { badCursor } from './refusals';
import type { Page } from './question';

/** One ordering term: an SQL expression that is never null, and its direction. The last one must be unique (`key`). */
export interface OrderTerm {
  readonly sql: string;
  readonly descending?: boolean;
}

export interface Keyset {
  /** A condition for WHERE; `true` on the first page. */
  readonly where: string;
  readonly orderBy: string;
  /** One more than the page, which tells whether there is another. */
  readonly limit: number;
  readonly values: readonly (string | number)[];
}

type Mark = readonly (string | number)[];

/**
 * Pages by the place of the last row, never by counting: rows that come and go in between shift nothing.
 * @param first number of the first free parameter ($n).
 * @throws ReadRefusal `read.cursor`
 */
export function keyset(order: readonly OrderTerm[], page: Page, first: number): Keyset {
  const orderBy = order.map((term) => `${term.sql}${term.descending ? ' DESC' : ''}`).join(', ');
  const limit = page.limit + 1;
  if (page.cursor === undefined) return { where: 'true', orderBy, limit, values: [] };
  const values = decoded(page.cursor, order.length);
  const place = values.map((value, index) => `$${first + index}::${typeof value === 'number' ? 'numeric' : 'text'}`);
  const cases = order.map((term, index) => {
    const same = order.slice(0, index).map((before, at) => `${before.sql} = ${place[at]}`);
    return `(${[...same, `${term.sql} ${term.descending ? '<' : '>'} ${place[index]}`].join(' AND ')})`;
  });
  return { where: `(${cases.join(' OR ')})`, orderBy, limit, values };
}

/** Cuts the extra row off and says where the next page begins. `mark` gives the values of the order terms of a row. */
export function paged<T>(
  rows: readonly T[],
  page: Page,
  mark: (row: T) => Mark,
  item: (row: T) => Json,
): { readonly items: readonly Json[]; readonly next: string | null } {
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const next = rows.length > page.limit && last !== undefined ? Buffer.from(JSON.stringify(mark(last))).toString('base64url') : null;
  return { items: shown.map(item), next };
}

/** A page of a list that is computed whole; its cursor says how many came before. @throws ReadRefusal `read.cursor` */
export function pageOf(all: readonly Json[], page: Page): { readonly items: readonly Json[]; readonly next: string | null } {
  const start = page.cursor === undefined ? 0 : /^\d{1,6}$/.test(page.cursor) ? Number(page.cursor) : undefined;
  if (start === undefined) throw badCursor();
  const end = start + page.limit;
  return { items: all.slice(start, end), next: end < all.length ? String(end) : null };
}

const CURSOR_MAX = 2_000;

function decoded(cursor: string, length: number): Mark {
  let mark: unknown;
  try {
    mark = cursor.length > CURSOR_MAX ? undefined : JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw badCursor();
  }
  const storable = (value: unknown): value is string | number =>
    (typeof value === 'string' && !value.includes('\u0000') && value.isWellFormed()) ||
    (typeof value === 'number' && Number.isFinite(value));
  if (!Array.isArray(mark) || mark.length !== length || !mark.every(storable)) throw badCursor();
  return mark;
}
