import type { ClientBase } from 'pg';
import type { ReadSchema } from './schema';
import type { TableSpec } from './view';

/** What a rebuild found otherwise in a table (or its history): rows that the ledger does not know, lacks, or knows differently. */
export interface TableDifference {
  readonly table: string;
  readonly rows: number;
  /** Of the ledger, and not served. */
  readonly missing: number;
  /** Served, and not of the ledger. */
  readonly extra: number;
  readonly different: number;
  /** The first keys of each kind. */
  readonly samples: readonly { readonly key: string; readonly is: 'missing' | 'extra' | 'different' }[];
}

const SAMPLES_MAX = 20;

/** Compares the live rows with the shadow's, column by column as far as both have it; search columns are derived and left out. */
export async function differences(client: ClientBase, schema: ReadSchema, table: TableSpec): Promise<readonly TableDifference[]> {
  const rows = await difference(client, table.name, schema.table(table.name), schema.table(table.name, 'shadow'), ['key']);
  if (table.history === false) return [rows];
  return [
    rows,
    await difference(client, `${table.name}__history`, schema.history(table.name), schema.history(table.name, 'shadow'), ['key', 'day']),
  ];
}

async function difference(
  client: ClientBase,
  name: string,
  live: string,
  shadow: string,
  keys: readonly string[],
): Promise<TableDifference> {
  const columns = await commonColumns(client, live, shadow);
  const side = (alias: string): string => `ROW(${columns.map((column) => `${alias}."${column}"`).join(', ')})`;
  const joined = `FROM ${live} l FULL JOIN ${shadow} s ON ${keys.map((key) => `l."${key}" = s."${key}"`).join(' AND ')}`;
  const is = `CASE WHEN l.key IS NULL THEN 'missing' WHEN s.key IS NULL THEN 'extra' WHEN ${side('l')} IS DISTINCT FROM ${side('s')} THEN 'different' END`;
  const counted = await client.query<{ is: string | null; count: number }>(
    `SELECT ${is} AS is, count(*)::int AS count ${joined} GROUP BY 1`,
  );
  const of = (kind: string | null): number => counted.rows.find((row) => row.is === kind)?.count ?? 0;
  const found = { missing: of('missing'), extra: of('extra'), different: of('different') };
  const key = keys.map((one) => `coalesce(l."${one}", s."${one}")`).join(" || ' ' || ");
  const samples =
    found.missing + found.extra + found.different === 0
      ? []
      : (
          await client.query<TableDifference['samples'][number]>(
            `SELECT * FROM (SELECT ${key} AS key, ${is} AS is ${joined}) d WHERE d.is IS NOT NULL ORDER BY d.key LIMIT ${SAMPLES_MAX}`,
          )
        ).rows;
  return { table: name, rows: of(null) + found.different + found.missing, ...found, samples };
}

async function commonColumns(client: ClientBase, live: string, shadow: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT l.attname AS name FROM pg_attribute l JOIN pg_attribute s ON s.attname = l.attname AND s.atttypid = l.atttypid
     WHERE l.attrelid = $1::regclass AND s.attrelid = $2::regclass AND l.attnum > 0 AND s.attnum > 0
       AND NOT l.attisdropped AND NOT s.attisdropped AND l.attname NOT IN ('grams', 'initials') ORDER BY 1`,
    [live, shadow],
  );
  return rows.map((row) => row.name);
}
