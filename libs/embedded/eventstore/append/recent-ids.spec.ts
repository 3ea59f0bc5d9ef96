import { RecentIds } from './recent-ids';

const at = (stream: string) => ({ stream, revision: 0n });

describe('the ids of late appends', () => {
  it('keep the first place of an id, and the latest ids only', () => {
    const ids = new RecentIds(3);
    for (const id of ['a', 'b', 'a', 'c']) ids.add(id, at(`of ${id}`));
    ids.add('a', at('another'));
    expect(ids.find('a')?.stream).toBe('of a');
    ids.add('d', at('of d'));
    expect(['a', 'b', 'c', 'd'].filter((id) => ids.find(id) !== undefined)).toEqual(['b', 'c', 'd']);
  });

  it('hold a bounded length of names', () => {
    const ids = new RecentIds(100, 1_000);
    for (let i = 0; i < 20; i++) ids.add(`id-${i}`, at('s'.repeat(100)));
    expect(Array.from({ length: 20 }, (_, i) => `id-${i}`).filter((id) => ids.find(id) !== undefined)).toHaveLength(10);
  });

  it('cost the same when many came before', () => {
    const ids = new RecentIds();
    const cost = (from: number): number => {
      const before = process.cpuUsage();
      for (let i = from; i < from + 90_000; i++) ids.add(`00000000-0000-4000-8000-${i}`, at('stream'));
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const first = cost(0);
    const later = cost(90_000) + cost(180_000) + cost(270_000);
    expect(later / 3).toBeLessThan(10 * first);
  });
});
