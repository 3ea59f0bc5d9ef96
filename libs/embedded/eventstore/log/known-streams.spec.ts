import { KnownStreams } from './known-streams';
import { streamKey } from './stream-key';

const keys = (from: number, to: number): bigint[] => Array.from({ length: to - from }, (_, i) => streamKey(`stream-${from + i}`));

const bytes = (list: readonly bigint[]): Buffer => {
  const page = Buffer.alloc(8 * list.length);
  list.forEach((key, i) => page.writeBigInt64BE(key, 8 * i));
  return page;
};

describe('the filter of known streams', () => {
  it('calls everything possible until it is filled', () => {
    expect(
      new KnownStreams(
        async () => 0,
        async () => undefined,
      ).mayExist(streamKey('x')),
    ).toBe(true);
  });

  it('never calls a stream new that is there, also when it grows far beyond what it was made for and while it is filled', async () => {
    const stored = keys(0, 10_000);
    let release = (): void => undefined;
    let scans = 0;
    const known = new KnownStreams(
      async () => stored.length,
      async (page) => {
        const snapshot = [...stored];
        scans += 1;
        await new Promise<void>((resolve) => (release = resolve));
        page(bytes(snapshot));
      },
    );
    const before = keys(10_000, 20_000);
    known.add(before);
    const filled = known.fill();
    const during = keys(20_000, 100_000);
    known.add(during); // the scan does not see these
    await Promise.resolve();
    release();
    await filled;
    const after = keys(100_000, 220_000);
    known.add(after);
    expect([...stored, ...before, ...during, ...after].filter((key) => !known.mayExist(key))).toEqual([]);
    expect(keys(1_000_000, 1_020_000).filter((key) => known.mayExist(key)).length).toBeLessThan(1_000);
    expect(scans).toBe(1);
  });

  it('is filled at a second try when the first one failed', async () => {
    let fails = true;
    const known = new KnownStreams(
      async () => 3,
      async (page) => {
        if (fails) throw new Error('away');
        page(bytes(keys(0, 3)));
      },
    );
    await expect(known.fill()).rejects.toThrow('away');
    expect(known.mayExist(streamKey('x'))).toBe(true);
    fails = false;
    await known.fill();
    expect([known.mayExist(streamKey('x')), known.mayExist(streamKey('stream-1'))]).toEqual([false, true]);
  });

  it('calls nearly every other stream new', async () => {
    const known = new KnownStreams(
      async () => 20_000,
      async (page) => page(bytes(keys(0, 20_000))),
    );
    await known.fill();
    const wrong = keys(1_000_000, 1_020_000).filter((key) => known.mayExist(key)).length;
    expect(wrong).toBeLessThan(600);
  });
});
