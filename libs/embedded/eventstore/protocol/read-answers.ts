import { ProtoWriter, varintSize } from './proto-writer';
import { encodeRecorded, streamIdentifier, type LogEvent } from './recorded-event';

/** ReadResp {event 1 {event 1, commit_position 3}}: the one message that dominates every read, written in a single pass. */
export function eventAnswer(event: LogEvent): Buffer {
  const { body, revision, position } = event;
  const positionSize = varintSize(position);
  const recorded = body.length + 3 + varintSize(revision) + 2 * positionSize;
  const inner = 1 + varintSize(recorded) + recorded + 1 + positionSize;
  return new ProtoWriter(inner + 64)
    .open(1, inner)
    .open(1, recorded)
    .raw(body)
    .uint(3, revision)
    .uint(4, position)
    .uint(5, position)
    .uint(3, position)
    .done();
}

/** An event with ids as two signed halves, or a link with or without its target (`target` undefined: the target is gone). */
export function resolvedAnswer(event: LogEvent | undefined, link: LogEvent | undefined, structuredIds: boolean): Buffer {
  const w = new ProtoWriter(256);
  if (event) w.bytes(1, encodeRecorded(event, structuredIds));
  if (link) w.bytes(2, encodeRecorded(link, structuredIds));
  const place = link ?? event;
  if (place) w.uint(3, place.position);
  return new ProtoWriter(256).bytes(1, w.done()).done();
}

export function confirmationAnswer(subscriptionId: string): Buffer {
  return new ProtoWriter(64).bytes(2, new ProtoWriter(48).string(1, subscriptionId).done()).done();
}

export function checkpointAnswer(position: bigint): Buffer {
  return new ProtoWriter(48).bytes(3, new ProtoWriter(32).uint(1, position).uint(2, position).done()).done();
}

export function streamNotFoundAnswer(stream: string): Buffer {
  return new ProtoWriter(64).bytes(4, new ProtoWriter(64).bytes(1, streamIdentifier(stream)).done()).done();
}

/** Where the stream begins, for a reader that asked below or beyond it. */
export function firstStreamPositionAnswer(revision: bigint): Buffer {
  return new ProtoWriter(16).uint(5, revision).done();
}

/** The last revision of the stream, after what was read of it. */
export function lastStreamPositionAnswer(revision: bigint): Buffer {
  return new ProtoWriter(16).uint(6, revision).done();
}

export function caughtUpAnswer(): Buffer {
  return new ProtoWriter(16).empty(8).done();
}

export function fellBehindAnswer(): Buffer {
  return new ProtoWriter(16).empty(9).done();
}
