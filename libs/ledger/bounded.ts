import { LedgerBusy, LedgerTimeout } from './errors';

/**
 * At most `running_max` calls at a time, at most `waiting_max` in line; the others are refused at once. Each call has our own deadline, its
 * wait in line included: the client of the event store has none for reads, and none that fires when the connection is out of streams.
 */
export class Bounded {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly running_max: number,
    private readonly waiting_max: number,
  ) {}

  get inFlight(): number {
    return this.running;
  }

  /**
   * @param work is given a signal that aborts when the deadline has passed, so that it can give its stream back.
   * @throws LedgerBusy when the line is full, LedgerTimeout when `limit_ms` have passed.
   */
  async run<T>(what: string, limit_ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    let expire: (() => void) | undefined;
    const expired = new Promise<never>((_, reject) => {
      expire = (): void => {
        const reason = new LedgerTimeout(what, limit_ms);
        reject(reason);
        abort.abort(reason);
      };
    });
    expired.catch(() => undefined);
    const timer = setTimeout(() => expire?.(), limit_ms);
    try {
      if (this.running < this.running_max) this.running++;
      else await this.standInLine(expired);
      try {
        return await Promise.race([work(abort.signal), expired]);
      } finally {
        this.leave();
      }
    } finally {
      clearTimeout(timer);
    }
  }

  private async standInLine(expired: Promise<never>): Promise<void> {
    if (this.waiting.length >= this.waiting_max) throw new LedgerBusy(this.waiting.length);
    let turn: (() => void) | undefined;
    const called = new Promise<void>((resolve) => {
      turn = resolve;
      this.waiting.push(resolve);
    });
    try {
      await Promise.race([called, expired]);
    } catch (reason) {
      const at = turn ? this.waiting.indexOf(turn) : -1;
      // Called and expired in the same breath: the place was already handed to us, so hand it on.
      if (at >= 0) this.waiting.splice(at, 1);
      else this.leave();
      throw reason;
    }
  }

  /** Hands the place to the next in line, who then counts as running. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running--;
  }
}
