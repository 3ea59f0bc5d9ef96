import { type ExpectedRevision } from './expected-revision';
import { ProtoReader } from './proto-reader';
import { readStreamName, type ProposedEvent } from './recorded-event';
import { readUuid, ZERO_UUID } from './uuid';

/** Why a proposed event is refused: what it lacks, in words. `missing` = a metadata key, which the classic call names in a trailer. */
export interface BadEvent {
  readonly bad: string;
  readonly missing: boolean;
}

export interface StreamTarget {
  readonly stream: string;
  readonly expected: ExpectedRevision;
}

export interface BatchOptions extends StreamTarget {
  /** Unix milliseconds by which the client wants its answer; undefined when it did not say. */
  readonly deadlineMs: number | undefined;
}

export interface BatchFragment {
  readonly correlation: string;
  readonly options: BatchOptions | undefined;
  readonly events: readonly (ProposedEvent | BadEvent)[];
  readonly final: boolean;
}

export interface AppendFragment {
  readonly options?: StreamTarget;
  readonly event?: ProposedEvent | BadEvent;
}

/** BatchAppendReq {correlation_id 1, options 2, proposed_messages 3, is_final 4}. */
export function readBatchFragment(buffer: Buffer, nowMs: number): BatchFragment {
  const r = new ProtoReader(buffer);
  let correlation = '';
  let options: BatchOptions | undefined;
  const events: (ProposedEvent | BadEvent)[] = [];
  let final = false;
  while (r.next()) {
    if (r.field === 1) correlation = readUuid(r.message()) ?? '';
    else if (r.field === 2) options = readBatchOptions(r.message(), nowMs);
    else if (r.field === 3) events.push(readProposed(r.message()));
    else if (r.field === 4) final = r.bool();
    else r.skip();
  }
  return { correlation, options, events, final };
}

/** AppendReq {options 1 | proposed_message 2}. */
export function readAppendFragment(buffer: Buffer): AppendFragment {
  const r = new ProtoReader(buffer);
  let fragment: AppendFragment = {};
  while (r.next()) {
    if (r.field === 1) fragment = { options: readTarget(r.message()) };
    else if (r.field === 2) fragment = { event: readProposed(r.message()) };
    else r.skip();
  }
  return fragment;
}

/** DeleteReq and TombstoneReq {options 1}; undefined when there are none. */
export function readDelete(buffer: Buffer): StreamTarget | undefined {
  const r = new ProtoReader(buffer);
  let target: StreamTarget | undefined;
  while (r.next()) {
    if (r.field === 1) target = readTarget(r.message());
    else r.skip();
  }
  return target;
}

/** The options of Append, Delete and Tombstone: stream 1, oneof revision 2 | no_stream 3 | any 4 | stream_exists 5. */
function readTarget(r: ProtoReader): StreamTarget {
  let stream = '';
  let expected: ExpectedRevision = 'any';
  while (r.next()) {
    if (r.field === 1) stream = readStreamName(r.message());
    else if (r.field === 2) expected = BigInt.asIntN(64, r.uint());
    else if (r.field === 3) expected = skipTo(r, 'no_stream');
    else if (r.field === 4) expected = skipTo(r, 'any');
    else if (r.field === 5) expected = skipTo(r, 'stream_exists');
    else r.skip();
  }
  return { stream, expected };
}

/** As `readTarget`, plus the deadline: an instant (6, what the Node client sends) or a duration (7, newer clients). */
function readBatchOptions(r: ProtoReader, nowMs: number): BatchOptions {
  let stream = '';
  let expected: ExpectedRevision = 'any';
  let deadlineMs: number | undefined;
  while (r.next()) {
    if (r.field === 1) stream = readStreamName(r.message());
    else if (r.field === 2) expected = BigInt.asIntN(64, r.uint());
    else if (r.field === 3) expected = skipTo(r, 'no_stream');
    else if (r.field === 4) expected = skipTo(r, 'any');
    else if (r.field === 5) expected = skipTo(r, 'stream_exists');
    else if (r.field === 6) deadlineMs = readSeconds(r.message());
    else if (r.field === 7) deadlineMs = nowMs + readSeconds(r.message());
    else r.skip();
  }
  return { stream, expected, deadlineMs };
}

function skipTo(r: ProtoReader, expected: ExpectedRevision): ExpectedRevision {
  r.skip();
  return expected;
}

/** Timestamp and Duration alike: seconds 1, nanos 2; in milliseconds. */
function readSeconds(r: ProtoReader): number {
  let ms = 0;
  while (r.next()) {
    if (r.field === 1) ms += Number(BigInt.asIntN(64, r.uint())) * 1000;
    else if (r.field === 2) ms += Number(BigInt.asIntN(64, r.uint())) / 1e6;
    else r.skip();
  }
  return ms;
}

/** ProposedMessage {id 1, metadata map 2, custom_metadata 3, data 4}. */
function readProposed(r: ProtoReader): ProposedEvent | BadEvent {
  let id: string | undefined;
  let type: string | undefined;
  let contentType: string | undefined;
  let custom: Buffer = EMPTY;
  let data: Buffer = EMPTY;
  while (r.next()) {
    if (r.field === 1) id = readUuid(r.message());
    else if (r.field === 2) {
      const [key, value] = readEntry(r.message());
      if (key === 'type') type = value;
      else if (key === 'content-type') contentType = value;
    } else if (r.field === 3) custom = r.bytes();
    else if (r.field === 4) data = r.bytes();
    else r.skip();
  }
  if (type === undefined || contentType === undefined)
    return { bad: 'Required Metadata Property missing: type, content-type', missing: true };
  if (type === '') return { bad: 'Empty eventType provided.', missing: false };
  if (id === undefined || id === ZERO_UUID) return { bad: 'Empty or malformed eventId provided.', missing: false };
  return { id, type, json: contentType === 'application/json', data, custom };
}

function readEntry(r: ProtoReader): [string, string] {
  let key = '';
  let value = '';
  while (r.next()) {
    if (r.field === 1) key = r.string();
    else if (r.field === 2) value = r.string();
    else r.skip();
  }
  return [key, value];
}

const EMPTY: Buffer = Buffer.alloc(0);
