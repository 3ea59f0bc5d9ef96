import type { ReadContext } from '#readside';
import { KeptLists } from './kept.queries';

const at = (position: string | undefined, asOf = '2021-06-15'): ReadContext =>
  ({ position, asOf, knownAt: undefined }) as unknown as ReadContext;

describe('kept lists', () => {
  let looks = 0;
  const fresh = () => Promise.resolve([{ look: (looks += 1) }]);
  beforeEach(() => (looks = 0));

  it('are looked up once for a position, by all who ask at the same time too', async () => {
    const kept = new KeptLists();
    const [first, second] = await Promise.all([kept.list(at('7'), ['330681'], fresh), kept.list(at('7'), ['330681'], fresh)]);
    expect([first, second, await kept.list(at('7'), ['330681'], fresh)]).toEqual([[{ look: 1 }], [{ look: 1 }], [{ look: 1 }]]);
  });

  it('are new with the next fact, another day, another unit, and where no position is known', async () => {
    const kept = new KeptLists();
    for (const [context, unit] of [
      [at('7'), 'a'],
      [at('8'), 'a'],
      [at('7', '2021-06-16'), 'a'],
      [at('7'), 'b'],
      [at(undefined), 'a'],
      [at(undefined), 'a'],
    ] as const)
      await kept.list(context, [unit], fresh);
    expect(looks).toBe(6);
  });

  it('keep no failure', async () => {
    const kept = new KeptLists();
    await expect(kept.list(at('7'), ['a'], () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await kept.list(at('7'), ['a'], fresh)).toEqual([{ look: 1 }]);
  });
});
