/** Writes protobuf by hand: the server's hot messages are few and fixed, and this is several times cheaper than reflection. */
export class ProtoWriter {
  private buffer: Buffer;
  private at = 0;

  constructor(capacity = 128) {
    this.buffer = Buffer.allocUnsafe(capacity);
  }

  uint(field: number, value: bigint | number): this {
    this.room(20);
    this.at = putVarint(this.buffer, this.at, field << 3);
    this.at = typeof value === 'number' ? putVarint(this.buffer, this.at, value) : putBigVarint(this.buffer, this.at, value);
    return this;
  }

  bool(field: number, value: boolean): this {
    return this.uint(field, value ? 1 : 0);
  }

  bytes(field: number, value: Uint8Array): this {
    this.room(20 + value.length);
    this.at = putVarint(this.buffer, this.at, (field << 3) | 2);
    this.at = putVarint(this.buffer, this.at, value.length);
    this.buffer.set(value, this.at);
    this.at += value.length;
    return this;
  }

  string(field: number, value: string): this {
    const length = Buffer.byteLength(value);
    this.room(20 + length);
    this.at = putVarint(this.buffer, this.at, (field << 3) | 2);
    this.at = putVarint(this.buffer, this.at, length);
    this.buffer.write(value, this.at, length, 'utf8');
    this.at += length;
    return this;
  }

  empty(field: number): this {
    this.room(20);
    this.at = putVarint(this.buffer, this.at, (field << 3) | 2);
    this.buffer[this.at++] = 0;
    return this;
  }

  /** Opens a nested message whose length is known beforehand; its fields are written next. */
  open(field: number, length: number): this {
    this.room(20 + length);
    this.at = putVarint(this.buffer, this.at, (field << 3) | 2);
    this.at = putVarint(this.buffer, this.at, length);
    return this;
  }

  raw(value: Uint8Array): this {
    this.room(value.length);
    this.buffer.set(value, this.at);
    this.at += value.length;
    return this;
  }

  done(): Buffer {
    return this.buffer.subarray(0, this.at);
  }

  private room(more: number): void {
    if (this.at + more <= this.buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + more));
    this.buffer.copy(grown, 0, 0, this.at);
    this.buffer = grown;
  }
}

/** Bytes a uint64 takes as a varint. */
export function varintSize(value: bigint | number): number {
  if (typeof value === 'bigint' && value > BigInt(Number.MAX_SAFE_INTEGER)) return value >= 1n << 63n ? 10 : value >= 1n << 56n ? 9 : 8;
  let size = 1;
  for (let rest = Number(value); rest >= 128; rest = Math.floor(rest / 128)) size++;
  return size;
}

function putVarint(buffer: Buffer, at: number, value: number): number {
  let rest = value;
  while (rest > 0x7fffffff) {
    buffer[at++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  while (rest > 127) {
    buffer[at++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  buffer[at++] = rest;
  return at;
}

function putBigVarint(buffer: Buffer, at: number, value: bigint): number {
  if (value >= 0n && value <= BigInt(Number.MAX_SAFE_INTEGER)) return putVarint(buffer, at, Number(value));
  let rest = BigInt.asUintN(64, value);
  while (rest > 127n) {
    buffer[at++] = Number(rest & 127n) | 128;
    rest >>= 7n;
  }
  buffer[at++] = Number(rest);
  return at;
}
