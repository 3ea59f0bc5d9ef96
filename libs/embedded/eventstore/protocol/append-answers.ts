import { type ExpectedRevision } from './expected-revision';
import { ProtoWriter } from './proto-writer';
import { streamIdentifier } from './recorded-event';

/** How an append, delete or tombstone came out. `revision` -1: the stream has no event. `position` undefined: the event matched is truncated. */
export type AppendOutcome =
  | { readonly is: 'written'; readonly revision: bigint; readonly position: bigint | undefined }
  | { readonly is: 'wrong-expected-version'; readonly current: bigint }
  | { readonly is: 'stream-deleted' }
  | { readonly is: 'timeout' }
  | { readonly is: 'bad-request'; readonly message: string; readonly missing: boolean }
  | { readonly is: 'too-large' }
  | { readonly is: 'access-denied' }
  | { readonly is: 'unavailable'; readonly message: string }
  | { readonly is: 'failed'; readonly message: string };

/** Bytes of event data one append may hold, compared with `>`; metadata is not counted (recorded answers of 23.10.8). */
export const APPEND_SIZE_MAX = 1_048_576;

/** BatchAppendResp {correlation_id 1, error 2 | success 3, stream_identifier 4, stream_position 5 | no_stream 6 | any 7 | stream_exists 8}. */
export function batchAnswer(correlation: string, stream: string, expected: ExpectedRevision, outcome: AppendOutcome): Buffer {
  const w = new ProtoWriter(128 + stream.length);
  w.open(1, 2 + correlation.length).string(2, correlation);
  if (outcome.is === 'written') w.bytes(3, success(outcome.revision, outcome.position));
  else w.bytes(2, status(stream, expected, outcome));
  w.bytes(4, streamIdentifier(stream));
  if (expected === 'no_stream') w.empty(6);
  else if (expected === 'any') w.empty(7);
  else if (expected === 'stream_exists') w.empty(8);
  else w.uint(5, expected);
  return w.done();
}

/** AppendResp {success 1}. */
export function appendSuccess(revision: bigint, position: bigint | undefined): Buffer {
  return new ProtoWriter(64).bytes(1, success(revision, position)).done();
}

/** AppendResp {wrong_expected_version 2}; the fields 1–5 are the twins that clients of 20.6 read. */
export function appendWrongExpectedVersion(expected: ExpectedRevision, current: bigint): Buffer {
  const w = new ProtoWriter(64);
  if (current < 0n) w.empty(2);
  else w.uint(1, current);
  if (expected === 'any') w.empty(4);
  else if (expected === 'stream_exists') w.empty(5);
  else if (expected !== 'no_stream') w.uint(3, expected);
  if (current < 0n) w.empty(7);
  else w.uint(6, current);
  if (expected === 'any') w.empty(9);
  else if (expected === 'stream_exists') w.empty(10);
  else if (expected === 'no_stream') w.empty(11);
  else w.uint(8, expected);
  return new ProtoWriter(64).bytes(2, w.done()).done();
}

/** DeleteResp and TombstoneResp {position 1}. */
export function deleteAnswer(position: bigint): Buffer {
  return new ProtoWriter(48).bytes(1, positionMessage(position)).done();
}

function success(revision: bigint, position: bigint | undefined): Buffer {
  const w = new ProtoWriter(48);
  if (revision < 0n) w.empty(2);
  else w.uint(1, revision);
  if (position === undefined) w.empty(4);
  else w.bytes(3, positionMessage(position));
  return w.done();
}

function positionMessage(position: bigint): Buffer {
  return new ProtoWriter(24).uint(1, position).uint(2, position).done();
}

type Refused = Exclude<AppendOutcome, { is: 'written' }>;

/** google.rpc.Status {code 1, message 2, details 3 Any}. The client needs the details: without them it crashes (trap 1). */
function status(stream: string, expected: ExpectedRevision, outcome: Refused): Buffer {
  const [code, type, message, value] = refusal(stream, expected, outcome);
  const any = new ProtoWriter(96).string(1, `type.googleapis.com/event_store.client.${type}`).bytes(2, value).done();
  return new ProtoWriter(160).uint(1, code).string(2, message).bytes(3, any).done();
}

function refusal(stream: string, expected: ExpectedRevision, outcome: Refused): [number, string, string, Buffer] {
  const none = Buffer.alloc(0);
  switch (outcome.is) {
    case 'wrong-expected-version':
      return [
        6,
        'WrongExpectedVersion',
        `Wrong expected version; the stream is at ${outcome.current}.`,
        wrongVersion(expected, outcome.current),
      ];
    case 'stream-deleted':
      return [5, 'StreamDeleted', 'The stream is deleted.', new ProtoWriter(64).bytes(1, streamIdentifier(stream)).done()];
    case 'timeout':
      return [4, 'Timeout', 'Timeout: the outcome is not known; read the stream before trying again.', none];
    case 'bad-request':
      return [3, 'BadRequest', outcome.message, new ProtoWriter(64).string(1, outcome.message).done()];
    case 'too-large':
      return [
        3,
        'MaximumAppendSizeExceeded',
        `Maximum append size of ${APPEND_SIZE_MAX} exceeded.`,
        new ProtoWriter(16).uint(1, APPEND_SIZE_MAX).done(),
      ];
    case 'access-denied':
      return [7, 'AccessDenied', 'Access denied.', none];
    case 'unavailable':
    case 'failed':
      return [2, 'Unknown', outcome.message, none];
  }
}

/** shared WrongExpectedVersion {current_stream_revision 1 | current_no_stream 2, expected_stream_position 3 | any 4 | stream_exists 5 | no_stream 6}. */
function wrongVersion(expected: ExpectedRevision, current: bigint): Buffer {
  const w = new ProtoWriter(48);
  if (current < 0n) w.empty(2);
  else w.uint(1, current);
  if (expected === 'any') w.empty(4);
  else if (expected === 'stream_exists') w.empty(5);
  else if (expected === 'no_stream') w.empty(6);
  else w.uint(3, expected);
  return w.done();
}
