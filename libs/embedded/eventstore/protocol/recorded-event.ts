import { ProtoReader } from './proto-reader';
import { ProtoWriter, varintSize } from './proto-writer';
import { readUuid, writeStructuredUuid } from './uuid';

/** An event as a client proposes it. `data` and `custom` are views on the received message. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly json: boolean;
  readonly data: Buffer;
  readonly custom: Buffer;
}

/** What can be read back from a stored body. `createdMs` is Unix time in milliseconds. */
export interface DescribedEvent extends ProposedEvent {
  readonly stream: string;
  readonly createdMs: number;
}

/** An event in the log. `body` is the protobuf RecordedEvent without its numbers, so that reading copies and never re-encodes. */
export interface LogEvent {
  readonly position: bigint;
  readonly revision: bigint;
  readonly body: Buffer;
}

/**
 * Encodes what is known of an event before its place in the log is: id (1), stream (2), metadata map (6), custom metadata (7), data (8)
 * of `event_store.client.streams.ReadResp.ReadEvent.RecordedEvent`. `created` is .NET ticks since the Unix epoch (100 ns).
 */
export function encodeBody(stream: string, event: ProposedEvent, createdMs: number): Buffer {
  const typeLength = Buffer.byteLength(event.type);
  const contentType = event.json ? 'application/json' : 'application/octet-stream';
  const w = new ProtoWriter(180 + stream.length + typeLength + event.data.length + event.custom.length);
  w.open(1, 38).string(2, event.id);
  const nameLength = Buffer.byteLength(stream);
  w.open(2, 1 + varintSize(nameLength) + nameLength).string(3, stream);
  w.open(6, 6 + 1 + varintSize(typeLength) + typeLength)
    .string(1, 'type')
    .string(2, event.type);
  w.open(6, 14 + 2 + contentType.length)
    .string(1, 'content-type')
    .string(2, contentType);
  const created = `${createdMs}0000`;
  w.open(6, 9 + 2 + created.length)
    .string(1, 'created')
    .string(2, created);
  if (event.custom.length > 0) w.bytes(7, event.custom);
  if (event.data.length > 0) w.bytes(8, event.data);
  return w.done();
}

export function describe(body: Buffer): DescribedEvent {
  const found = { id: '', stream: '', type: '', json: false, createdMs: 0, data: EMPTY, custom: EMPTY };
  const r = new ProtoReader(body);
  while (r.next()) {
    if (r.field === 1) found.id = readUuid(r.message()) ?? '';
    else if (r.field === 2) found.stream = readStreamName(r.message());
    else if (r.field === 6) readMetadata(r.message(), found);
    else if (r.field === 7) found.custom = r.bytes();
    else if (r.field === 8) found.data = r.bytes();
    else r.skip();
  }
  return found;
}

/** Reads `StreamIdentifier {stream_name = 3}`. */
export function readStreamName(r: ProtoReader): string {
  let name = '';
  while (r.next()) {
    if (r.field === 3) name = r.string();
    else r.skip();
  }
  return name;
}

/** `StreamIdentifier {stream_name = 3}`. */
export function streamIdentifier(stream: string): Buffer {
  return new ProtoWriter(stream.length + 16).string(3, stream).done();
}

/** A whole RecordedEvent: the body and its numbers. */
export function encodeRecorded(event: LogEvent, structuredIds: boolean): Buffer {
  const body = structuredIds ? withStructuredId(event.body) : event.body;
  return new ProtoWriter(body.length + 40).raw(body).uint(3, event.revision).uint(4, event.position).uint(5, event.position).done();
}

const EMPTY: Buffer = Buffer.alloc(0);

function readMetadata(r: ProtoReader, found: { type: string; json: boolean; createdMs: number }): void {
  let key = '';
  let value = '';
  while (r.next()) {
    if (r.field === 1) key = r.string();
    else if (r.field === 2) value = r.string();
    else r.skip();
  }
  if (key === 'type') found.type = value;
  else if (key === 'content-type') found.json = value === 'application/json';
  else if (key === 'created') found.createdMs = Number(value.slice(0, -4));
}

/** The id comes first in every body (`encodeBody`), 38 bytes after a tag and a length of one byte each. */
function withStructuredId(body: Buffer): Buffer {
  const id = describe(body).id;
  const structured = writeStructuredUuid(id);
  return new ProtoWriter(body.length + 8).bytes(1, structured).raw(body.subarray(40)).done();
}
