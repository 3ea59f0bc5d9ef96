import { LRUCache } from 'lru-cache';

export interface Rate {
  /** Requests per second in the long run. */
  readonly perSecond: number;
  /** Requests at once after a pause. */
  readonly burst: number;
}

/** Token buckets by key, bounded in number: the least recently seen key is forgotten first. */
export class RateLimiter {
  private readonly buckets = new LRUCache<string, { tokens: number; at_ms: number }>({ max: 50_000 });

  constructor(
    private readonly rate: Rate,
    private readonly now_ms: () => number,
  ) {}

  /** Takes one token; false when there is none. */
  takes(key: string): boolean {
    const now = this.now_ms();
    const bucket = this.buckets.get(key) ?? { tokens: this.rate.burst, at_ms: now };
    bucket.tokens = Math.min(this.rate.burst, bucket.tokens + ((now - bucket.at_ms) / 1_000) * this.rate.perSecond);
    bucket.at_ms = now;
    const enough = bucket.tokens >= 1;
    if (enough) bucket.tokens -= 1;
    this.buckets.set(key, bucket);
    return enough;
  }
}
