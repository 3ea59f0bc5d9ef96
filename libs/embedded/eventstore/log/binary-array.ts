const INT8_OID = 20;
const BYTEA_OID = 17;

/** `bigint[]` in PostgreSQL's binary array format; pg sends a Buffer as a binary parameter, which spares quoting and parsing. */
export function int8Array(values: readonly bigint[]): Buffer {
  const out = header(INT8_OID, values.length, 12 * values.length);
  let at = HEADER;
  for (const value of values) {
    at = out.writeInt32BE(8, at);
    at = out.writeBigInt64BE(value, at);
  }
  return out;
}

/** `bytea[]` likewise. */
export function byteaArray(values: readonly Uint8Array[]): Buffer {
  let size = 0;
  for (const value of values) size += 4 + value.length;
  const out = header(BYTEA_OID, values.length, size);
  let at = HEADER;
  for (const value of values) {
    at = out.writeInt32BE(value.length, at);
    out.set(value, at);
    at += value.length;
  }
  return out;
}

const HEADER = 20;

/** Dimensions, has-null flag, element type, then one dimension: length and lower bound. */
function header(oid: number, length: number, bytes: number): Buffer {
  const out = Buffer.allocUnsafe(HEADER + bytes);
  out.writeInt32BE(1, 0);
  out.writeInt32BE(0, 4);
  out.writeUInt32BE(oid, 8);
  out.writeInt32BE(length, 12);
  out.writeInt32BE(1, 16);
  return out;
}
