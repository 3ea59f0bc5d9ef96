import { START, streamNameFilter, type EventStoreDBClient } from '@eventstore/db-client';
import type { StoredEvent } from './decoding';
import { LedgerUnavailable } from './errors';
import { named } from './refusals';

/** What one subscription has brought since it was last asked. */
export interface Arrivals {
  readonly events: readonly StoredEvent[];
  /** Everything up to the head was delivered: what comes now is new. */
  readonly live: boolean;
}

export interface FeedOptions {
  /** Exclusive, and the position of an event: 23.10 skips one event when it is not. */
  readonly after: bigint | undefined;
  readonly prefixes: readonly string[];
  /** Events waiting at most before the subscription is paused. */
  readonly room: number;
}

/** Considered events between two checkpoints of the server. */
const WINDOW = 256;
/** How long catch-up waits for a fuller batch. */
const LINGER_MS = 15;

/**
 * One subscription to `$all`, filtered by the server, as batches that are asked for. It ends once, with an error or by `close`, and is then done:
 * resuming is the follower's business.
 */
export class Feed {
  private waiting: StoredEvent[] = [];
  private live = false;
  private toldLive = false;
  private prodded = false;
  private failure: Error | undefined;
  private considered = -1n;
  private heard_ms = performance.now();
  private paused = false;
  private wanted: { readonly holds: () => boolean; readonly wake: () => void } | undefined;
  private readonly subscription;

  constructor(
    client: EventStoreDBClient,
    private readonly options: FeedOptions,
  ) {
    this.subscription = client.subscribeToAll({
      fromPosition: options.after === undefined ? START : { commit: options.after, prepare: options.after },
      filter: streamNameFilter({
        prefixes: [...options.prefixes],
        maxSearchWindow: WINDOW,
        checkpointInterval: 1,
        checkpointReached: (_, position) => {
          this.considered = position.commit;
          this.heard();
        },
      }),
    });
    this.listen();
  }

  /** Position up to which the server has looked, −1 as long as it has not said. */
  get consideredUpTo(): bigint {
    return this.considered;
  }

  /** Nothing came for so long, though there was room. */
  get silent_ms(): number {
    return this.paused || this.waiting.length > 0 ? 0 : performance.now() - this.heard_ms;
  }

  /**
   * At most `max` events, live at once, in catch-up after a moment for a fuller batch. Empty when the feed went live or was prodded.
   * @throws what ended the subscription, once everything it had brought was taken.
   */
  async take(max: number): Promise<Arrivals> {
    await this.until(() => this.waiting.length > 0 || this.failure !== undefined || this.prodded || this.live !== this.toldLive);
    const settled = (): boolean => this.waiting.length >= max || this.live || this.failure !== undefined || this.prodded;
    if (!settled()) await this.until(settled, LINGER_MS);
    if (this.waiting.length === 0 && this.failure) throw this.failure;
    const events = this.waiting.length <= max ? this.waiting : this.waiting.slice(0, max);
    this.waiting = this.waiting.length <= max ? [] : this.waiting.slice(max);
    this.prodded = false;
    this.toldLive = this.live;
    if (this.paused) this.resume();
    return { events, live: this.live && this.waiting.length === 0 };
  }

  /** Lets a waiting `take` return empty-handed. */
  prod(): void {
    this.prodded = true;
    this.look();
  }

  /** Ends the feed with an error, as if the server had. */
  fail(reason: Error): void {
    if (this.failure) return;
    this.failure = reason;
    this.subscription.unsubscribe().catch(() => undefined);
    this.look();
  }

  close(): void {
    this.fail(new LedgerUnavailable('the subscription was closed'));
  }

  private listen(): void {
    this.subscription.on('data', (resolved) => {
      if (!resolved.event || this.failure) return;
      this.waiting.push(resolved.event);
      if (resolved.commitPosition !== undefined) this.considered = resolved.commitPosition;
      if (this.waiting.length >= this.options.room) this.pause();
      this.heard();
    });
    this.subscription.on('caughtUp', () => {
      this.live = true;
      this.heard();
    });
    this.subscription.on('fellBehind', () => {
      this.live = this.toldLive = false;
      this.heard();
    });
    this.subscription.on('confirmation', () => this.heard());
    this.subscription.on('error', (reason) => this.fail(named(reason, { what: 'follow $all', stream: '$all', limit_ms: 0 })));
    this.subscription.on('end', () => this.fail(new LedgerUnavailable('the event store ended the subscription')));
    this.subscription.on('close', () => this.fail(new LedgerUnavailable('the subscription was closed')));
  }

  private heard(): void {
    this.heard_ms = performance.now();
    this.look();
  }

  private look(): void {
    if (this.wanted?.holds()) this.wanted.wake();
  }

  /** Waits until it holds, or for `limit_ms`. One waiter at a time: the follower. */
  private async until(holds: () => boolean, limit_ms?: number): Promise<void> {
    if (holds()) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.wanted = { holds, wake: resolve };
      if (limit_ms !== undefined) timer = setTimeout(resolve, limit_ms);
    });
    clearTimeout(timer);
    this.wanted = undefined;
  }

  private pause(): void {
    this.paused = true;
    this.subscription.pause();
  }

  private resume(): void {
    this.paused = false;
    this.heard_ms = performance.now();
    this.subscription.resume();
  }
}
