import { appendFacts } from './appending';
import { Bounded } from './bounded';
import { Catalogue, type StoredNames } from './catalogue';
import { Connection } from './connection';
import { LedgerDenied, LedgerError } from './errors';
import { BATCH_MAX, followFacts, type FollowPath } from './following';
import type { FollowOptions, Ledger } from './ledger';
import { pagesOf } from './pages';
import { checkpointOf, lastUpTo, readLast, readStreamFacts, type ReadPath } from './reading';
import type { Checkpoint, Position, RecordedFact } from './recorded';
import type { KeyStore } from './sealing';

export interface LedgerOptions {
  /** `esdb://name:password@host:port?tls=true&tlsCAFile=…` or `esdb+discover://…`; the same for every kind of event store. */
  readonly url: string;
  /** Heads every stream name: a second ledger on the same server. Default none. */
  readonly prefix?: string;
  /** Every category that may be read, appended to and followed. */
  readonly contracts: readonly StoredNames[];
  /** Where the keys of personal values lie; without it such values cannot be recorded. */
  readonly keys?: KeyStore;
  /** Followers without a checkpoint begin after this event: a ledger younger than its server. */
  readonly begin?: Checkpoint;
  readonly appendsInFlight_max?: number;
  readonly readsInFlight_max?: number;
  readonly waiting_max?: number;
  /** Our own deadline of an append and of a page of a read. */
  readonly limit_ms?: number;
  /** Silence of a subscription after which it is probed. */
  readonly heartbeat_ms?: number;
  /** How long `createLedger` waits for the event store to answer. */
  readonly start_ms?: number;
}

const DEFAULTS = {
  prefix: '',
  appendsInFlight_max: 64,
  // Of the 100 calls a connection carries one is the append stream; appends and reads share the connection.
  readsInFlight_max: 48,
  waiting_max: 2_000,
  limit_ms: 5_000,
  heartbeat_ms: 5_000,
  start_ms: 30_000,
} as const;

/**
 * The door to the event store, connected and ready: once this returns the event store has answered.
 * @throws LedgerDenied, LedgerUnavailable when it does not answer within `start_ms`; Error when the options are wrong.
 */
export async function createLedger(options: LedgerOptions): Promise<Ledger> {
  const settings = { ...DEFAULTS, ...options };
  const catalogue = new Catalogue(settings.prefix, settings.contracts);
  const ledger = new EventStoreLedger(settings, catalogue);
  try {
    await reached(ledger, settings.start_ms);
    return ledger;
  } catch (reason) {
    await ledger.close();
    throw reason;
  }
}

type Settings = LedgerOptions & { readonly [K in keyof typeof DEFAULTS]: NonNullable<LedgerOptions[K]> };

class EventStoreLedger implements Ledger {
  private readonly closing = new AbortController();
  private readonly calls: Connection;
  private readonly subscriptions: Connection;
  private readonly appends: Bounded;
  private readonly reads: ReadPath;
  private readonly follows: FollowPath;

  constructor(
    private readonly settings: Settings,
    private readonly catalogue: Catalogue,
  ) {
    const { limit_ms, heartbeat_ms, begin, waiting_max } = settings;
    this.calls = new Connection(settings.url);
    this.subscriptions = new Connection(settings.url);
    this.appends = new Bounded(settings.appendsInFlight_max, waiting_max);
    const reads = new Bounded(settings.readsInFlight_max, waiting_max);
    this.reads = { catalogue, connection: this.calls, bounded: reads, limit_ms };
    this.follows = { catalogue, connection: this.subscriptions, bounded: new Bounded(16, waiting_max), limit_ms, heartbeat_ms, begin };
  }

  append: Ledger['append'] = (request) => {
    const { catalogue, calls: connection, appends: bounded } = this;
    return appendFacts({ catalogue, connection, bounded, keys: this.settings.keys, limit_ms: this.settings.limit_ms }, request);
  };

  readStream: Ledger['readStream'] = (stream, fromRevision = 0) => readStreamFacts(this.reads, stream, fromRevision);

  follow(options: FollowOptions): Promise<void> {
    return followFacts(this.follows, { ...options, signal: AbortSignal.any([options.signal, this.closing.signal]) });
  }

  /** By subscription: the server filters, and the client's `readAll` cannot. */
  async *readAll(from: Position | undefined, pageMax: number): AsyncIterable<readonly RecordedFact[]> {
    const after = from === undefined ? undefined : await lastUpTo(this.reads, BigInt(from));
    yield* pagesOf((options) => this.follow(options), after && checkpointOf(after), Math.min(pageMax, BATCH_MAX));
  }

  async head(): Promise<Position> {
    return (await this.end())?.position ?? '0';
  }

  async end(): Promise<Checkpoint | undefined> {
    const [last] = await readLast(this.reads, 1);
    return last && checkpointOf(last);
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all([this.calls.close(), this.subscriptions.close()]);
  }
}

/** Waits until the event store answers a read. */
async function reached(ledger: Ledger, limit_ms: number): Promise<void> {
  const until_ms = performance.now() + limit_ms;
  for (;;) {
    try {
      await ledger.head();
      return;
    } catch (reason) {
      if (reason instanceof LedgerDenied || performance.now() > until_ms) throw reason;
      if (!(reason instanceof LedgerError)) throw reason;
      await new Promise((resolve) => setTimeout(resolve, REACH_AGAIN_MS));
    }
  }
}

const REACH_AGAIN_MS = 200;
