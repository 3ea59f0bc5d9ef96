import { isDay, isInstant, type Json } from '#kernel';
import type { ColumnType, TableSpec } from './view';

/** What every table has beside the columns of its spec; hidden ones never leave the read side. */
export const HIDDEN = ['row_day', 'row_hash', 'grams', 'initials'] as const;
const RESERVED: readonly string[] = ['key', 'stream', 'position', ...HIDDEN];
const NAME = /^[a-z][a-z0-9_]{0,47}$/;

/** Columns a view may set, in the order of their names: the spec's own and `timeline`, which spans keep. */
export function columnsOf(table: TableSpec): readonly (readonly [string, ColumnType])[] {
  const own: Readonly<Record<string, ColumnType>> = { ...table.columns, timeline: 'json' };
  return Object.entries(own).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Columns a question may see: all but the hidden ones; the past has the initials, no index. */
export function askedColumns(table: TableSpec): readonly string[] {
  return ['key', 'stream', 'position', ...columnsOf(table).map(([name]) => name), ...(table.search ? ['initials'] : [])];
}

/** A wrong table is a bug of its mechanism: thrown at start-up. */
export function assertTable(table: TableSpec): void {
  if (!NAME.test(table.name) || table.name.includes('__')) throw new Error(`table ${table.name}: not a table name`);
  for (const [name, type] of Object.entries(table.columns)) {
    if (!NAME.test(name) || RESERVED.includes(name)) throw new Error(`${table.name}.${name}: not a column name, or a reserved one`);
    if (name === 'timeline' && type !== 'json') throw new Error(`${table.name}.timeline: must be json`);
  }
  if (table.once && table.history !== false) throw new Error(`table ${table.name}: rows that are put once have no history`);
  const known = new Set([...Object.keys(table.columns), 'timeline', 'key', 'stream', 'position']);
  for (const name of [...(table.indexes ?? []).flat(), ...(table.search ?? [])]) {
    if (!known.has(name)) throw new Error(`${table.name}: index or search on ${name}, which is no column`);
  }
}

/**
 * Days and instants are text in code unit order: they compare with any parameter and inside timelines alike, and read back as they were put.
 * Every text is collated "C", so that order does not depend on whose PostgreSQL it is.
 */
export const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'text COLLATE "C"',
  integer: 'integer',
  bigint: 'bigint',
  numeric: 'numeric',
  boolean: 'boolean',
  day: 'text COLLATE "C"',
  instant: 'text COLLATE "C"',
  json: 'jsonb',
  texts: 'text[]',
};

/** Whether PostgreSQL will take this value in a column of this type; what it would not take must not reach a batch. */
export function fits(type: ColumnType, value: Json): boolean {
  return CHECKS[type](value);
}

export function isNumeric(type: ColumnType | undefined): boolean {
  return type === 'integer' || type === 'bigint' || type === 'numeric';
}

const INTEGER_MAX = 2_147_483_647;

const CHECKS: Readonly<Record<ColumnType, (value: Json) => boolean>> = {
  text: isStorable,
  integer: (value) => typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= INTEGER_MAX,
  bigint: (value) => typeof value === 'number' && Number.isSafeInteger(value),
  numeric: (value) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  day: isDay,
  instant: isInstant,
  json: isStorableJson,
  texts: (value) => Array.isArray(value) && value.every(isStorable),
};

/** PostgreSQL stores neither NUL nor half a surrogate pair. */
function isStorable(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\u0000') && value.isWellFormed();
}

function isStorableJson(value: Json): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value !== 'object') return typeof value === 'boolean' || value === null;
  if (Array.isArray(value)) return value.every(isStorableJson);
  return Object.entries(value).every(([name, member]) => isStorable(name) && isStorableJson(member));
}
