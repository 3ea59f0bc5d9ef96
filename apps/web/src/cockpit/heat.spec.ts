import { heatOf, warmth } from './heat';

const cell = (unit: string, mechanism: string, open: number, late: number) => ({
  unit,
  name: `街道${unit}`,
  mechanism,
  open,
  late,
  oldest: late > 0 ? '2026-01-01' : null,
});

describe('the heat map of what is overdue', () => {
  const heat = heatOf([
    cell('1', 'funds', 3, 1),
    cell('1', 'wishes', 0, 0),
    cell('1', 'inspections', 2, 2),
    cell('2', 'funds', 9, 7),
    cell('2', 'wishes', 0, 0),
  ]);

  it('puts the worst unit and the worst mechanism first', () => {
    expect(heat.rows.map(({ unit, late, open }) => [unit, late, open])).toEqual([
      ['2', 7, 9],
      ['1', 3, 5],
    ]);
    expect(heat.columns.map(({ mechanism, late, open }) => [mechanism, late, open])).toEqual([
      ['funds', 8, 12],
      ['inspections', 2, 2],
    ]);
    expect([heat.late, heat.open]).toEqual([10, 14]);
  });

  it('is at its hottest where most is late, but never for a few things', () => {
    expect(heat.most).toBe(8);
    expect(heatOf([cell('1', 'funds', 20, 20)]).most).toBe(20);
    expect(warmth(2, heatOf([cell('1', 'funds', 2, 2)]).most)).toBe(3);
  });

  it('keeps the columns of every row in one order, with gaps where nothing was counted', () => {
    expect(heat.rows.map(({ cells }) => cells.map((one) => one?.late))).toEqual([
      [7, undefined],
      [1, 2],
    ]);
  });

  it('says since when the first of a unit’s open things was due', () => {
    const since = (unit: string, oldest: string | null) => ({ ...cell(unit, 'funds', 1, 1), oldest });
    const dated = heatOf([since('1', '2026-03-01'), { ...since('1', '2025-12-31'), mechanism: 'wishes' }, since('2', null)]);
    expect(dated.rows.map(({ unit, oldest }) => [unit, oldest])).toEqual([
      ['1', '2025-12-31'],
      ['2', null],
    ]);
  });

  it('warms from nothing to the most', () => {
    expect([0, 1, 4, 9, 25].map((late) => warmth(late, 25))).toEqual([0, 1, 2, 3, 5]);
    expect(warmth(0, 0)).toBe(0);
  });
});
