import { randomUUID } from 'node:crypto';
import { checkAppend, isMetastream, isSoftDeleted, metastreamOf, type AppendView } from './append-check';
import { type AppendRequest, type PreparedEvent } from './append-request';
import { withTruncateBefore } from './raw-json';
import { type RecentIds, type SeenId } from './recent-ids';
import { SOFT_DELETED_JSON } from './stream-metadata';
import { ABSENT, metadataOf, metadataState, writableRevision, type StreamState } from './stream-states';
import { type LogEnd } from '../log/log-writer';
import { type TailEvent } from '../log/log-tail';
import { type AppendOutcome } from '../protocol/append-answers';
import { DELETED } from '../protocol/expected-revision';
import { describe, encodeBody, type LogEvent, type ProposedEvent } from '../protocol/recorded-event';

export interface BuiltEvent extends TailEvent {
  readonly streamId: bigint;
}

/** What the builder reads: committed state, and the log for events that are neither recent nor in this commit. */
export interface BuilderSource {
  state(stream: string): StreamState | undefined;
  /** Events of a stream from a revision on, in order, at most `limit`. */
  eventsInLog(streamId: bigint, revision: bigint, limit: number): Promise<readonly LogEvent[]>;
  readonly recent: RecentIds;
}

const COMPARED_PAGE = 256;

/**
 * Decides appends one after the other, each seeing the ones before it, and gathers what to write. Nothing outside changes until the
 * commit is on disk; if it fails, the builder is thrown away.
 */
export class CommitBuilder implements AppendView {
  readonly events: BuiltEvent[] = [];
  readonly streams: { id: bigint; name: string }[] = [];
  readonly changed = new Map<string, StreamState>();
  readonly ids: [id: string, at: SeenId][] = [];
  reserved: bigint | undefined;
  /** What the log was last asked for. */
  private found: { readonly streamId: bigint; readonly events: readonly LogEvent[] } = { streamId: -1n, events: [] };
  private readonly newIds = new Map<string, SeenId>();
  private position: bigint;
  private streamId: bigint;

  constructor(
    private readonly source: BuilderSource,
    end: LogEnd,
    readonly nowMs: number,
  ) {
    this.position = end.position;
    this.streamId = end.streamId;
  }

  get end(): LogEnd {
    return { position: this.position, streamId: this.streamId };
  }

  async decide(request: AppendRequest): Promise<AppendOutcome> {
    const { stream, expected } = request;
    const ids = request.kind === 'append' ? request.events.map((event) => event.id) : [randomUUID()];
    const decision = await checkAppend(this, stream, expected, ids);
    if (decision.is === 'deleted') return { is: 'stream-deleted' };
    if (decision.is === 'wrong') return { is: 'wrong-expected-version', current: this.last(stream) };
    if (decision.is === 'idempotent') return { is: 'written', revision: decision.last, position: decision.position };
    if (request.kind === 'delete') return this.softDelete(stream);
    if (request.kind === 'tombstone') return this.tombstone(stream);
    return this.write(request, decision.undelete);
  }

  last(stream: string): bigint {
    return writableRevision((name) => this.state(name), stream);
  }

  metadata(stream: string) {
    return metadataOf((name) => this.state(name), stream);
  }

  seen(eventId: string): SeenId | undefined {
    return this.source.recent.find(eventId) ?? this.newIds.get(eventId);
  }

  async eventAt(stream: string, revision: bigint): Promise<{ id: string; position: bigint; createdMs: number } | undefined> {
    const streamId = this.state(stream).id;
    if (streamId === undefined) return undefined;
    const mine = this.changed.has(stream)
      ? this.events.find((event) => event.streamId === streamId && event.revision === revision)
      : undefined;
    const event = mine ?? (await this.eventInLog(streamId, revision));
    return event && { ...describe(event.body), position: event.position };
  }

  /** One is looked up alone; who asks for the next is comparing a retry event by event, while every other writer waits: a page for it. */
  private async eventInLog(streamId: bigint, revision: bigint): Promise<LogEvent | undefined> {
    const { found } = this;
    const inPage = found.streamId === streamId ? found.events.find((event) => event.revision === revision) : undefined;
    if (inPage) return inPage;
    const goesOn = found.streamId === streamId && found.events.at(-1)?.revision === revision - 1n;
    const events = await this.source.eventsInLog(streamId, revision, goesOn ? COMPARED_PAGE : 1);
    this.found = { streamId, events };
    return events[0]?.revision === revision ? events[0] : undefined;
  }

  private write(request: AppendRequest, undelete: boolean): AppendOutcome {
    const { stream, events } = request;
    const original = isMetastream(stream) ? stream.slice(2) : undefined;
    const undeleteOriginal = original !== undefined && isSoftDeleted(this, original) && this.last(original) !== DELETED;
    const before = this.last(stream);
    if (events.length === 0) this.reserved = this.nextPosition();
    for (const event of events) this.add(stream, this.last(stream) + 1n, event);
    const position = this.position;
    if (undelete) this.undelete(stream, before + 1n);
    if (undeleteOriginal) this.undelete(original, this.last(original) + 1n);
    return { is: 'written', revision: before + BigInt(events.length), position };
  }

  private softDelete(stream: string): AppendOutcome {
    const metastream = metastreamOf(stream);
    if (this.last(stream) < 0n && this.last(metastream) < 0n) return { is: 'wrong-expected-version', current: -1n };
    this.addOwn(metastream, this.last(metastream) + 1n, '$metadata', SOFT_DELETED_JSON);
    return { is: 'written', revision: this.last(stream), position: this.position };
  }

  private tombstone(stream: string): AppendOutcome {
    this.addOwn(stream, DELETED, '$streamDeleted', undefined);
    return { is: 'written', revision: DELETED, position: this.position };
  }

  /** A soft-deleted stream that is written to again: its metadata is rewritten so that reading starts at the first new event. */
  private undelete(stream: string, from: bigint): void {
    const metastream = metastreamOf(stream);
    const json = this.state(metastream).json;
    const rewritten = json === undefined ? undefined : withTruncateBefore(json, from);
    if (rewritten !== undefined) this.addOwn(metastream, this.last(metastream) + 1n, '$metadata', rewritten);
  }

  private addOwn(stream: string, revision: bigint, type: string, json: string | undefined): void {
    const event: ProposedEvent = {
      id: randomUUID(),
      type,
      json: json !== undefined,
      data: Buffer.from(json ?? ''),
      custom: Buffer.alloc(0),
    };
    this.add(stream, revision, prepareEvent(stream, event, this.nowMs));
  }

  private add(stream: string, revision: bigint, event: PreparedEvent): void {
    const state = this.state(stream);
    const id = state.id ?? this.newStream(stream);
    this.changed.set(stream, event.says ? metadataState(id, revision, event.says) : { ...state, id, last: revision });
    this.events.push({ position: this.nextPosition(), revision, body: event.body, streamId: id, stream, type: event.type });
    const at = { stream, revision };
    if (!this.newIds.has(event.id)) this.newIds.set(event.id, at);
    this.ids.push([event.id, at]);
  }

  private newStream(name: string): bigint {
    this.streamId += 1n;
    this.streams.push({ id: this.streamId, name });
    return this.streamId;
  }

  /** Never the same twice, not even over a restored backup: the wall clock in microseconds, or one more than the last. */
  private nextPosition(): bigint {
    const clock = BigInt(this.nowMs) * 1000n;
    this.position = clock > this.position ? clock : this.position + 1n;
    return this.position;
  }

  private state(stream: string): StreamState {
    return this.changed.get(stream) ?? this.source.state(stream) ?? ABSENT;
  }
}

/** Encodes an event for a stream; done when it arrives, while another commit is on its way to disk. */
export function prepareEvent(stream: string, event: ProposedEvent, nowMs: number): PreparedEvent {
  const says = isMetastream(stream) ? { json: event.json, data: Buffer.from(event.data) } : undefined;
  return { id: event.id, type: event.type, body: encodeBody(stream, event, nowMs), says };
}
