import type { Json } from '#kernel';
import { columnsOf } from './columns';
import { keyset, paged } from './paging';
import type { Page, ReadContext } from './question';
import { matching } from './search';
import type { Row, TableSpec } from './view';

/** A narrowing of a register: a column is one of these values (none: nothing is found). */
export interface Narrowing {
  readonly column: string;
  readonly among: readonly (string | number | boolean)[];
}

export interface Listing {
  readonly where?: readonly Narrowing[];
  /** Chinese of one character and more, or pinyin initials; only tables with `search`. */
  readonly q?: string;
  readonly page: Page;
}

/** `GET /api/{category}`: the rows of a register in effect on `asOf` as known at `knownAt`, by key. `{items: [{key, stream, position, …columns}], next}`. */
export async function listRows(
  context: ReadContext,
  table: TableSpec,
  listing: Listing,
): Promise<{ readonly items: readonly Json[]; readonly next: string | null }> {
  const values: unknown[] = [];
  const conditions = (listing.where ?? []).map((narrowing) => {
    assertColumn(table, narrowing.column);
    values.push(narrowing.among.map(String));
    return `t."${narrowing.column}"::text = ANY($${values.length}::text[])`;
  });
  const spanned = Object.hasOwn(table.columns, 'timeline');
  const search =
    listing.q === undefined || !table.search
      ? undefined
      : matching(table, listing.q, values.length + 1, 't', context.knownAt === undefined && !spanned);
  if (search) {
    values.push(...search.values);
    conditions.push(search.sql);
  }
  const place = keyset([{ sql: 't.key' }], listing.page, values.length + 1);
  values.push(...place.values);
  const from = spanned ? context.effective(table.name) : context.table(table.name);
  const sql = `SELECT ${shown(table)} FROM ${from} t WHERE ${[...conditions, place.where].join(' AND ')} ORDER BY ${place.orderBy} LIMIT ${place.limit}`;
  const rows = await context.rows(sql, values);
  return paged(
    rows,
    listing.page,
    (row) => [String(row['key'])],
    (row) => itemOf(context, table, row),
  );
}

/** `GET /api/{category}/{id}`: one row, or undefined. Its ETag is its stream's revision, which the stream knows. */
export async function getRow(context: ReadContext, table: TableSpec, key: string): Promise<Row | undefined> {
  if (key.includes('\u0000') || !key.isWellFormed()) return undefined;
  const from = Object.hasOwn(table.columns, 'timeline') ? context.effective(table.name) : context.table(table.name);
  const [row] = await context.rows(`SELECT ${shown(table)} FROM ${from} t WHERE t.key = $1`, [key]);
  return row && itemOf(context, table, row);
}

/** `timeline` is how spans are kept, not something to be shown. */
function shown(table: TableSpec): string {
  const own = columnsOf(table).map(([name]) => name);
  return ['key', 'stream', 'position', ...own.filter((name) => name !== 'timeline')].map((name) => `t."${name}"`).join(', ');
}

/** Absent is absent, not null. A row that waits for a parked stream says so. */
function itemOf(context: ReadContext, table: TableSpec, row: Row): Row {
  const shownRow = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  return context.held?.(table.name, String(row['stream'])) ? { ...shownRow, held: true } : shownRow;
}

function assertColumn(table: TableSpec, name: string): void {
  if (name !== 'key' && name !== 'stream' && !Object.hasOwn(table.columns, name)) throw new Error(`${table.name}: has no column ${name}`);
}
