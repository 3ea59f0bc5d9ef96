import type { Client } from 'pg';
import type { RecordedFact } from '#ledger';
import { paymentViews } from './catch-up-facts';

/** Columns of a table beside key, stream and position, as `[name, SQL type]`. */
const TYPES: Readonly<Record<string, string>> = {
  text: 'text',
  day: 'text',
  instant: 'text',
  integer: 'int',
  bigint: 'bigint',
  json: 'jsonb',
  texts: 'text[]',
};

type Values = Record<string, unknown>;

/**
 * The hand-written loop that a catch-up is measured beside: the same rows and one version per row and day, folded per batch and written by one
 * plain upsert per table. No checks, no digest, no compare-and-set, no parking.
 */
export async function bareCatchUp(client: Client, schema: string, batches: Iterable<readonly RecordedFact[]>): Promise<void> {
  const known = new Map<string, Map<string, Values>>();
  for (const view of paymentViews) for (const table of view.tables) known.set(table.name, new Map());
  for (const batch of batches) {
    const rows = new Map<string, Map<string, Values>>();
    const versions = new Map<string, Map<string, Values>>();
    await loadTouched(client, schema, batch, known);
    for (const fact of batch)
      for (const view of paymentViews) for (const op of view.on[fact.type]?.(fact) ?? []) apply(op, fact, known, rows, versions);
    await client.query('BEGIN');
    for (const [table, changed] of rows) await upsert(client, schema, table, [...changed.values()]);
    for (const [table, changed] of versions) await remember(client, schema, table, [...changed.values()]);
    await client.query('COMMIT');
    for (const rowsOf of known.values()) rowsOf.clear();
  }
}

type Op = ReturnType<NonNullable<(typeof paymentViews)[number]['on'][string]>>[number];

async function loadTouched(
  client: Client,
  schema: string,
  batch: readonly RecordedFact[],
  known: Map<string, Map<string, Values>>,
): Promise<void> {
  const keys = new Map<string, Set<string>>();
  for (const fact of batch)
    for (const view of paymentViews)
      for (const op of view.on[fact.type]?.(fact) ?? []) keys.set(op.table, (keys.get(op.table) ?? new Set()).add(op.key));
  for (const [table, set] of keys) {
    const { rows } = await client.query<Values>(`SELECT * FROM "${schema}".${table} WHERE key = ANY($1)`, [[...set]]);
    for (const row of rows) known.get(table)?.set(String(row['key']), row);
  }
}

function apply(
  op: Op,
  fact: RecordedFact,
  known: Map<string, Map<string, Values>>,
  rows: Map<string, Map<string, Values>>,
  versions: Map<string, Map<string, Values>>,
): void {
  const table = known.get(op.table);
  const before = table?.get(op.key) ?? {};
  const stamp = { key: op.key, stream: fact.stream, position: fact.position };
  const added =
    op.op === 'add' ? Object.fromEntries(Object.entries(op.add).map(([name, count]) => [name, Number(before[name] ?? 0) + count])) : {};
  const row: Values =
    op.op === 'add'
      ? { ...op.set, ...before, ...added, ...stamp }
      : op.op === 'put'
        ? { ...op.row, ...stamp }
        : op.op === 'patch'
          ? { ...before, ...op.row, ...stamp }
          : stamp;
  table?.set(op.key, row);
  put(rows, op.table, op.key, row);
  if (op.table !== 'facts')
    put(versions, op.table, `${op.key} ${fact.meta.occurredOn}`, { key: op.key, day: fact.meta.occurredOn, position: fact.position, row });
}

function put(into: Map<string, Map<string, Values>>, table: string, key: string, row: Values): void {
  const rows = into.get(table) ?? new Map<string, Values>();
  into.set(table, rows.set(key, row));
}

function columnsOf(table: string): readonly (readonly [string, string])[] {
  const spec = paymentViews.flatMap((view) => view.tables).find((one) => one.name === table);
  const own = Object.entries(spec?.columns ?? {}).map(([name, type]): readonly [string, string] => [name, TYPES[type] ?? 'text']);
  return [['key', 'text'], ['stream', 'text'], ['position', 'bigint'], ...own];
}

export function bareTables(schema: string): readonly string[] {
  return paymentViews.flatMap((view) =>
    view.tables.flatMap((table) => [
      `CREATE TABLE "${schema}".${table.name} (${columnsOf(table.name)
        .map(([name, type]) => `${name} ${type}`)
        .join(', ')}, PRIMARY KEY (key)) WITH (fillfactor = 85)`,
      ...(table.indexes ?? []).map((columns) => `CREATE INDEX ON "${schema}".${table.name} (${columns.join(', ')})`),
      ...(table.history === false
        ? []
        : [`CREATE TABLE "${schema}".${table.name}__history (key text, day text, position bigint, "row" jsonb, PRIMARY KEY (key, day))`]),
    ]),
  );
}

async function upsert(client: Client, schema: string, table: string, rows: readonly Values[]): Promise<void> {
  const columns = columnsOf(table);
  const names = columns.map(([name]) => name);
  // unnest flattens arrays of arrays: those travel as text.
  const values = columns.map(([name, type]) =>
    rows.map((row) => (type === 'text[]' ? literal(row[name]) : type === 'jsonb' ? JSON.stringify(row[name]) : row[name])),
  );
  await client.query(
    `INSERT INTO "${schema}".${table} (${names.join(', ')})
     SELECT ${columns.map(([name, type]) => (type === 'text[]' ? `c.${name}::text[]` : `c.${name}`)).join(', ')}
     FROM unnest(${columns.map(([, type], index) => `$${index + 1}::${type === 'text[]' ? 'text' : type}[]`).join(', ')}) AS c (${names.join(', ')})
     ON CONFLICT (key) DO UPDATE SET ${names
       .slice(1)
       .map((name) => `${name} = excluded.${name}`)
       .join(', ')}`,
    values,
  );
}

async function remember(client: Client, schema: string, table: string, versions: readonly Values[]): Promise<void> {
  const of = (name: string): unknown[] => versions.map((version) => (name === 'row' ? JSON.stringify(version[name]) : version[name]));
  await client.query(
    `INSERT INTO "${schema}".${table}__history (key, day, position, "row") SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::jsonb[])
     ON CONFLICT (key, day) DO UPDATE SET position = excluded.position, "row" = excluded."row"`,
    [of('key'), of('day'), of('position'), of('row')],
  );
}

function literal(value: unknown): string {
  return `{${(Array.isArray(value) ? value : []).map((item) => `"${String(item)}"`).join(',')}}`;
}
