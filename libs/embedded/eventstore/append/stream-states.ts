import { LRUCache } from 'lru-cache';
import { isMetastream, metastreamOf } from './append-check';
import { METASTREAM_METADATA, NO_METADATA, parseStreamMetadata, type StreamMetadata } from './stream-metadata';
import { type StoredStream } from '../log/log-reader';
import { DELETED } from '../protocol/expected-revision';
import { describe } from '../protocol/recorded-event';

/** A stream as of the last commit. `id` undefined: it is not in the database yet. */
export interface StreamState {
  readonly id: bigint | undefined;
  readonly last: bigint;
  /** Of a metadata stream: what its last event says, and its text as written (undefined: that event is no JSON). */
  readonly says: StreamMetadata;
  readonly json: string | undefined;
}

export const ABSENT: StreamState = { id: undefined, last: -1n, says: NO_METADATA, json: undefined };

const STREAMS_MAX = 100_000;
/** Characters of names and metadata held at most: one metadata event may be a megabyte. */
const TEXT_MAX = 32 * 1024 * 1024;

/** How streams stand as of the last commit, loaded when first asked for. Never shows what is not yet on disk. */
export class StreamStates {
  private readonly states = new LRUCache<string, StreamState>({
    max: STREAMS_MAX,
    maxSize: TEXT_MAX,
    sizeCalculation: (state, name) => 1 + name.length + (state.json?.length ?? 0),
  });
  private readonly loading = new Map<string, Promise<StreamState>>();

  constructor(private readonly read: (names: readonly string[]) => Promise<Map<string, StoredStream>>) {}

  /** The states of these streams. */
  async get(names: readonly string[]): Promise<Map<string, StreamState>> {
    const found = new Map<string, StreamState>();
    const missing: string[] = [];
    for (const name of names) {
      const state = this.states.get(name);
      if (state) found.set(name, state);
      else if (!this.loading.has(name)) missing.push(name);
    }
    if (missing.length > 0) this.load(missing);
    if (found.size < names.length)
      for (const name of names) if (!found.has(name)) found.set(name, await (this.loading.get(name) ?? this.states.get(name) ?? ABSENT));
    return found;
  }

  /** A stream and what is said about it, at once when it is known. */
  peek(name: string): StreamState | undefined {
    return this.states.get(name);
  }

  /** Takes over what a commit changed. A load under way may have read the rows from before it, so its answer is not kept. */
  merge(changed: ReadonlyMap<string, StreamState>): void {
    for (const [name, state] of changed) {
      this.loading.delete(name);
      this.states.set(name, state);
    }
  }

  /** After a failed commit or a lost connection nothing here is certain. */
  forget(): void {
    this.loading.clear();
    this.states.clear();
  }

  private load(names: readonly string[]): void {
    const rows = this.read(names);
    for (const name of names) {
      const loaded: Promise<StreamState> = rows.then((found) => {
        const state = fromStored(found.get(name));
        if (this.loading.get(name) === loaded) {
          this.loading.delete(name);
          this.states.set(name, state);
        }
        return state;
      });
      this.loading.set(name, loaded);
      loaded.catch(() => {
        if (this.loading.get(name) === loaded) this.loading.delete(name);
      });
    }
  }
}

/** Every stream whose state an append to, or a read of, this one depends on. */
export function related(stream: string): string[] {
  return isMetastream(stream) ? [stream, ...related(stream.slice(2))] : [stream, metastreamOf(stream)];
}

/** What a metadata event says. Its type does not matter to the real server; that it is JSON does. */
export function metadataState(id: bigint | undefined, last: bigint, event: { readonly json: boolean; readonly data: Buffer }): StreamState {
  const json = event.json && event.data.length > 0 ? event.data.toString('utf8') : undefined;
  return { id, last, json, says: json === undefined ? NO_METADATA : parseStreamMetadata(json) };
}

/** Last revision as the protocol sees it: the metadata of a tombstoned stream is deleted with it. */
export function lastRevision(get: (stream: string) => StreamState, stream: string): bigint {
  if (isMetastream(stream) && lastRevision(get, stream.slice(2)) === DELETED) return DELETED;
  return get(stream).last;
}

/**
 * Last revision as the writer sees it. Metadata of a tombstoned stream that had metadata before can still be written: the real server
 * finds the metadata stream in its writer's cache and does not look at the stream itself (recorded histories 46, 68, 190).
 */
export function writableRevision(get: (stream: string) => StreamState, stream: string): bigint {
  const own = get(stream).last;
  return own >= 0n ? own : lastRevision(get, stream);
}

export function metadataOf(get: (stream: string) => StreamState, stream: string): StreamMetadata {
  return isMetastream(stream) ? METASTREAM_METADATA : get(metastreamOf(stream)).says;
}

function fromStored(stored: StoredStream | undefined): StreamState {
  if (stored === undefined) return ABSENT;
  if (stored.lastBody === undefined) return { ...ABSENT, id: stored.id, last: stored.last };
  return metadataState(stored.id, stored.last, describe(stored.lastBody));
}
