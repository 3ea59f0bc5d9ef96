import { createHash } from 'node:crypto';
import { APPEND_BYTES_MAX } from './appending';
import { Catalogue, type StoredNames } from './catalogue';
import { WrongRevision } from './errors';
import { differs, gap, nothing, sameServer, touched } from './migration-refusals';
import { RawStore, type From, type RawEvent } from './raw-events';

export interface MigrationOptions {
  /** Connection strings of the two event stores. */
  readonly from: string;
  readonly to: string;
  readonly prefix: string;
  /** The declared categories: nothing else is copied. */
  readonly contracts: readonly StoredNames[];
  readonly signal?: AbortSignal;
  /** Deadline of one page and of one append. */
  readonly limit_ms?: number;
  /** Hundredths of the way, by position; awaited when it answers with a promise. */
  readonly onProgress?: (step: 'copy' | 'compare', done: number) => Told;
}

type Told = void | Promise<void>;

/** Positions belong to a server: the same fact lies elsewhere in the other one. */
export interface Place {
  readonly position: string;
  readonly eventId: string;
}

export interface StreamDifference {
  readonly stream: string;
  readonly source: StreamSum;
  readonly target: StreamSum;
}

/** Facts of a stream, and SHA-256 chained over name, revision, id, type, content type, data and metadata of each, in order. */
export interface StreamSum {
  readonly count: number;
  readonly sha256: string;
}

export interface Migration {
  readonly facts: number;
  readonly streams: number;
  readonly alreadyThere: number;
  readonly copied: number;
  readonly appends: number;
  /** The last fact copied, as it lies in either server. */
  readonly source: Place;
  readonly target: Place;
  /** Facts came to the source after `source.position`: they were not copied. */
  readonly sourceGrew: boolean;
  /** Chain over all facts of all streams in the order of `$all`. */
  readonly sha256: { readonly source: string; readonly target: string };
  readonly differing: number;
  /** The first of those that differ. */
  readonly differences: readonly StreamDifference[];
}

const LIMIT_MS = 30_000;
const BATCH_EVENTS = 500;
const DIFFERENCES_MAX = 20;

/**
 * Copies a ledger, fact by fact in the order of `$all`, each byte as it is, and then reads both servers again and compares them. What the target
 * already holds must be the beginning of the source, fact for fact; copying goes on after it. One append at a time: only so the order is kept.
 * @throws MigrationRefused (same-server, source-empty, source-gap, stream-touched, target-differs), or what a server refused or did not answer.
 */
export async function migrateLedger(options: MigrationOptions): Promise<Migration> {
  const catalogue = new Catalogue(options.prefix, options.contracts);
  const limit_ms = options.limit_ms ?? LIMIT_MS;
  const source = new RawStore(options.from, limit_ms, options.signal);
  const target = new RawStore(options.to, limit_ms, options.signal);
  try {
    await refuseSameServer(source, target);
    // The end is fixed here: a source that grows would never be done.
    const until = (await source.last())?.position ?? -1n;
    const copy = new Copy(
      target,
      meter(until, (done) => options.onProgress?.('copy', done)),
    );
    const end = await copy.run(facts(source, catalogue, 'start', until), facts(target, catalogue, 'start'));
    const [left, right] = [new Sums(), new Sums()];
    await left.take(
      facts(source, catalogue, 'start', until),
      meter(until, (done) => options.onProgress?.('compare', Math.floor(done / 2))),
    );
    const targetUntil = (await target.last())?.position ?? -1n;
    await right.take(
      facts(target, catalogue, 'start'),
      meter(targetUntil, (done) => options.onProgress?.('compare', 50 + Math.floor(done / 2))),
    );
    const later = await facts(source, catalogue, until).next();
    return { ...copy.counted, ...left.against(right), source: placeOf(end), target: placeOf(right.last), sourceGrew: later.done !== true };
  } finally {
    await Promise.all([source.close(), target.close()]);
  }
}

/** The facts of the ledger in a server after (`from` a position) or from its start, up to and with `until`; the next page is fetched meanwhile. */
async function* facts(store: RawStore, catalogue: Catalogue, from: From, until?: bigint): AsyncGenerator<RawEvent, undefined> {
  let last = typeof from === 'bigint' ? from : -1n;
  for (let next = store.page(from); ;) {
    const page = (await next).filter(({ position }) => position > last);
    const end = page.at(-1);
    if (!end) return undefined;
    last = end.position;
    next = store.page(last);
    // Awaited in the next round, or not at all; a failure must not pass for one that nobody caught.
    next.catch(() => undefined);
    for (const event of page) {
      if (until !== undefined && event.position > until) return undefined;
      if (isTouch(event, catalogue)) throw touched(event);
      if (catalogue.streamNamed(event.stream)) yield event;
    }
  }
}

/** Deleted, truncated or restricted: not what a ledger does, and not what the bytes of its facts would tell. */
function isTouch(event: RawEvent, catalogue: Catalogue): boolean {
  if (event.stream.startsWith('$$')) return catalogue.streamNamed(event.stream.slice(2)) !== undefined;
  return event.type === '$streamDeleted' && catalogue.streamNamed(event.stream) !== undefined;
}

class Copy {
  private readonly counts = new Map<string, bigint>();
  private pending: RawEvent[] = [];
  private pendingBytes = 0;
  private alreadyThere = 0;
  private copied = 0;
  private appends = 0;

  constructor(
    private readonly target: RawStore,
    private readonly onFact: (event: RawEvent) => Told,
  ) {}

  get counted(): Pick<Migration, 'facts' | 'streams' | 'alreadyThere' | 'copied' | 'appends'> {
    const { alreadyThere, copied, appends } = this;
    return { facts: alreadyThere + copied, streams: this.counts.size, alreadyThere, copied, appends };
  }

  /** Returns the last fact of the source. */
  async run(source: AsyncGenerator<RawEvent, undefined>, there: AsyncGenerator<RawEvent, undefined>): Promise<RawEvent> {
    let [held, end]: [RawEvent | undefined, RawEvent | undefined] = [(await there.next()).value, undefined];
    for await (const event of source) {
      const count = this.counts.get(event.stream) ?? 0n;
      if (event.revision !== count) throw gap(event, count);
      if (held) {
        if (hashOf(event) !== hashOf(held)) throw differs(held, event);
        this.alreadyThere += 1;
        held = (await there.next()).value;
      } else await this.add(event);
      this.counts.set(event.stream, count + 1n);
      end = event;
      const told = this.onFact(event);
      if (told) await told;
    }
    if (!end) throw nothing();
    if (held) throw differs(held, undefined);
    await this.flush();
    return end;
  }

  private async add(event: RawEvent): Promise<void> {
    const bytes = event.data.length + event.metadata.length + 2 * event.type.length;
    const full = this.pending.length >= BATCH_EVENTS || this.pendingBytes + bytes > APPEND_BYTES_MAX;
    if (full || this.pending[0]?.stream !== event.stream) await this.flush();
    this.pending.push(event);
    this.pendingBytes += bytes;
  }

  private async flush(): Promise<void> {
    const [first, last] = [this.pending[0], this.pending.at(-1)];
    if (!first || !last) return;
    try {
      const revision = await this.target.append(first.stream, first.revision, this.pending);
      if (revision !== last.revision) throw new WrongRevision(first.stream, Number(last.revision), Number(revision));
    } catch (reason) {
      throw reason instanceof WrongRevision ? differs({ stream: first.stream, revision: BigInt(reason.actual) }, first) : reason;
    }
    this.copied += this.pending.length;
    this.appends += 1;
    this.pending = [];
    this.pendingBytes = 0;
  }
}

/** Sums per stream and over all. Digests are kept as strings of 32 one-byte characters: a ledger has many streams. */
class Sums {
  last: RawEvent | undefined;
  private whole = '';
  private readonly streams = new Map<string, { count: number; chain: string }>();

  async take(events: AsyncGenerator<RawEvent, undefined>, onFact: (event: RawEvent) => Told): Promise<void> {
    for await (const event of events) {
      const hash = hashOf(event);
      const sum = this.streams.get(event.stream) ?? { count: 0, chain: '' };
      this.streams.set(event.stream, { count: sum.count + 1, chain: chained(sum.chain, hash) });
      this.whole = chained(this.whole, hash);
      this.last = event;
      const told = onFact(event);
      if (told) await told;
    }
  }

  against(other: Sums): Pick<Migration, 'sha256' | 'differing' | 'differences'> {
    const differences: StreamDifference[] = [];
    let differing = 0;
    for (const stream of new Set([...this.streams.keys(), ...other.streams.keys()])) {
      const [source, target] = [this.sum(stream), other.sum(stream)];
      if (source.count === target.count && source.sha256 === target.sha256) continue;
      if (differing++ < DIFFERENCES_MAX) differences.push({ stream, source, target });
    }
    return { sha256: { source: hex(this.whole), target: hex(other.whole) }, differing, differences };
  }

  private sum(stream: string): StreamSum {
    const sum = this.streams.get(stream);
    return { count: sum?.count ?? 0, sha256: hex(sum?.chain ?? '') };
  }
}

function hashOf(event: RawEvent): string {
  const hash = createHash('sha256');
  // Each part behind its length: no two events read alike.
  for (const part of [event.stream, String(event.revision), event.id, event.type, event.contentType, event.data, event.metadata]) {
    const bytes = Buffer.from(part);
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest().toString('latin1');
}

function chained(before: string, hash: string): string {
  return createHash('sha256')
    .update(before + hash, 'latin1')
    .digest()
    .toString('latin1');
}

function hex(latin: string): string {
  return Buffer.from(latin, 'latin1').toString('hex');
}

function placeOf(event: RawEvent | undefined): Place {
  return { position: String(event?.position ?? -1n), eventId: event?.id ?? '' };
}

/** Tells hundredths of the way from the first position it sees. */
function meter(until: bigint, tell: (done: number) => Told): (event: RawEvent) => Told {
  let first: bigint | undefined;
  return ({ position }) => {
    first ??= position;
    return tell(until > first && position < until ? Number(((position - first) * 100n) / (until - first)) : 100);
  };
}

/** Servers are told apart by their first event: id, position and moment of storing are never the same in two of them, unless one is a copy. */
async function refuseSameServer(source: RawStore, target: RawStore): Promise<void> {
  const [one, other] = await Promise.all([source.first(), target.first()]);
  if (!one || one.id !== other?.id || one.position !== other.position || one.created !== other.created) return;
  throw sameServer();
}
