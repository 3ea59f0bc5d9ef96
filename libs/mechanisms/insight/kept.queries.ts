import { LRUCache } from 'lru-cache';
import type { ReadContext } from '#readside';

/** Answers kept at most, of some 50 to 150 kB each; and how long, for a stream that is driven on again moves rows but no position. */
const KEPT_MAX = 200;
const KEPT_MS_MAX = 60_000;

/**
 * Computed lists, kept for the position the rows had reached: while nothing is recorded they are the same, and the next fact makes them new. Who
 * ask for the same at once wait for one look. What a reader may see is checked before, never here: answers do not depend on who asks.
 */
export class KeptLists {
  private readonly lists = new LRUCache<string, Promise<readonly object[]>>({ max: KEPT_MAX, ttl: KEPT_MS_MAX });

  /** `asked` is all that the list depends on beside the days and the position. */
  list<T extends object>(
    { position, asOf, knownAt }: ReadContext,
    asked: readonly string[],
    fresh: () => Promise<readonly T[]>,
  ): Promise<readonly T[]> {
    if (position === undefined) return fresh();
    const key = JSON.stringify([position, asOf, knownAt ?? null, ...asked]);
    const there = this.lists.get(key);
    // One name is asked for by one question: what lies under it is of its kind.
    if (there) return there as Promise<readonly T[]>;
    const looking = fresh();
    this.lists.set(key, looking);
    looking.catch(() => (this.lists.peek(key) === looking ? this.lists.delete(key) : undefined));
    return looking;
  }
}
