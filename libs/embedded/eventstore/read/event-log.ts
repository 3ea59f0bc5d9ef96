import { firstReadable } from '../append/append-check';
import { lastRevision, metadataOf, related, type StreamState, type StreamStates, ABSENT } from '../append/stream-states';
import { type StreamMetadata } from '../append/stream-metadata';
import { type LogReader } from '../log/log-reader';
import { type LogTail, type TailEvent } from '../log/log-tail';
import { DELETED } from '../protocol/expected-revision';
import { describe, type LogEvent } from '../protocol/recorded-event';

/** How a reader sees a stream. `first` is the first revision left by truncation; it lies beyond `last` when nothing is left. */
export interface StreamView {
  readonly is: 'missing' | 'deleted' | 'there';
  readonly id: bigint | undefined;
  readonly first: bigint;
  readonly last: bigint;
  readonly metadata: StreamMetadata;
}

export type ReadableEvent = LogEvent & { readonly stream?: string; readonly type?: string; answer?: Buffer };

/** Everything a reader may ask of the log, as of the last commit. */
export class EventLog {
  constructor(
    private readonly reader: LogReader,
    private readonly states: StreamStates,
    readonly tail: LogTail,
  ) {}

  async view(stream: string): Promise<StreamView> {
    const names = related(stream);
    const known = new Map<string, StreamState>();
    for (const name of names) {
      const state = this.states.peek(name);
      if (state) known.set(name, state);
    }
    const states = known.size === names.length ? known : await this.states.get(names);
    const get = (name: string): StreamState => states.get(name) ?? ABSENT;
    const last = lastRevision(get, stream);
    const metadata = metadataOf(get, stream);
    const is = last === DELETED ? 'deleted' : last < 0n || metadata.truncateBefore === DELETED ? 'missing' : 'there';
    return { is, id: get(stream).id, first: firstReadable(metadata, last), last, metadata };
  }

  async streamForwards(view: StreamView, from: bigint, limit: number): Promise<LogEvent[]> {
    const start = from > view.first ? from : view.first;
    if (view.id === undefined || start > view.last) return [];
    return this.reader.streamForwards(view.id, start, view.last, limit);
  }

  async streamBackwards(view: StreamView, from: bigint, limit: number): Promise<LogEvent[]> {
    const start = from > view.last ? view.last : from;
    if (view.id === undefined || start < view.first) return [];
    return this.reader.streamBackwards(view.id, start, view.first, limit);
  }

  /** Events after a position (exclusive), from memory when it reaches back so far. */
  async allAfter(position: bigint, limit: number): Promise<readonly ReadableEvent[]> {
    return this.tail.read(position, limit) ?? this.reader.allForwards(position + 1n, limit);
  }

  async allBefore(position: bigint, limit: number): Promise<LogEvent[]> {
    return this.reader.allBackwards(position, limit);
  }

  /** The target of a link, as a reader of its stream would see it; undefined when it is gone. `not-a-link`: the text names no event. */
  async linkTarget(link: LogEvent): Promise<LogEvent | undefined | 'not-a-link'> {
    const match = /^(\d{1,19})@(.+)$/s.exec(describe(link.body).data.toString('utf8'));
    if (!match?.[1] || !match[2]) return 'not-a-link';
    const revision = BigInt(match[1]);
    const view = await this.view(match[2]);
    if (view.is !== 'there' || view.id === undefined || revision < view.first || revision > view.last) return undefined;
    const [event] = await this.reader.streamForwards(view.id, revision, revision, 1);
    return event && isYoungEnough(event, view.metadata, Date.now()) ? event : undefined;
  }
}

export function isYoungEnough(event: LogEvent, metadata: StreamMetadata, nowMs: number): boolean {
  return metadata.maxAgeMs === undefined || describe(event.body).createdMs >= nowMs - metadata.maxAgeMs;
}

export function typeOf(event: ReadableEvent): string {
  return event.type ?? describe(event.body).type;
}

export function isTailEvent(event: ReadableEvent): event is TailEvent {
  return event.stream !== undefined && event.type !== undefined;
}
