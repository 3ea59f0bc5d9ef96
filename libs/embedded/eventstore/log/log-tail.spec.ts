import { LogTail, type TailEvent } from './log-tail';

const event = (position: number, bytes = 10): TailEvent => ({
  position: BigInt(position),
  revision: 0n,
  body: Buffer.alloc(bytes),
  stream: 's',
  type: 't',
});
const positions = (events: readonly TailEvent[] | undefined): number[] | undefined => events?.map((e) => Number(e.position));

describe('the tail of the log', () => {
  it('gives what comes after a position, and says when it does not reach back', () => {
    const tail = new LogTail(100n);
    tail.push([event(110), event(120), event(130)], 130n);
    expect(positions(tail.read(100n, 10))).toEqual([110, 120, 130]);
    expect(positions(tail.read(115n, 1))).toEqual([120]);
    expect(positions(tail.read(130n, 10))).toEqual([]);
    expect(tail.read(99n, 10)).toBeUndefined();
  });

  it('lets the oldest go by number and by bytes', () => {
    const tail = new LogTail(0n);
    for (let i = 1; i <= 40_000; i++) tail.push([event(i)], BigInt(i));
    expect(tail.read(40_000n - 16_385n, 1)).toBeUndefined();
    expect(positions(tail.read(40_000n - 16_384n, 2))).toEqual([23_617, 23_618]);
    tail.push([event(50_000, 40 * 1024 * 1024)], 50_000n);
    expect(tail.read(49_999n, 1)).toBeUndefined();
    expect(tail.read(50_000n, 1)).toEqual([]);
  });

  it('wakes each waiting follower once, and none that called it off', () => {
    const tail = new LogTail(0n);
    const woken: string[] = [];
    tail.onChange(() => woken.push('a'));
    tail.onChange(() => woken.push('b'))();
    tail.push([event(1)], 1n);
    tail.push([event(2)], 2n);
    expect(woken).toEqual(['a']);
  });

  it('forgets after a lost connection, because others may have been written', () => {
    const tail = new LogTail(0n);
    tail.push([event(1)], 1n);
    tail.restart(5n);
    expect(tail.read(1n, 10)).toBeUndefined();
    expect(tail.head).toBe(5n);
  });
});
