import type { FollowOptions } from './ledger';
import type { Checkpoint, RecordedFact } from './recorded';

/** A follow as pages that are asked for, up to the moment it has caught up. Nothing is read ahead but the page being handed over. */
export async function* pagesOf(
  follow: (options: FollowOptions) => Promise<void>,
  from: Checkpoint | undefined,
  pageMax: number,
): AsyncIterable<readonly RecordedFact[]> {
  const stop = new AbortController();
  const rendezvous = new Rendezvous<readonly RecordedFact[]>();
  const following = follow({
    name: 'readAll',
    from,
    batchMax: pageMax,
    signal: stop.signal,
    onBatch: async (facts) => {
      if (facts.length > 0 && !stop.signal.aborted) await rendezvous.give(facts);
    },
    onState: (state) => {
      if (state === 'live') rendezvous.end();
    },
  }).then(
    () => rendezvous.end(),
    (reason: unknown) => rendezvous.end(reason instanceof Error ? reason : new Error(String(reason))),
  );
  try {
    for (let page = await rendezvous.take(); page; page = await rendezvous.take()) yield page;
  } finally {
    stop.abort();
    rendezvous.end();
    await following;
  }
}

/** One giver, one taker, nothing in between. */
class Rendezvous<T> {
  private given: { readonly value: T; readonly taken: () => void } | undefined;
  private ended = false;
  private reason: Error | undefined;
  private wake: (() => void) | undefined;

  give(value: T): Promise<void> {
    if (this.ended) return Promise.resolve();
    return new Promise((taken) => {
      this.given = { value, taken };
      this.wake?.();
    });
  }

  /** The next value; undefined at the end. The giver goes on only when the next one is asked for. */
  async take(): Promise<T | undefined> {
    if (!this.given && !this.ended) await new Promise<void>((resolve) => (this.wake = resolve));
    this.wake = undefined;
    const given = this.given;
    this.given = undefined;
    given?.taken();
    if (given) return given.value;
    if (this.reason) throw this.reason;
    return undefined;
  }

  end(reason?: Error): void {
    if (!this.ended) this.reason = reason;
    this.ended = true;
    this.given?.taken();
    this.wake?.();
  }
}
