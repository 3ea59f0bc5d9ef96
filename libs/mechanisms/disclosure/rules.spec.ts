import * as fc from 'fast-check';
import { addDays } from '#kernel';
import { lastPeriod, periodName, periodOf, standingOn } from './rules';

const day = fc.integer({ min: 0, max: 20_000 }).map((count) => addDays('1990-01-01', count));
const perYear = fc.integer({ min: 1, max: 12 });

describe('a period', () => {
  it.each([
    ['2021-05-31', 4, '2021-04-01', '2021-06-30'],
    ['2021-02-10', 12, '2021-02-01', '2021-02-28'],
    ['2024-02-29', 12, '2024-02-01', '2024-02-29'],
    ['2021-12-31', 2, '2021-07-01', '2021-12-31'],
    ['2021-06-01', 1, '2021-01-01', '2021-12-31'],
    ['2021-03-01', 7, '2021-03-01', '2021-04-30'],
  ])('of %s with %d a year runs from %s to %s', (on, count, from, until) => expect(periodOf(on, count)).toEqual({ from, until }));

  it('holds its day, and the next one begins the day after', () => {
    fc.assert(
      fc.property(day, perYear, (on, count) => {
        const { from, until } = periodOf(on, count);
        expect(from <= on && on <= until).toBe(true);
        expect(periodOf(addDays(until, 1), count).from).toBe(addDays(until, 1));
        expect(periodOf(from, count)).toEqual(periodOf(until, count));
      }),
    );
  });

  it('is over on its last day', () => {
    expect(lastPeriod('2021-06-30', 4)).toEqual({ from: '2021-04-01', until: '2021-06-30' });
    expect(lastPeriod('2021-06-29', 4)).toEqual({ from: '2021-01-01', until: '2021-03-31' });
    expect(lastPeriod('2021-01-05', 4)).toEqual({ from: '2020-10-01', until: '2020-12-31' });
  });
});

describe('the name of a period', () => {
  it.each([
    [1, '2026年', '2026'],
    [2, '2026年上半年', 'first half of 2026'],
    [3, '2026年5至8月', '2026-05 to 2026-08'],
    [4, '2026年第二季度', 'quarter 2 of 2026'],
    [12, '2026年5月', '2026-05'],
  ])('with %d a year is %s', (count, zh, en) => expect(periodName(periodOf('2026-05-20', count))).toEqual({ zh, en }));
  it('of the second half', () => expect(periodName(periodOf('2026-07-01', 2)).zh).toBe('2026年下半年'));
});

describe('a topic', () => {
  const first = '2020-02-01';
  it.each([
    ['2020-12-31', 'late', '2021-03-31'],
    [null, 'late', '2021-03-31'],
    ['2021-01-01', 'open', '2021-06-30'],
    ['2021-03-31', 'open', '2021-06-30'],
  ])('last shown on %s is %s in May, by %s', (last, is, until) =>
    expect(standingOn('2021-05-20', 4, { first, last })).toMatchObject({ is, period: { until } }),
  );

  it('that was shown in this period is not spoken of, nor one of a board that has just opened', () => {
    expect(standingOn('2021-05-20', 4, { first, last: '2021-04-01' })).toBeUndefined();
    expect(standingOn('2021-05-20', 4, { first: '2021-04-02', last: null })).toBeUndefined();
    expect(standingOn('2021-05-20', 4, { first: null, last: null })).toBeUndefined();
    expect(standingOn('2021-05-20', 4, { first: '2021-03-30', last: null })).toMatchObject({ is: 'open' });
  });
});
