import type { ColumnType } from './view';

/**
 * One-dimensional arrays in PostgreSQL's binary form, as parameters of `unnest`: no quoting on our side, no parsing on the server's.
 * Form: int32 dimensions, int32 has-nulls, int32 element oid, int32 length, int32 lower bound, then per element int32 bytes (−1 = null) and bytes.
 */
export type Element = 'text' | 'int4' | 'int8' | 'numeric' | 'bool' | 'jsonb' | 'bytea' | 'text[]' | 'int4[]';

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
  'int4[]': { array: 'text[]', cast: '::int4[]' },
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
  'int4[]': 25,
};

/** A json value that is JSON text already. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** An array spelled as PostgreSQL spells it already: `{"a","b"}`, `{1,2}`. */
export class ArrayText {
  constructor(readonly text: string) {}
}

export function binaryArray(element: Element, values: readonly unknown[]): Buffer {
  const writer = new Writer();
  const write = WRITERS[element];
  const nulls = values.some((value) => value === undefined || value === null);
  writer
    .int32(values.length === 0 ? 0 : 1)
    .int32(nulls ? 1 : 0)
    .int32(OIDS[element]);
  if (values.length > 0) writer.int32(values.length).int32(1);
  for (const value of values) {
    if (value === undefined || value === null) writer.int32(-1);
    else write(writer, value);
  }
  return writer.done();
}

const WRITERS: Readonly<Record<Element, (writer: Writer, value: unknown) => void>> = {
  text: (writer, value) => writer.text(String(value)),
  numeric: (writer, value) => writer.text(String(value)),
  int4: (writer, value) => writer.int32(4).int32(Number(value)),
  int8: (writer, value) => writer.int32(8).int64(value as string | number),
  bool: (writer, value) => writer.int32(1).byte(value === true ? 1 : 0),
  jsonb: (writer, value) => writer.text(value instanceof JsonText ? value.text : JSON.stringify(value), 1),
  bytea: (writer, value) => writer.bytes(value as Buffer),
  'text[]': (writer, value) => writer.text(arrayLiteral(value as readonly string[])),
  'int4[]': (writer, value) => writer.text((value as ArrayText).text),
};

/** The text of an array of texts. */
export function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;
}

/** Texts up to this many signs are written sign by sign as long as they are ASCII: cheaper than a call out of JavaScript. */
const SHORT = 48;
const SCRATCH_BYTES = 1024 * 1024;
const SCRATCH_BYTES_MAX = 32 * 1024 * 1024;
/** Where arrays are put together before each is copied out at its own size: one at a time, nothing of it is awaited. */
let scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES);

class Writer {
  private at = 0;
  private buffer = scratch;

  int32(value: number): this {
    this.room(4);
    this.put32(this.at, value);
    this.at += 4;
    return this;
  }

  int64(value: string | number): this {
    this.room(8);
    const number = Number(value);
    if (Number.isSafeInteger(number)) {
      this.put32(this.at, Math.floor(number / 2 ** 32));
      this.put32(this.at + 4, number);
    } else this.buffer.writeBigInt64BE(BigInt(value), this.at);
    this.at += 8;
    return this;
  }

  byte(value: number): this {
    this.room(1);
    this.buffer[this.at++] = value;
    return this;
  }

  /** Length and UTF-8 bytes; `version` is the byte that heads a binary jsonb. */
  text(value: string, version?: number): this {
    const head = version === undefined ? 0 : 1;
    this.room(4 + head + value.length * 3);
    const start = this.at + 4 + head;
    let bytes = value.length > SHORT ? -1 : this.ascii(value, start);
    if (bytes < 0) bytes = this.buffer.write(value, start, 'utf8');
    this.put32(this.at, bytes + head);
    if (version !== undefined) this.buffer[this.at + 4] = version;
    this.at = start + bytes;
    return this;
  }

  bytes(value: Buffer): this {
    this.int32(value.length).room(value.length);
    this.buffer.set(value, this.at);
    this.at += value.length;
    return this;
  }

  done(): Buffer {
    if (this.buffer.length <= SCRATCH_BYTES_MAX) scratch = this.buffer;
    return Buffer.from(this.buffer.subarray(0, this.at));
  }

  /** @returns −1 at the first sign that is none. */
  private ascii(value: string, start: number): number {
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index);
      if (code > 127) return -1;
      this.buffer[start + index] = code;
    }
    return value.length;
  }

  /** The low 32 bits of a whole number. */
  private put32(at: number, value: number): void {
    const { buffer } = this;
    buffer[at] = value >>> 24;
    buffer[at + 1] = value >>> 16;
    buffer[at + 2] = value >>> 8;
    buffer[at + 3] = value;
  }

  private room(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.at + bytes));
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }
}
