import * as fc from 'fast-check';
import { addDays } from '#kernel';
import { ranksOf, seriesDays, together, valueOf, yearToDate } from './indicators.rules';
import { addedUp } from './overdue.rules';
import { Turns } from './turns.queries';

const parts = fc.record({ part: fc.integer({ min: 0, max: 1_000_000 }), whole: fc.integer({ min: 0, max: 1_000_000 }) });
const day = fc.integer({ min: 0, max: 20_000 }).map((count) => addDays('1990-01-01', count));

describe('parts and wholes', () => {
  it('of the children are those of the parent, however they are grouped', () => {
    fc.assert(
      fc.property(fc.array(fc.array(parts, { minLength: 1 }), { minLength: 1 }), (children) => {
        const summed = children.flatMap((child) => together(child) ?? []);
        expect(together(summed)).toEqual(together(children.flat()));
      }),
    );
  });
  it('make a value between those of the children', () => {
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1 }), (children) => {
        const values = children.flatMap((child) => valueOf('share', child) ?? []);
        const value = valueOf('share', together(children));
        if (value === null || values.length < children.length) return;
        expect(value).toBeGreaterThanOrEqual(Math.min(...values) * (1 - 1e-9));
        expect(value).toBeLessThanOrEqual(Math.max(...values) * (1 + 1e-9));
      }),
    );
  });
  it('of nothing are no data', () => {
    expect(together([])).toBeUndefined();
    expect(valueOf('sum', undefined)).toBeNull();
    expect(valueOf('share', { part: 0, whole: 0 })).toBeNull();
    expect(valueOf('mean', { part: 0, whole: 0 })).toBeNull();
    expect(valueOf('sum', { part: 0, whole: 0 })).toBe(0);
    expect(valueOf('mean', { part: 7, whole: 2 })).toBe(3.5);
  });
});

describe('the days of a series', () => {
  it('are ends of months before the day, and the day', () => {
    expect(seriesDays('2021-03-15')).toEqual([
      '2020-04-30',
      '2020-05-31',
      '2020-06-30',
      '2020-07-31',
      '2020-08-31',
      '2020-09-30',
      '2020-10-31',
      '2020-11-30',
      '2020-12-31',
      '2021-01-31',
      '2021-02-28',
      '2021-03-15',
    ]);
    expect(seriesDays('0001-01-15')).toEqual(['0001-01-15']);
  });
  it('ascend, twelve at most, each once', () => {
    fc.assert(
      fc.property(day, (asOf) => {
        const days = seriesDays(asOf);
        expect(days).toHaveLength(12);
        expect([...new Set(days)].sort()).toEqual(days);
        expect(days.at(-1)).toBe(asOf);
      }),
    );
  });
});

test('a year to date begins anew in January', () => {
  const days = ['2020-12-31', '2021-01-31', '2021-02-28'];
  const buckets = [
    { at: 0, year: 2020, amount: 5 },
    { at: 1, year: 2021, amount: 7 },
    { at: 1, year: 2020, amount: 1 },
    { at: 2, year: 2021, amount: 2 },
  ];
  expect(days.map((_, at) => yearToDate(buckets, days, at))).toEqual([5, 7, 9]);
});

test('ranks: the best first, ties share one, who has no value has none', () => {
  expect(ranksOf([1, null, 3, 3, 2])).toEqual([4, null, 1, 1, 3]);
  expect(ranksOf([1, null, 3, 3, 2], 'lower')).toEqual([1, null, 3, 3, 2]);
});

test('what is open adds up in any order, and its oldest day is the earliest', () => {
  const count = fc.record({ open: fc.nat(99), late: fc.nat(99), oldest: fc.option(day, { nil: null }) });
  fc.assert(
    fc.property(fc.array(count), fc.array(count), (some, others) => {
      expect(addedUp([addedUp(some), addedUp(others)])).toEqual(addedUp([...others, ...some]));
    }),
  );
  expect(addedUp([])).toEqual({ open: 0, late: 0, oldest: null });
});

describe('turns', () => {
  it('let so many go on at once and all come to their end, in order, whatever fails', async () => {
    const turns = new Turns(2);
    const began: number[] = [];
    let [going, most] = [0, 0];
    const work = (count: number) => async (): Promise<number> => {
      began.push(count);
      most = Math.max(most, (going += 1));
      await Promise.resolve();
      going -= 1;
      if (count === 2) throw new Error('away');
      return count;
    };
    const found = await Promise.allSettled([0, 1, 2, 3, 4, 5].map((count) => turns.take(work(count))));
    expect(found.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    expect([most, began]).toEqual([2, [0, 1, 2, 3, 4, 5]]);
  });
});
