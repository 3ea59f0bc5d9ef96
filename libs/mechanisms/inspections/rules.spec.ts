import fc from 'fast-check';
import { addDays, daysBetween } from '#kernel';
import { coverageOf, rectificationOf } from './rules';

const day = fc.integer({ min: 0, max: 4_000 }).map((n) => addDays('2016-01-01', n));
const counted = fc
  .record({ due: fc.nat(600), part: fc.double({ min: 0, max: 1, noNaN: true }), termFrom: day, on: day })
  .map(({ due, part, termFrom, on }) => ({ due, inspected: Math.floor(due * part), termFrom, on }));

describe('coverage', () => {
  it('says by example: 8 of 23 in the first year', () => {
    const coverage = coverageOf({ due: 23, inspected: 8, termFrom: '2017-01-01', on: '2017-12-31' });
    expect(coverage).toEqual({
      due: 23,
      inspected: 8,
      share: 8 / 23,
      pacePerYear: 8,
      projectedOn: addDays('2017-12-31', Math.ceil((15 * 365) / 8)),
    });
  });
  it('counts the first day of the term', () =>
    expect(coverageOf({ due: 2, inspected: 1, termFrom: '2017-01-01', on: '2017-01-01' })).toMatchObject({
      pacePerYear: 365,
      projectedOn: '2017-01-02',
    }));
  it('says no data for 0 of 0', () =>
    expect(coverageOf({ due: 0, inspected: 0, termFrom: '2017-01-01', on: '2018-01-01' })).toMatchObject({
      share: null,
      projectedOn: null,
    }));
  it('projects nothing at pace 0', () =>
    expect(coverageOf({ due: 23, inspected: 0, termFrom: '2017-01-01', on: '2018-01-01' })).toMatchObject({
      share: 0,
      pacePerYear: 0,
      projectedOn: null,
    }));
  it('has no pace before the term', () =>
    expect(coverageOf({ due: 23, inspected: 0, termFrom: '2017-01-01', on: '2016-12-31' })).toMatchObject({
      pacePerYear: null,
      projectedOn: null,
    }));

  it('keeps its laws', () => {
    fc.assert(
      fc.property(counted, (given) => {
        const { share, pacePerYear, projectedOn } = coverageOf(given);
        expect(share === null).toBe(given.due === 0);
        if (share !== null) expect(share >= 0 && share <= 1).toBe(true);
        const begun = given.termFrom <= given.on;
        expect(pacePerYear === null).toBe(!begun);
        expect(projectedOn !== null).toBe(begun && given.inspected > 0);
        if (projectedOn === null) return;
        expect(projectedOn >= given.on).toBe(true);
        expect(projectedOn === given.on).toBe(given.inspected === given.due);
        // At this pace everything is inspected by the projected day, and was not the day before.
        const days = daysBetween(given.termFrom, given.on) + 1;
        const total = daysBetween(given.termFrom, projectedOn) + 1;
        expect(given.inspected * total >= given.due * days).toBe(true);
        if (given.inspected < given.due) expect(given.inspected * (total - 1) < given.due * days).toBe(true);
      }),
    );
  });

  it('never projects a later day when one more is inspected', () => {
    fc.assert(
      fc.property(
        counted.filter(({ due, inspected, termFrom, on }) => termFrom <= on && inspected > 0 && inspected < due),
        (given) =>
          expect(
            (coverageOf({ ...given, inspected: given.inspected + 1 }).projectedOn ?? '') <= (coverageOf(given).projectedOn ?? ''),
          ).toBe(true),
      ),
    );
  });
});

describe('rectification', () => {
  const measure = (due: string, status = 'set', doneOn: string | null = null) => ({ due, status, doneOn });
  it('says by example', () => {
    const measures = [
      measure('2021-05-01', 'accepted', '2021-04-30'),
      measure('2021-05-01', 'done', '2021-05-01'),
      measure('2021-05-01', 'accepted', '2021-05-02'),
      measure('2021-05-01', 'rejected'),
      measure('2021-06-15'),
      measure('2021-07-01', 'accepted', '2021-06-01'),
      measure('2021-07-01'),
    ];
    expect(rectificationOf(measures, '2021-06-15')).toEqual({ due: 5, onTime: 2, late: 2, open: 4 });
  });
  it('never counts a measure both on time and late', () => {
    const measures = fc.array(
      fc.record({ due: day, status: fc.constantFrom('set', 'done', 'accepted', 'rejected'), doneOn: fc.option(day) }),
    );
    fc.assert(
      fc.property(measures, day, (given, on) => {
        const { due, onTime, late, open } = rectificationOf(given, on);
        expect(onTime + late).toBeLessThanOrEqual(due);
        expect(due).toBeLessThanOrEqual(given.length);
        expect(open).toBeLessThanOrEqual(given.length);
      }),
    );
  });
});
