import { KnownStreams } from './known-streams';
import { streamKey } from './stream-key';

const keys = (from: number, to: number): bigint[] => Array.from({ length: to - from }, (_, i) => streamKey(`stream-${from + i}`));

describe('the filter of known streams', () => {
  it('calls everything possible until it is filled', () => {
    expect(
      new KnownStreams(
        async () => 0,
        async () => undefined,
      ).mayExist(streamKey('x')),
    ).toBe(true);
  });

  it('never calls a stream new that is there, also when it grows and while it is filled anew', async () => {
    const stored = keys(0, 10_000);
    let release = (): void => undefined;
    let scans = 0;
    const known = new KnownStreams(
      async () => stored.length,
      async (page) => {
        const snapshot = [...stored];
        scans += 1;
        if (scans > 1) await new Promise<void>((resolve) => (release = resolve));
        page(snapshot);
      },
    );
    await known.fill();
    const before = keys(10_000, 60_000);
    known.add(before);
    stored.push(...before);
    const during = keys(60_000, 90_000);
    known.add(during); // more than it was made for: it is filled anew, from a scan that does not see these
    await Promise.resolve();
    await Promise.resolve();
    expect(scans).toBe(2);
    const last = keys(90_000, 90_100);
    known.add(last);
    release();
    await known.fill();
    expect([...stored, ...during, ...last].filter((key) => !known.mayExist(key))).toEqual([]);
  });

  it('calls nearly every other stream new', async () => {
    const known = new KnownStreams(
      async () => 20_000,
      async (page) => page(keys(0, 20_000)),
    );
    await known.fill();
    const wrong = keys(1_000_000, 1_020_000).filter((key) => known.mayExist(key)).length;
    expect(wrong).toBeLessThan(600);
  });
});
