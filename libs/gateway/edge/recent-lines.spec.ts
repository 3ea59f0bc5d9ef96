import { RecentLines, type PublicLine } from './recent-lines';

/** One line per position, as the rows have them; counts the looks. */
class Told {
  looks = 0;
  reached = 0;

  async since(position: string, limit: number): Promise<{ lines: readonly PublicLine[]; upTo: string; more: boolean }> {
    this.looks += 1;
    const from = Number(position) + 1;
    const upTo = Math.min(this.reached, from + limit - 1);
    const lines = Array.from({ length: Math.max(0, upTo - from + 1) }, (_, n) => ({
      position: String(from + n),
      units: ['330681'],
      item: from + n,
    }));
    return Promise.resolve({ lines, upTo: String(Math.max(upTo, from - 1)), more: upTo < this.reached });
  }
}

const items = (lines: readonly PublicLine[] | undefined): unknown => lines?.map((line) => line.item);

test('gives each line once, in looks of bounded size', async () => {
  const told = new Told();
  const recent = new RecentLines(told, '0');
  told.reached = 1_200;
  const seen: number[] = [];
  for (let more = true; more;) {
    const fresh = await recent.fresh();
    expect(fresh.lines.length).toBeLessThanOrEqual(500);
    seen.push(...fresh.lines.map((line) => Number(line.item)));
    more = fresh.more;
  }
  expect(seen).toEqual(Array.from({ length: 1_200 }, (_, n) => n + 1));
});

test('who comes back soon costs no look; who was away long costs one, or reads anew', async () => {
  const told = new Told();
  const recent = new RecentLines(told, '0');
  told.reached = 3;
  await recent.fresh();
  const { looks } = told;
  expect(items(await recent.since('1'))).toEqual([2, 3]);
  expect(items(await recent.since('3'))).toEqual([]);
  expect(told.looks).toBe(looks);
  recent.skip('3');
  expect(items(await recent.since('1'))).toEqual([2, 3]);
  expect(told.looks).toBe(looks + 1);
  told.reached = 2_000;
  expect(await recent.since('1')).toBeUndefined();
});

test('remembers a bounded number of lines, and knows from where', async () => {
  const told = new Told();
  const recent = new RecentLines(told, '0');
  told.reached = 2_500;
  while ((await recent.fresh()).more);
  const { looks } = told;
  expect(items(await recent.since('2499'))).toEqual([2_500]);
  expect(told.looks).toBe(looks);
  expect(await recent.since('100')).toBeUndefined();
  expect(told.looks).toBe(looks + 1);
});
