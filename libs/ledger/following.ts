import type { EventStoreDBClient } from '@eventstore/db-client';
import type { Bounded } from './bounded';
import type { Catalogue } from './catalogue';
import type { Connection } from './connection';
import { factOf, type StoredEvent } from './decoding';
import { LedgerError, LedgerHalted, LedgerUnavailable, UnknownFactType, UnreadableFact } from './errors';
import { Feed } from './feed';
import type { FollowOptions } from './ledger';
import { checkpointOf, readFrom, readLast, readPage, type ReadPath } from './reading';
import type { Checkpoint, RecordedFact } from './recorded';
import { knowsLeader } from './refusals';

export interface FollowPath {
  readonly catalogue: Catalogue;
  /** The connection of the subscriptions, apart from that of appends and reads. */
  readonly connection: Connection;
  readonly bounded: Bounded;
  readonly limit_ms: number;
  /** Silence after which the connection is probed. */
  readonly heartbeat_ms: number;
  /** Where a follower without a checkpoint begins; undefined = with the first event. */
  readonly begin: Checkpoint | undefined;
}

export const BATCH_MAX = 20_000;
const PAUSE_MIN_MS = 50;
const PAUSE_MAX_MS = 5_000;
/** Events at the end of `$all` looked through when the subscription is silent. */
const PROBE_EVENTS = 64;
/** Events of a page in catch-up at most, and how many times the ordinary deadline it may take. */
const PAGE_MAX = 2_000;
const PAGE_PATIENCE = 4;

/**
 * Follows the declared categories: each fact once, in order, resumed by itself whatever the connection does; see `Ledger.follow`.
 * @throws LedgerHalted when the log is not the one of the checkpoint, UnknownFactType, UnreadableFact, and whatever `onBatch` throws.
 */
export async function followFacts(path: FollowPath, options: FollowOptions): Promise<void> {
  if (options.batchMax < 1 || options.batchMax > BATCH_MAX) throw new Error(`batchMax must lie between 1 and ${BATCH_MAX}`);
  const follower = new Follower(path, options);
  for (let failures = 0; !options.signal.aborted; failures++) {
    options.onState?.('catching-up');
    const before = follower.at?.position;
    const reason = await follower.session();
    if (options.signal.aborted) return;
    if (reason === undefined) continue;
    if (follower.at?.position !== before || follower.wentLive) failures = 0;
    options.onState?.('reconnecting', reason.message);
    await pause(Math.min(PAUSE_MAX_MS, PAUSE_MIN_MS * 2 ** Math.min(failures, 10)), options.signal);
  }
}

class Follower {
  at: Checkpoint | undefined;
  wentLive = false;
  private missed = -1n;
  /** The last page did not come: the next try is by subscription alone, which a slow line does not time out. */
  private pagesFailed = false;

  constructor(
    private readonly path: FollowPath,
    private readonly options: FollowOptions,
  ) {
    this.at = options.from ?? path.begin;
  }

  /** One subscription from the last checkpoint on. Returns why it ended when it may be resumed; throws when it may not. */
  async session(): Promise<LedgerError | undefined> {
    this.wentLive = false;
    const since_ms = performance.now();
    let [client, feed]: [EventStoreDBClient, Feed | undefined] = [this.path.connection.client, undefined];
    try {
      await this.catchUp();
      if (this.options.signal.aborted) return undefined;
      client = this.path.connection.client;
      feed = new Feed(client, { after: this.position, prefixes: this.path.catalogue.prefixes, room: this.options.batchMax });
      return await this.drain(feed);
    } catch (reason) {
      if (reason instanceof ConsumerFailed) throw reason.cause;
      if (!(reason instanceof LedgerError) || isFinal(reason)) throw reason;
      if (!knowsLeader(reason)) this.path.connection.suspect(client, since_ms);
      return reason;
    } finally {
      feed?.close();
    }
  }

  private get position(): bigint | undefined {
    return this.at === undefined ? undefined : BigInt(this.at.position);
  }

  /**
   * Reads `$all` by pages up to its end, the next page while the present one is handed over: a third faster than a subscription, which the client
   * takes event by event. Left as soon as pages hold mostly events of others, which only a subscription has the server leave out, or one failed.
   */
  private async catchUp(): Promise<void> {
    const page_max = this.pagesFailed ? 1 : Math.min(this.options.batchMax, PAGE_MAX) + 1;
    let page = await this.page(this.position, page_max);
    this.verify(page[0]);
    for (let full = page_max > 1; full && !this.options.signal.aborted;) {
      const last = page.at(-1)?.position?.commit;
      full = page.length === page_max && this.mostlyOurs(page);
      const next = full ? this.page(last, page_max) : undefined;
      // Awaited below; until then a failure must not pass for one that nobody caught.
      next?.catch(() => undefined);
      await this.hand(page, false);
      if (next) page = await next;
    }
  }

  private mostlyOurs(page: readonly StoredEvent[]): boolean {
    let ours = 0;
    for (const event of page) if (this.path.catalogue.streamNamed(event.streamId)) ours++;
    return ours * 2 > page.length;
  }

  private async page(from: bigint | undefined, count: number): Promise<readonly StoredEvent[]> {
    try {
      return await readPage({ ...this.path, limit_ms: this.path.limit_ms * PAGE_PATIENCE }, from, count);
    } catch (reason) {
      this.pagesFailed = count > 1;
      throw reason;
    }
  }

  /** The event of the checkpoint must lie in the log where it lay. */
  private verify(event: StoredEvent | undefined): void {
    if (this.at === undefined) return;
    const found = event === undefined ? undefined : checkpointOf(event);
    if (found?.position === this.at.position && found.eventId === this.at.eventId) return;
    const { position, eventId } = this.at;
    const other = found?.position === position ? found.eventId : undefined;
    throw new LedgerHalted(this.options.name, {
      zh: `事件库的位置 ${position} 上不是记住的事件 ${eventId}${other ? `,而是 ${other}` : ''}`,
      en: `position ${position} of the event store does not hold the remembered event ${eventId}${other ? ` but ${other}` : ''}`,
    });
  }

  private async drain(feed: Feed): Promise<LedgerError | undefined> {
    const stop = (): void => feed.close();
    this.options.signal.addEventListener('abort', stop, { once: true });
    const heartbeat = setInterval(() => void this.listenForLife(feed), this.path.heartbeat_ms);
    try {
      for (;;) {
        const { events, live } = await feed.take(this.options.batchMax);
        this.path.connection.answered();
        if (this.options.signal.aborted) return undefined;
        const began_ms = performance.now();
        if (events.length > 0) await this.hand(events, live);
        else await this.moveOver(feed, live);
        if (live && !this.wentLive) this.options.onState?.('live');
        this.wentLive ||= live;
        if (live && events.length > 0) await pause(restOf(this.options, performance.now() - began_ms), this.options.signal);
      }
    } catch (reason) {
      if (this.options.signal.aborted && reason instanceof LedgerError && !isFinal(reason)) return undefined;
      throw reason;
    } finally {
      clearInterval(heartbeat);
      this.options.signal.removeEventListener('abort', stop);
    }
  }

  /** Hands over what can be read; stops at the first event that cannot, after the facts before it. */
  private async hand(events: readonly StoredEvent[], live: boolean): Promise<void> {
    const facts: RecordedFact[] = [];
    let [end, unreadable]: [StoredEvent | undefined, Error | undefined] = [undefined, undefined];
    let last = this.position ?? -1n;
    for (const event of events) {
      const position = event.position?.commit ?? -1n;
      if (position <= last) continue;
      try {
        const fact = factOf(event, this.path.catalogue);
        if (fact) facts.push(fact);
      } catch (reason) {
        unreadable = reason instanceof Error ? reason : new Error(String(reason));
        break;
      }
      [end, last] = [event, position];
    }
    if (end) await this.deliver(facts, checkpointOf(end), live && !unreadable);
    if (unreadable) throw unreadable;
  }

  private async deliver(facts: readonly RecordedFact[], end: Checkpoint, live: boolean): Promise<void> {
    try {
      await this.options.onBatch(facts, end, live);
    } catch (reason) {
      throw new ConsumerFailed(reason);
    }
    this.at = end;
  }

  /** Moves the checkpoint over events of others: only to a position where an event lies, since 23.10 skips one after any other position. */
  private async moveOver(feed: Feed, live: boolean): Promise<void> {
    const considered = feed.consideredUpTo;
    if (considered <= (this.position ?? -1n) || this.options.signal.aborted) return;
    const event = await readFrom(this.reads, considered);
    if (event?.position?.commit === considered) await this.deliver([], checkpointOf(event), live);
  }

  /** Silence is looked into over the very connection of the subscription: half-open it does not answer, alive it tells what was missed. */
  private async listenForLife(feed: Feed): Promise<void> {
    if (feed.silent_ms < this.path.heartbeat_ms) return;
    if (feed.consideredUpTo > (this.position ?? -1n)) feed.prod();
    try {
      const known = feed.consideredUpTo > (this.position ?? -1n) ? feed.consideredUpTo : (this.position ?? -1n);
      const newest = (await readLast(this.reads, PROBE_EVENTS)).find((event) => this.path.catalogue.streamNamed(event.streamId));
      const position = newest?.position?.commit ?? -1n;
      if (position <= known || feed.silent_ms < this.path.heartbeat_ms) return;
      if (this.missed === position) feed.fail(new LedgerUnavailable('the subscription has gone silent'));
      this.missed = position;
    } catch (reason) {
      feed.fail(reason instanceof LedgerError ? reason : new LedgerUnavailable(String(reason)));
    }
  }

  private get reads(): ReadPath {
    return this.path;
  }
}

/** Tells an error of the consumer, which is its own business, from one of the connection. */
class ConsumerFailed extends Error {
  constructor(override readonly cause: unknown) {
    super('the consumer failed');
  }
}

/** Milliseconds until the next live batch may begin, after one that took so long. */
export function restOf({ pace_ms = 0, pace }: Pick<FollowOptions, 'pace_ms' | 'pace'>, took_ms: number): number {
  const left_ms = Math.max(0, pace_ms - took_ms);
  return pace === 'by-work' ? Math.min(took_ms, left_ms) : left_ms;
}

function isFinal(reason: LedgerError): boolean {
  return reason instanceof LedgerHalted || reason instanceof UnknownFactType || reason instanceof UnreadableFact;
}

function pause(limit_ms: number, signal: AbortSignal): Promise<void> {
  if (limit_ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, limit_ms);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
