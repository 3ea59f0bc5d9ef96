import { RateLimiter, sourceOf } from './rate';

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

describe('whose bucket an address draws from', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s: %s', (address, source) => expect(sourceOf(address)).toBe(source));
});
