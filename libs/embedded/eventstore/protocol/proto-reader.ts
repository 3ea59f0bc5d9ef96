/** A message that is no protobuf at all. The caller answers it as a bad request. */
export class MalformedMessage extends Error {}

/** Reads protobuf field by field: `while (r.next()) switch (r.field) …`; a field nobody asks for is skipped by `skip()`. */
export class ProtoReader {
  field = 0;
  private wire = 0;
  private at = 0;

  constructor(private readonly buffer: Buffer) {}

  next(): boolean {
    if (this.at >= this.buffer.length) return false;
    const tag = this.number();
    this.field = Math.floor(tag / 8);
    this.wire = tag % 8;
    return true;
  }

  /** An unsigned value up to 2^64 - 1. */
  uint(): bigint {
    let low = 0;
    let scale = 1;
    for (let i = 0; i < 7; i++) {
      const byte = this.byte();
      low += (byte & 127) * scale;
      if (byte < 128) return BigInt(low);
      scale *= 128;
    }
    let value = BigInt(low);
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    throw new MalformedMessage('varint too long');
  }

  number(): number {
    return Number(this.uint());
  }

  bool(): boolean {
    return this.uint() !== 0n;
  }

  /** A view on the received bytes, not a copy. */
  bytes(): Buffer {
    if (this.wire !== 2) throw new MalformedMessage(`field ${this.field} has wire type ${this.wire}`);
    const length = this.number();
    const end = this.at + length;
    if (end > this.buffer.length) throw new MalformedMessage('truncated message');
    const view = this.buffer.subarray(this.at, end);
    this.at = end;
    return view;
  }

  string(): string {
    return this.bytes().toString('utf8');
  }

  message(): ProtoReader {
    return new ProtoReader(this.bytes());
  }

  skip(): void {
    if (this.wire === 0) this.uint();
    else if (this.wire === 1) this.at += 8;
    else if (this.wire === 2) this.bytes();
    else if (this.wire === 5) this.at += 4;
    else throw new MalformedMessage(`unknown wire type ${this.wire}`);
  }

  private byte(): number {
    const byte = this.buffer[this.at++];
    if (byte === undefined) throw new MalformedMessage('truncated message');
    return byte;
  }
}
