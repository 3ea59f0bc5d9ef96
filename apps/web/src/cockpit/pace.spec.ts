import { daysBetween, paceNeeded, paceOf, shouldBe } from './pace';

const term = { from: '2021-01-01', until: '2026-01-01', on: '2024-01-01' };

describe('the pace of a term', () => {
  it('says whether all will be inspected in time', () => {
    expect(paceOf({ due: 23, inspected: 23, projectedOn: '2024-01-01' }, term)).toBe('complete');
    expect(paceOf({ due: 23, inspected: 15, projectedOn: '2025-12-31' }, term)).toBe('in-time');
    expect(paceOf({ due: 23, inspected: 4, projectedOn: '2052-08-06' }, term)).toBe('late');
    expect(paceOf({ due: 23, inspected: 0, projectedOn: null }, term)).toBe('unknown');
  });

  it('does not call a term that is over late: it was missed; and nothing due is not complete', () => {
    expect(paceOf({ due: 23, inspected: 22, projectedOn: '2026-02-01' }, { ...term, on: '2026-01-01' })).toBe('missed');
    expect(paceOf({ due: 0, inspected: 0, projectedOn: null }, term)).toBe('unknown');
  });

  it('says what pace is needed from here on', () => {
    expect(paceNeeded({ due: 23, inspected: 13, projectedOn: null }, term)).toBeCloseTo(5, 1);
    expect(paceNeeded({ due: 23, inspected: 23, projectedOn: null }, term)).toBeUndefined();
    expect(paceNeeded({ due: 23, inspected: 3, projectedOn: null }, { ...term, on: '2026-01-01' })).toBeUndefined();
  });

  it('draws the line to keep to', () => {
    expect(shouldBe(23, term, '2021-01-01')).toBe(0);
    expect(shouldBe(20, term, '2023-07-03')).toBeCloseTo(10, 1);
    expect(shouldBe(23, term, '2027-01-01')).toBe(23);
  });

  it('asks for evenly spread days, the first and the last among them', () => {
    expect(daysBetween('2026-01-01', '2026-01-31', 4)).toEqual(['2026-01-01', '2026-01-11', '2026-01-21', '2026-01-31']);
    expect(daysBetween('2026-01-01', '2026-01-02', 12)).toEqual(['2026-01-01', '2026-01-02']);
    expect(daysBetween('2026-01-01', '2026-01-01', 12)).toEqual(['2026-01-01']);
  });
});
