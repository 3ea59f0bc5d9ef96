import { DELETED, expectedNumber, type ExpectedRevision } from '../protocol/expected-revision';
import { type SeenId } from './recent-ids';
import { type StreamMetadata } from './stream-metadata';

/** What the check may ask. All of it includes the appends decided earlier in the same commit. */
export interface AppendView {
  /** The stream's last revision: -1 when it has no event, `DELETED` when it (or the stream it describes) is tombstoned. */
  last(stream: string): bigint;
  metadata(stream: string): StreamMetadata;
  seen(eventId: string): SeenId | undefined;
  /** Looks into the log, truncated events included. */
  eventAt(
    stream: string,
    revision: bigint,
  ): Promise<{ readonly id: string; readonly position: bigint; readonly createdMs: number } | undefined>;
  readonly nowMs: number;
}

export type AppendDecision =
  | { readonly is: 'write'; readonly undelete: boolean }
  | { readonly is: 'idempotent'; readonly last: bigint; readonly position: bigint | undefined }
  | { readonly is: 'wrong' }
  | { readonly is: 'deleted' };

const WRONG: AppendDecision = { is: 'wrong' };

/** Decides an append as the real server's index writer does (recorded answers; eventstore-protocol, "Append check"). */
export async function checkAppend(
  view: AppendView,
  stream: string,
  expected: ExpectedRevision,
  ids: readonly string[],
): Promise<AppendDecision> {
  const current = view.last(stream);
  if (current === DELETED) return { is: 'deleted' };
  if (expected === 'stream_exists') {
    if (isSoftDeleted(view, stream)) return { is: 'deleted' };
    if (current < 0n && view.last(metastreamOf(stream)) < 0n) return WRONG;
  }
  if (expected === 'any' || expected === 'stream_exists') return checkByIds(view, stream, ids);
  const revision = expectedNumber(expected);
  if (revision > current) return WRONG;
  if (revision < current) return checkByRevision(view, stream, revision, ids);
  return { is: 'write', undelete: isSoftDeleted(view, stream) };
}

export function isSoftDeleted(view: Pick<AppendView, 'metadata'>, stream: string): boolean {
  return view.metadata(stream).truncateBefore === DELETED;
}

export function metastreamOf(stream: string): string {
  return `$$${stream}`;
}

export function isMetastream(stream: string): boolean {
  return stream.startsWith('$$');
}

/** The first revision that a reader still sees; later than `last` when the stream is truncated whole. */
export function firstReadable(metadata: StreamMetadata, last: bigint): bigint {
  const byCount = metadata.maxCount === undefined ? 0n : last - metadata.maxCount + 1n;
  const byTruncation = metadata.truncateBefore ?? 0n;
  return byCount > byTruncation ? byCount : byTruncation;
}

/** any, stream_exists: a retry is known by its ids alone. All known in another order is answered with the last one's place. */
async function checkByIds(view: AppendView, stream: string, ids: readonly string[]): Promise<AppendDecision> {
  let end: bigint | undefined;
  for (const id of ids) {
    const seen = view.seen(id);
    if (seen === undefined || seen.stream !== stream)
      return end === undefined ? { is: 'write', undelete: isSoftDeleted(view, stream) } : WRONG;
    end = seen.revision;
  }
  if (end === undefined) return { is: 'write', undelete: isSoftDeleted(view, stream) };
  return { is: 'idempotent', last: end, position: await readablePosition(view, stream, end) };
}

/** An exact revision behind the stream: a retry is known when the log holds these very ids right after it. */
async function checkByRevision(view: AppendView, stream: string, revision: bigint, ids: readonly string[]): Promise<AppendDecision> {
  let at = revision;
  for (const id of ids) {
    at += 1n;
    const seen = view.seen(id);
    if (seen?.stream === stream && seen.revision === at) continue;
    if ((await view.eventAt(stream, at))?.id === id) continue;
    const first = at === revision + 1n;
    if (first && revision === -1n && isSoftDeleted(view, stream)) return { is: 'write', undelete: true };
    return WRONG;
  }
  if (at === revision) return WRONG;
  return { is: 'idempotent', last: at, position: await readablePosition(view, stream, at) };
}

/** The position of a matched event; the real server reads it as any reader would, so a truncated one has none. */
async function readablePosition(view: AppendView, stream: string, revision: bigint): Promise<bigint | undefined> {
  const metadata = view.metadata(stream);
  if (revision < firstReadable(metadata, view.last(stream))) return undefined;
  const event = await view.eventAt(stream, revision);
  if (event === undefined) return undefined;
  return metadata.maxAgeMs !== undefined && event.createdMs < view.nowMs - metadata.maxAgeMs ? undefined : event.position;
}
