import { streamOf, type StreamName } from '#kernel';
import {
  appendBytes,
  APPEND_BYTES_MAX,
  Catalogue,
  factOf,
  FactTooLarge,
  LedgerHalted,
  LedgerUnavailable,
  prepareFacts,
  WrongRevision,
  type Appended,
  type AppendRequest,
  type Checkpoint,
  type FollowOptions,
  type KeyStore,
  type Ledger,
  type Position,
  type PreparedFact,
  type RecordedFact,
  type StoredNames,
  type StreamSlice,
} from '#ledger';
import { InMemoryKeys } from './in-memory-keys';

interface Stored extends PreparedFact {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
}

/** Gaps between positions, as every event store has them: nobody may count on the next number. */
const POSITION_STEP = 100n;

/**
 * The ledger without an event store, for tests of what stands on it: the same ids, seals, metadata, limits and rules of revision (a retry at the
 * same revision answers as the first time), facts stored as text and read back through the same decoding. Nothing of it is a double of the client.
 */
export class InMemoryLedger implements Ledger {
  readonly keys: KeyStore;
  private readonly catalogue: Catalogue;
  private readonly log: Stored[] = [];
  private readonly streams = new Map<string, Stored[]>();
  private readonly waiting = new Set<() => void>();
  private closed = false;

  constructor(contracts: readonly StoredNames[], keys: KeyStore = new InMemoryKeys()) {
    this.catalogue = new Catalogue('', contracts);
    this.keys = keys;
  }

  /** Everything recorded so far, oldest first. */
  get facts(): readonly RecordedFact[] {
    return this.log.map((stored) => this.fact(stored));
  }

  async append(request: AppendRequest): Promise<Appended> {
    if (this.closed) throw new LedgerUnavailable('it is closed');
    const prepared = await prepareFacts(request, this.catalogue, this.keys);
    const bytes = appendBytes(prepared);
    if (bytes > APPEND_BYTES_MAX) throw new FactTooLarge(bytes, APPEND_BYTES_MAX);
    const stream = streamOf(request.stream);
    const there = this.streams.get(stream) ?? [];
    const data = prepared.map((fact) => fact.data);
    if (request.at !== there.length - 1) {
      const again = there.slice(request.at + 1, request.at + 1 + prepared.length);
      const same = again.length === prepared.length && again.every((stored, index) => stored.eventId === prepared[index]?.eventId);
      const last = again.at(-1);
      if (!same || !last) throw new WrongRevision(stream, request.at, there.length - 1);
      return { revision: Number(last.revision), position: String(last.position), data: again.map((stored) => stored.data) };
    }
    for (const fact of prepared) this.store(stream, fact);
    for (const wake of [...this.waiting]) wake();
    return { revision: request.at + prepared.length, position: String(this.log.at(-1)?.position), data };
  }

  async readStream(stream: StreamName, fromRevision = 0): Promise<StreamSlice> {
    this.catalogue.storedName(stream);
    const there = this.streams.get(streamOf(stream)) ?? [];
    const facts = there.slice(fromRevision).map((stored) => this.fact(stored));
    return { facts, revision: there.length === 0 ? -1 : Math.max(there.length - 1, fromRevision - 1) };
  }

  async *readAll(from: Position | undefined, pageMax: number): AsyncIterable<readonly RecordedFact[]> {
    const after = from === undefined ? -1n : BigInt(from);
    const facts = this.log.filter((stored) => stored.position > after).map((stored) => this.fact(stored));
    for (let at = 0; at < facts.length; at += pageMax) yield facts.slice(at, at + pageMax);
  }

  async follow(options: FollowOptions): Promise<void> {
    this.verify(options);
    let after = options.from === undefined ? -1n : BigInt(options.from.position);
    let live = false;
    options.onState?.('catching-up');
    while (!options.signal.aborted && !this.closed) {
      const batch = this.log.filter((stored) => stored.position > after).slice(0, options.batchMax);
      const last = batch.at(-1);
      const isLive = last === undefined || last === this.log.at(-1);
      if (last) {
        await options.onBatch(
          batch.map((stored) => this.fact(stored)),
          { position: String(last.position), eventId: last.eventId },
          isLive,
        );
        after = last.position;
      }
      if (isLive && !live) options.onState?.('live');
      live ||= isLive;
      if (this.log.at(-1)?.position === last?.position || !last) await this.something(options.signal, after);
    }
  }

  async head(): Promise<Position> {
    return (await this.end())?.position ?? '0';
  }

  async end(): Promise<Checkpoint | undefined> {
    const last = this.log.at(-1);
    return last && { position: String(last.position), eventId: last.eventId };
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const wake of [...this.waiting]) wake();
  }

  private store(stream: string, fact: PreparedFact): void {
    const there = this.streams.get(stream) ?? [];
    this.streams.set(stream, there);
    const position = (this.log.at(-1)?.position ?? 0n) + POSITION_STEP;
    const [data, meta] = [JSON.parse(JSON.stringify(fact.data)), JSON.parse(JSON.stringify(fact.meta))] as [
      PreparedFact['data'],
      PreparedFact['meta'],
    ];
    const stored = { ...fact, data, meta, stream, revision: BigInt(there.length), position };
    there.push(stored);
    this.log.push(stored);
  }

  private fact(stored: Stored): RecordedFact {
    const { stream, revision, position, eventId, type, data, meta } = stored;
    const fact = factOf(
      { streamId: stream, revision, position: { commit: position }, id: eventId, type, data, metadata: meta },
      this.catalogue,
    );
    if (!fact) throw new Error(`${stream} is of no declared category`);
    return fact;
  }

  private verify({ name, from }: FollowOptions): void {
    if (from === undefined || this.log.some((stored) => String(stored.position) === from.position && stored.eventId === from.eventId))
      return;
    throw new LedgerHalted(name, {
      zh: `位置 ${from.position} 上不是 ${from.eventId}`,
      en: `position ${from.position} does not hold ${from.eventId}`,
    });
  }

  private something(signal: AbortSignal, after: bigint): Promise<void> {
    if (signal.aborted || this.closed || (this.log.at(-1)?.position ?? -1n) > after) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}
