import type { Day, Json, JsonObject } from '#kernel';
import { fits, isNumeric } from './columns';
import type { ColumnType, Row, RowOp, TableSpec } from './view';

/** Bytes of a key: it must fit an index entry. */
const KEY_BYTES_MAX = 1_000;
/** Entries of one timeline. */
const SPANS_MAX = 5_000;

/**
 * The row after an operation; the same object when nothing happens, undefined when it is gone. Rows hold no nulls: absent is null.
 * Throws a sentence when the operation does not fit its table.
 */
export function applied(table: TableSpec, row: Row | undefined, op: RowOp): Row | undefined {
  if (typeof op.key !== 'string' || op.key === '' || Buffer.byteLength(op.key) > KEY_BYTES_MAX)
    throw new Error(`${table.name}: a key must have 1 to ${KEY_BYTES_MAX} bytes`);
  switch (op.op) {
    case 'put':
      return whole(table, op.row, row);
    case 'patch':
      return row === undefined ? row : merged(table, row, op.row);
    case 'add':
      return added(table, row ?? merged(table, {}, op.set ?? {}), op.add);
    case 'drop':
      return undefined;
    case 'span':
      return spanned(table, row ?? merged(table, {}, op.set ?? {}), op.from, op.row);
  }
}

/** A row that holds no nulls is taken as it is, unless it is the very object that stands there: put again it is put anew. */
function whole(table: TableSpec, values: Row, standing: Row | undefined): Row {
  for (const name in values) {
    const value = values[name];
    if (value === null || value === undefined) return merged(table, {}, values);
    assertFits(table, name, value);
  }
  return values === standing ? { ...values } : values;
}

function assertFits(table: TableSpec, name: string, value: Json): void {
  const type = typeOf(table, name);
  if (!fits(type, value)) throw new Error(`${table.name}.${name}: ${JSON.stringify(value).slice(0, 80)} is no ${type}`);
}

function merged(table: TableSpec, row: Row, values: Row): Row {
  const next: Record<string, Json> = { ...row };
  for (const name in values) {
    const value = values[name];
    if (value === null || value === undefined) {
      typeOf(table, name);
      delete next[name];
    } else {
      assertFits(table, name, value);
      next[name] = value;
    }
  }
  return next;
}

function added(table: TableSpec, row: Row, counts: Readonly<Record<string, number>>): Row {
  const sums: Record<string, Json> = {};
  for (const name in counts) {
    if (!isNumeric(typeOf(table, name))) throw new Error(`${table.name}.${name}: cannot be added to`);
    const now = row[name];
    sums[name] = (typeof now === 'number' ? now : 0) + (counts[name] ?? 0);
  }
  return merged(table, row, sums);
}

/** An entry holds every spanned value in effect from its day on; `own` names those it set itself, the others it takes from the entry before. */
interface Span extends JsonObject {
  readonly from: Day;
  readonly own: readonly string[];
}

function spanned(table: TableSpec, row: Row, from: Day, values: Row): Row {
  if (!fits('day', from)) throw new Error(`${table.name}: a span from ${JSON.stringify(from)}, which is no day`);
  if ('from' in values || 'own' in values)
    throw new Error(`${table.name}: the columns from and own cannot be spanned; a span says its day itself`);
  merged(table, {}, values);
  const spans = (Array.isArray(row['timeline']) ? row['timeline'] : []) as readonly Span[];
  const before = spans.filter((span) => span.from < from);
  const same = spans.find((span) => span.from === from);
  const entry: Span = { ...same, ...values, from, own: [...new Set([...(same?.own ?? []), ...Object.keys(values)])].sort() };
  const timeline = inherited([...before, entry, ...spans.filter((span) => span.from > from)]);
  if (timeline.length > SPANS_MAX) throw new Error(`${table.name}: more than ${SPANS_MAX} spans in one row`);
  const { from: _from, own: _own, ...newest } = timeline.at(-1) ?? entry;
  return { ...merged(table, row, newest), timeline };
}

/** Carries values forward, so that what is entered late for an early day also holds in the later entries that did not set it themselves. */
function inherited(spans: readonly Span[]): readonly Span[] {
  let carried: JsonObject = {};
  return spans.map((span) => {
    const own = Object.fromEntries(span.own.map((name): [string, Json] => [name, span[name] ?? null]));
    carried = { ...carried, ...own };
    return { ...carried, from: span.from, own: span.own };
  });
}

function typeOf(table: TableSpec, name: string): ColumnType {
  const type = Object.hasOwn(table.columns, name) ? table.columns[name] : name === 'timeline' ? 'json' : undefined;
  if (type === undefined) throw new Error(`${table.name}: has no column ${name}`);
  return type;
}
