import { LRUCache } from 'lru-cache';

export interface Rate {
  /** Requests per second in the long run. */
  readonly perSecond: number;
  /** Requests at once after a pause. */
  readonly burst: number;
}

/**
 * Whose bucket an address draws from. A household or a host has a whole /64 of IPv6 addresses and may come from each: they count as one.
 * An IPv4 address in IPv6 form is that IPv4 address.
 */
export function sourceOf(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = (address.split('%', 1)[0] as string).split('::');
  const [first, last] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== '')) as [string[], string[]];
  const groups = tail === undefined ? first : [...first, ...Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0'), ...last];
  return `${groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
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
