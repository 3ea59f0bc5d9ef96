import type { ClientBase } from 'pg';
import { assertTable, columnsOf, SQL_TYPES } from './columns';
import { GRAMS } from './search';
import type { TableSpec } from './view';

/** Served rows, rows being rebuilt, and rows as they were before the last swap. */
export type Place = 'live' | 'shadow' | 'previous';

/** Where the rows of one ledger lie: schema `{prefix}read`, with `_shadow` and `_previous` beside it. A swap moves tables between them. */
export class ReadSchema {
  readonly name: string;

  constructor(readonly prefix: string) {
    if (!/^[a-z0-9_-]{0,40}$/i.test(prefix))
      throw new Error(`LEDGER_PREFIX ${JSON.stringify(prefix)}: letters, digits, _ and - only, at most 40`);
    this.name = `${prefix}read`;
  }

  in(place: Place): string {
    return `"${place === 'live' ? this.name : `${this.name}_${place}`}"`;
  }

  /** Quoted and qualified: `"read"."units"`. */
  table(name: string, place: Place = 'live'): string {
    return `${this.in(place)}."${name}"`;
  }

  history(name: string, place: Place = 'live'): string {
    return this.table(`${name}__history`, place);
  }

  /** The channel on which positions are notified. At most 63 bytes. */
  get channel(): string {
    return `${this.name}_position`;
  }
}

/** Makes the tables of a view where they are missing; in the shadow without indexes, which come once it is filled. */
export async function createTables(
  client: ClientBase,
  schema: ReadSchema,
  tables: readonly TableSpec[],
  place: Place = 'live',
): Promise<void> {
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema.in(place)}`);
  for (const table of tables) {
    assertTable(table);
    await client.query(`CREATE TABLE IF NOT EXISTS ${schema.table(table.name, place)} (${columnsSql(table)}) WITH (fillfactor = 85)`);
    if (table.history !== false) await client.query(historySql(schema.history(table.name, place)));
    if (place === 'live') await createIndexes(client, schema, table, place);
  }
}

/** Beside the primary keys. */
export async function createIndexes(client: ClientBase, schema: ReadSchema, table: TableSpec, place: Place): Promise<void> {
  for (const [name, on] of indexesOf(schema, table, place)) await client.query(`CREATE INDEX IF NOT EXISTS ${indexNamed(name)} ON ${on}`);
}

/** The live index that a table is searched by, quoted and qualified; none when it is not searched. */
export function gramsIndexes(schema: ReadSchema, table: TableSpec): readonly string[] {
  return table.search ? [`${schema.in('live')}.${indexNamed(`${table.name}_grams`)}`] : [];
}

export async function dropTables(client: ClientBase, schema: ReadSchema, names: readonly string[], place: Place): Promise<void> {
  for (const name of names) await client.query(`DROP TABLE IF EXISTS ${schema.history(name, place)}, ${schema.table(name, place)}`);
}

function columnsSql(table: TableSpec): string {
  const own = columnsOf(table).map(([name, type]) => `"${name}" ${SQL_TYPES[type]}`);
  const search = table.search ? [`grams ${GRAMS}`, 'initials text'] : [];
  return [
    'key text COLLATE "C" PRIMARY KEY',
    'stream text COLLATE "C" NOT NULL',
    'position bigint NOT NULL',
    'row_day text COLLATE "C" NOT NULL',
    'row_hash bytea NOT NULL',
    ...own,
    ...search,
  ].join(', ');
}

function historySql(history: string): string {
  return `CREATE TABLE IF NOT EXISTS ${history} (
    key text COLLATE "C" NOT NULL, day text COLLATE "C" NOT NULL, position bigint NOT NULL, dropped boolean NOT NULL, "row" jsonb,
    PRIMARY KEY (key, day))`;
}

function indexNamed(name: string): string {
  return `"${name.slice(0, 60)}_ix"`;
}

function indexesOf(schema: ReadSchema, table: TableSpec, place: Place): readonly (readonly [string, string])[] {
  const live = schema.table(table.name, place);
  const own = (table.indexes ?? []).map(
    (columns) => [`${table.name}_${columns.join('_')}`, `${live} (${columns.map((column) => `"${column}"`).join(', ')})`] as const,
  );
  const grams = table.search ? [[`${table.name}_grams`, `${live} USING gin (grams)`] as const] : [];
  const dropped =
    table.history === false ? [] : [[`${table.name}_dropped`, `${schema.history(table.name, place)} (key) WHERE dropped`] as const];
  return [...own, ...grams, ...dropped];
}

/**
 * Says by behaviour whether this database can hold Chinese. An SQL_ASCII database counts bytes and finds half signs.
 * @throws Error with one sentence saying what to do.
 */
export async function assertChinese(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ length: number; first: string; found: boolean }>(
    `SELECT length('暨阳')::int AS length, left('暨阳', 1) AS first, '诸暨市暨阳街道' LIKE '%阳_道' AS found`,
  );
  const says = rows[0];
  if (says?.length !== 2 || says.first !== '暨' || !says.found)
    throw new Error(
      '数据库编码不是 UTF-8，无法保存和检索中文 / the database is not UTF-8: create it with ENCODING UTF8 and a UTF-8 locale (C.UTF-8)',
    );
}
