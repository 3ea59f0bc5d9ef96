import { type ProtoReader } from './proto-reader';
import { ProtoWriter } from './proto-writer';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const ZERO_UUID = '00000000-0000-0000-0000-000000000000';

/** Reads a `UUID` message ({structured {most, least}} or {string}); undefined when it is no UUID. Always lower case. */
export function readUuid(reader: ProtoReader): string | undefined {
  let text = '';
  while (reader.next()) {
    if (reader.field === 2) text = reader.string().toLowerCase();
    else if (reader.field === 1) text = fromStructured(reader.message());
    else reader.skip();
  }
  return UUID.test(text) ? text : undefined;
}

/** The structured form: two signed 64-bit halves, as the .NET server and the Java world write them. */
export function writeStructuredUuid(text: string): Buffer {
  const hex = text.replaceAll('-', '');
  const halves = new ProtoWriter(24).uint(1, BigInt(`0x${hex.slice(0, 16)}`)).uint(2, BigInt(`0x${hex.slice(16)}`));
  return new ProtoWriter(28).bytes(1, halves.done()).done();
}

function fromStructured(reader: ProtoReader): string {
  const halves = [0n, 0n];
  while (reader.next()) {
    if (reader.field === 1 || reader.field === 2) halves[reader.field - 1] = reader.uint();
    else reader.skip();
  }
  const hex = halves.map((half) => half.toString(16).padStart(16, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
