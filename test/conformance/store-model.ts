import type { Expected, HistoryEvent, HistoryRead } from './histories.mjs';

interface Stored {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly id: string;
  readonly type: string;
  readonly data: string;
}

export type Outcome =
  | { readonly is: 'written'; readonly revision: bigint; readonly position: bigint | undefined }
  | { readonly is: 'wrong'; readonly current: bigint }
  | { readonly is: 'deleted' };

export type Seen = { readonly is: 'missing' } | { readonly is: 'deleted' } | { readonly is: 'events'; readonly events: readonly Stored[] };

const DELETED = 9223372036854775807n;

/**
 * The rules of the protocol text (sections 3 and 5) over plain arrays, with no regard to speed: what a store of this kind must answer. It shares nothing
 * with the embedded store. The recorded histories of a real node show that it is right; with histories that nobody has recorded it shows that the store is.
 */
export class StoreModel {
  private readonly log: Stored[] = [];
  /** By id alone, the first place wins. */
  private readonly firstPlaces = new Map<string, Stored>();

  append(stream: string, expected: Expected, events: readonly HistoryEvent[]): Outcome {
    const current = this.writable(stream);
    const retried = this.check(
      stream,
      expected,
      events.map(({ id }) => id),
    );
    if (retried !== 'write') return retried;
    const reborn = this.softDeleted(stream);
    const described = stream.startsWith('$$') ? stream.slice(2) : undefined;
    const rebornByMetadata = described !== undefined && this.softDeleted(described) && this.last(described) !== DELETED;
    let last: Stored | undefined;
    for (const [i, { id, type, data }] of events.entries()) last = this.put(stream, current + 1n + BigInt(i), id, type, data);
    if (reborn) this.truncate(stream, current + 1n);
    if (rebornByMetadata) this.truncate(described, this.last(described) + 1n);
    return { is: 'written', revision: current + BigInt(events.length), position: last?.position };
  }

  remove(kind: 'delete' | 'tombstone', stream: string, expected: Expected): Outcome {
    const refused = this.check(stream, expected, ['an id that was never used']);
    if (refused !== 'write') return refused;
    const metadata = `$$${stream}`;
    if (kind === 'tombstone')
      return { is: 'written', revision: DELETED, position: this.put(stream, DELETED, '', '$streamDeleted', '').position };
    if (this.own(stream).length === 0 && this.own(metadata).length === 0) return { is: 'wrong', current: -1n };
    const { position } = this.put(metadata, this.writable(metadata) + 1n, '', '$metadata', `{"$tb":${DELETED}}`);
    return { is: 'written', revision: this.last(stream), position };
  }

  read({ stream, filter, direction, from, count = Infinity }: HistoryRead): Seen {
    const order = (events: readonly Stored[]): readonly Stored[] =>
      (direction === 'backwards' ? events.toReversed() : events).slice(0, count);
    if (stream === undefined)
      return {
        is: 'events',
        events: order(this.log.filter((event) => filter?.prefixes.some((prefix) => event.stream.startsWith(prefix)))),
      };
    if (this.last(stream) === DELETED) return { is: 'deleted' };
    if (this.own(stream).length === 0 || this.softDeleted(stream)) return { is: 'missing' };
    const [low, high] = direction === 'forwards' ? [from, 'end'] : ['start', from];
    const within = this.own(stream).filter(
      ({ revision }) =>
        revision >= this.firstReadable(stream) &&
        (typeof low !== 'number' || revision >= BigInt(low)) &&
        (typeof high !== 'number' || revision <= BigInt(high)),
    );
    return { is: 'events', events: order(within) };
  }

  private check(stream: string, expected: Expected, ids: readonly string[]): Outcome | 'write' {
    const current = this.writable(stream);
    if (current === DELETED) return { is: 'deleted' };
    if (expected === 'stream_exists') {
      if (this.softDeleted(stream)) return { is: 'deleted' };
      if (current < 0n && this.own(`$$${stream}`).length === 0) return { is: 'wrong', current };
    }
    if (typeof expected === 'string' && expected !== 'no_stream') return this.checkByIds(stream, ids);
    const after = expected === 'no_stream' ? -1n : BigInt(expected);
    if (after === current) return 'write';
    if (after > current) return { is: 'wrong', current };
    return this.checkByPlaces(stream, after, ids);
  }

  private checkByIds(stream: string, ids: readonly string[]): Outcome | 'write' {
    const places = ids.map((id) => this.firstPlaces.get(id)).map((place) => (place?.stream === stream ? place : undefined));
    if (places[0] === undefined) return 'write';
    if (places.includes(undefined)) return { is: 'wrong', current: this.writable(stream) };
    return this.retried(stream, places.at(-1)?.revision ?? -1n);
  }

  private checkByPlaces(stream: string, after: bigint, ids: readonly string[]): Outcome | 'write' {
    const same = ids.map((id, i) => {
      const revision = after + 1n + BigInt(i);
      const place = this.firstPlaces.get(id);
      return (
        (place?.stream === stream && place.revision === revision) ||
        this.own(stream).some((event) => event.revision === revision && event.id === id)
      );
    });
    if (same.every(Boolean)) return this.retried(stream, after + BigInt(ids.length));
    return same[0] !== true && after === -1n && this.softDeleted(stream) ? 'write' : { is: 'wrong', current: this.writable(stream) };
  }

  private retried(stream: string, revision: bigint): Outcome {
    const readable = revision >= this.firstReadable(stream);
    const position = readable ? this.own(stream).find((event) => event.revision === revision)?.position : undefined;
    return { is: 'written', revision, position };
  }

  private put(stream: string, revision: bigint, id: string, type: string, data: string): Stored {
    const stored = { stream, revision, position: BigInt(this.log.length), id, type, data };
    this.log.push(stored);
    if (id !== '' && !this.firstPlaces.has(id)) this.firstPlaces.set(id, stored);
    return stored;
  }

  /** Metadata of a stream that begins anew keeps everything but where reading starts. */
  private truncate(stream: string, from: bigint): void {
    const said = this.metadataOf(stream);
    const data = /"\$tb":\d+/.test(said)
      ? said.replace(/"\$tb":\d+/, `"$tb":${from}`)
      : said.replace(/}$/, `${said === '{}' ? '' : ','}"$tb":${from}}`);
    this.put(`$$${stream}`, this.writable(`$$${stream}`) + 1n, '', '$metadata', data);
  }

  private own(stream: string): readonly Stored[] {
    return this.log.filter((event) => event.stream === stream);
  }

  /** As readers see it: a tombstone ends a stream and its metadata. */
  private last(stream: string): bigint {
    if (stream.startsWith('$$') && this.last(stream.slice(2)) === DELETED) return DELETED;
    return this.own(stream).at(-1)?.revision ?? -1n;
  }

  /** As the writer sees it: metadata that was there before the tombstone may still be written. */
  private writable(stream: string): bigint {
    return this.own(stream).at(-1)?.revision ?? this.last(stream);
  }

  private metadataOf(stream: string): string {
    return this.own(`$$${stream}`).at(-1)?.data ?? '{}';
  }

  private softDeleted(stream: string): boolean {
    return !stream.startsWith('$$') && this.metadataOf(stream).includes(`"$tb":${DELETED}`);
  }

  private firstReadable(stream: string): bigint {
    const said = stream.startsWith('$$') ? '{"$maxCount":1}' : this.metadataOf(stream);
    const number = (key: string): bigint | undefined => {
      const digits = new RegExp(`"\\$${key}":(\\d+)`).exec(said)?.[1];
      return digits === undefined ? undefined : BigInt(digits);
    };
    const count = number('maxCount');
    const byCount = count === undefined ? 0n : this.last(stream) - count + 1n;
    const byTruncation = number('tb') ?? 0n;
    return byCount > byTruncation ? byCount : byTruncation;
  }
}
