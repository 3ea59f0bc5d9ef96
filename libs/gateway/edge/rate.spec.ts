import { RateLimiter } from './rate';

describe('a rate limit', () => {
  it('lets a burst through, then as many as time gives back, per key', () => {
    let now = 0;
    const limiter = new RateLimiter({ perSecond: 2, burst: 3 }, () => now);
    expect([1, 2, 3, 4].map(() => limiter.takes('a'))).toEqual([true, true, true, false]);
    expect(limiter.takes('b')).toBe(true);
    now = 500;
    expect([limiter.takes('a'), limiter.takes('a')]).toEqual([true, false]);
    now = 1_000_000;
    expect([1, 2, 3, 4].map(() => limiter.takes('a'))).toEqual([true, true, true, false]);
  });
});
