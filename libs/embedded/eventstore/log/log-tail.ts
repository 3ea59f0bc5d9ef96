import { type LogEvent } from '../protocol/recorded-event';

/** An event just committed, with what subscribers filter by; the encoded answer is kept once for all of them. */
export interface TailEvent extends LogEvent {
  readonly stream: string;
  readonly type: string;
  answer?: Buffer;
}

const EVENTS_MAX = 16_384;
/** Events before the tail that are let go of together. */
const TRIMMED_MAX = 4_096;
const BYTES_MAX = 32 * 1024 * 1024;

/**
 * The end of the log in memory, and the wake-up of all who follow it. A follower that is further behind than the tail reaches reads the
 * log itself; so a slow one costs nothing here. Bounded by events and by bytes.
 */
export class LogTail {
  private events: TailEvent[] = [];
  private first = 0;
  private bytes = 0;
  private waiting = new Set<() => void>();
  /** The tail holds every event after this position. */
  private after: bigint;
  private end: bigint;

  constructor(end: bigint) {
    this.after = end;
    this.end = end;
  }

  /** Position of the last committed event or reservation. */
  get head(): bigint {
    return this.end;
  }

  push(events: readonly TailEvent[], head: bigint): void {
    for (const event of events) {
      this.events.push(event);
      this.bytes += event.body.length;
    }
    this.end = head;
    this.trim();
    this.wake();
  }

  /** After a lost connection: what lies between is in the log only. */
  restart(end: bigint): void {
    this.events = [];
    this.first = 0;
    this.bytes = 0;
    this.after = end;
    this.end = end;
    this.wake();
  }

  /** Events after a position, at most `limit`; undefined when the tail does not reach back so far. */
  read(after: bigint, limit: number): readonly TailEvent[] | undefined {
    if (after < this.after) return undefined;
    const start = this.indexAfter(after);
    return this.events.slice(start, start + limit);
  }

  /** Calls back once when something was committed (or the follower should look again). Returns how to call it off. */
  onChange(callback: () => void): () => void {
    this.waiting.add(callback);
    return () => this.waiting.delete(callback);
  }

  wake(): void {
    const woken = this.waiting;
    this.waiting = new Set();
    for (const callback of woken) callback();
  }

  private indexAfter(position: bigint): number {
    let low = this.first;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.events[middle]?.position ?? 0n) <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private trim(): void {
    while (this.events.length - this.first > EVENTS_MAX || (this.bytes > BYTES_MAX && this.first < this.events.length)) {
      const event = this.events[this.first++];
      if (event === undefined) break;
      this.after = event.position;
      this.bytes -= event.body.length;
    }
    if (this.first < TRIMMED_MAX) return;
    this.events = this.events.slice(this.first);
    this.first = 0;
  }
}
