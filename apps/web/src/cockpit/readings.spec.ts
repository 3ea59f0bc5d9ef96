import { barOf, bestAndWorst, digitsOf, shortBy, sparkOf, tallyOf, telling, turnOf, worstFirst, type Reading } from './readings';

const met: Reading = { id: 'met', status: 'met', value: 60, target: { min: 56 } };
const little: Reading = { id: 'little', status: 'short', value: 50, target: { min: 56 } };
const much: Reading = { id: 'much', status: 'over', value: 30, target: { max: 15 } };
const none: Reading = { id: 'none', status: 'no-data', value: null, target: { min: 1 } };
const later: Reading = { id: 'later', status: 'not-recorded', value: null, target: null };

describe('the scoreboard', () => {
  it('counts only what can be judged', () => {
    expect(tallyOf([met, little, much, none, later])).toEqual({ met: 1, missed: 2, noData: 1, notRecorded: 1, judged: 3 });
  });

  it('shows the furthest from its target first, and what is not recorded last', () => {
    expect(worstFirst([later, none, met, little, much]).map(({ id }) => id)).toEqual(['much', 'little', 'met', 'none', 'later']);
  });

  it('ranks by what tells units apart: not by what is nothing everywhere', () => {
    const nothing: Reading = { id: 'nothing', status: 'short', value: 0, target: { min: 100 } };
    expect(telling([met, nothing, little, much]).map(({ id }) => id)).toEqual(['much', 'little', 'nothing', 'met']);
  });

  it('shows of a long ranking its two ends, whatever the order it came in', () => {
    const ranked = [3, 1, null, 5, 2, 4].map((rank) => ({ rank }));
    const ranks = (most: number) => bestAndWorst(ranked, most).shown.map(({ rank }) => rank);
    expect(ranks(4)).toEqual([1, 2, 4, 5]);
    expect(bestAndWorst(ranked, 4).cut).toBe(2);
    expect(ranks(5)).toEqual([1, 2, 3, 4, 5]);
    expect(ranks(6)).toEqual([1, 2, 3, 4, 5, null]);
    expect(bestAndWorst(ranked, 6).cut).toBeUndefined();
  });

  it('measures the distance by the target, to either side', () => {
    expect(shortBy(met)).toBe(0);
    expect(shortBy(little)).toBeCloseTo(6 / 56);
    expect(shortBy(much)).toBe(1);
    expect(shortBy({ value: 2, target: { max: 0 } })).toBe(1);
  });

  it('says whether a number came nearer to its target', () => {
    expect(turnOf(little, met)).toBe('better');
    expect(turnOf(much, { ...much, value: 40 })).toBe('worse');
    expect(turnOf(met, { ...met, value: 70 })).toBe('same');
    expect(turnOf(none, met)).toBe('unknown');
  });

  it('never rounds a missed target to a met one', () => {
    expect(digitsOf({ value: 99.9973, target: { min: 100 } }, 1)).toBe(3);
    expect(digitsOf({ value: 15.04, target: { max: 15 } }, 1)).toBe(2);
    expect(digitsOf({ value: 99.3, target: { min: 100 } }, 1)).toBe(1);
    expect(digitsOf({ value: 100, target: { min: 100 } }, 1)).toBe(1);
    expect(digitsOf({ value: null, target: { min: 100 } }, 1)).toBe(1);
    expect(digitsOf({ value: 99.999_999, target: { min: 100 } }, 1)).toBe(4);
  });

  it('draws a bar to its mark and past it', () => {
    expect(barOf({ value: 5, target: { min: 10 } })).toEqual({ filled: 0.4, mark: 0.8 });
    expect(barOf({ value: 20, target: { min: 10 } })).toEqual({ filled: 1, mark: 0.5 });
    expect(barOf(none)).toBeUndefined();
  });

  it('breaks the line where there was no value, and draws a level one in the middle', () => {
    expect(sparkOf([{ value: 1 }, { value: null }, { value: 3 }])).toEqual(['2.0,27.0', '98.0,3.0']);
    expect(sparkOf([{ value: 4 }, { value: 4 }])).toEqual(['2.0,15.0 98.0,15.0']);
    expect(sparkOf([{ value: null }])).toEqual([]);
  });
});
