import type { ColumnType } from './view';

/**
 * One-dimensional arrays in PostgreSQL's binary form, as parameters of `unnest`: no quoting on our side, no parsing on the server's.
 * Form: int32 dimensions, int32 has-nulls, int32 element oid, int32 length, int32 lower bound, then per element int32 bytes (−1 = null) and bytes.
 */
export type Element = 'text' | 'int4' | 'int8' | 'numeric' | 'bool' | 'jsonb' | 'bytea' | 'text[]';

/** How the values of a column travel. Numerics travel as text and are cast, their binary form being a format of its own. */
export const ELEMENTS: Readonly<Record<ColumnType, Element>> = {
  text: 'text',
  day: 'text',
  instant: 'text',
  integer: 'int4',
  bigint: 'int8',
  numeric: 'numeric',
  boolean: 'bool',
  json: 'jsonb',
  texts: 'text[]',
};

/** SQL type of the array parameter, and what an element is cast to after `unnest`. */
export const PARAMETERS: Readonly<Record<Element, { readonly array: string; readonly cast: string }>> = {
  text: { array: 'text[]', cast: '' },
  int4: { array: 'int4[]', cast: '' },
  int8: { array: 'int8[]', cast: '' },
  numeric: { array: 'text[]', cast: '::numeric' },
  bool: { array: 'bool[]', cast: '' },
  jsonb: { array: 'jsonb[]', cast: '' },
  bytea: { array: 'bytea[]', cast: '' },
  'text[]': { array: 'text[]', cast: '::text[]' },
};

const OIDS: Readonly<Record<Element, number>> = {
  text: 25,
  int4: 23,
  int8: 20,
  numeric: 25,
  bool: 16,
  jsonb: 3802,
  bytea: 17,
  'text[]': 25,
};
const HEADER = 20;

/** A json value that is JSON text already. */
export class JsonText {
  constructor(readonly text: string) {}
}

export function binaryArray(element: Element, values: readonly unknown[]): Buffer {
  const writer = new Writer(HEADER + values.length * 24);
  const nulls = values.some((value) => value === undefined || value === null);
  writer
    .int32(values.length === 0 ? 0 : 1)
    .int32(nulls ? 1 : 0)
    .int32(OIDS[element]);
  if (values.length > 0) writer.int32(values.length).int32(1);
  for (const value of values) {
    if (value === undefined || value === null) writer.int32(-1);
    else WRITERS[element](writer, value);
  }
  return writer.done();
}

const WRITERS: Readonly<Record<Element, (writer: Writer, value: unknown) => void>> = {
  text: (writer, value) => writer.text(String(value)),
  numeric: (writer, value) => writer.text(String(value)),
  int4: (writer, value) => writer.int32(4).int32(Number(value)),
  int8: (writer, value) => writer.int32(8).int64(BigInt(value as string | number)),
  bool: (writer, value) => writer.int32(1).byte(value === true ? 1 : 0),
  jsonb: (writer, value) => writer.text(value instanceof JsonText ? value.text : JSON.stringify(value), 1),
  bytea: (writer, value) => writer.bytes(value as Buffer),
  'text[]': (writer, value) => writer.text(arrayLiteral(value as readonly string[])),
};

function arrayLiteral(values: readonly string[]): string {
  if (values.length === 0) return '{}';
  // Grams are many and short, and hardly ever hold either sign.
  const plain = values.every((value) => !value.includes('"') && !value.includes('\\'));
  return `{"${(plain ? values : values.map((value) => value.replace(/[\\"]/g, '\\$&'))).join('","')}"}`;
}

class Writer {
  private at = 0;
  private buffer: Buffer;

  constructor(size: number) {
    this.buffer = Buffer.allocUnsafe(size);
  }

  int32(value: number): this {
    this.room(4);
    this.at = this.buffer.writeInt32BE(value, this.at);
    return this;
  }

  int64(value: bigint): this {
    this.room(8);
    this.at = this.buffer.writeBigInt64BE(value, this.at);
    return this;
  }

  byte(value: number): this {
    this.room(1);
    this.at = this.buffer.writeUInt8(value, this.at);
    return this;
  }

  /** Length and UTF-8 bytes; `version` is the byte that heads a binary jsonb. */
  text(value: string, version?: number): this {
    const head = version === undefined ? 0 : 1;
    this.room(4 + head + value.length * 3);
    const bytes = this.buffer.write(value, this.at + 4 + head, 'utf8');
    this.buffer.writeInt32BE(bytes + head, this.at);
    if (version !== undefined) this.buffer.writeUInt8(version, this.at + 4);
    this.at += 4 + head + bytes;
    return this;
  }

  bytes(value: Buffer): this {
    this.int32(value.length).room(value.length);
    this.at += value.copy(this.buffer, this.at);
    return this;
  }

  done(): Buffer {
    return this.buffer.subarray(0, this.at);
  }

  private room(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + bytes));
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }
}
