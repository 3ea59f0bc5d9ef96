import { comingOf, periodsOf, type DatedValue, type Series } from './parameters';

const value = (from: string, amount: number): DatedValue => ({
  from,
  value: amount,
  unitOfMeasure: '学时/年',
  clause: '11',
  decidedBy: '市委',
});
const values = [value('2018-09-27', 56), value('2024-01-01', 60), value('2030-01-01', 64)];

test('each value governs until the day before the next one', () => {
  expect(periodsOf(values, '2026-03-05').map(({ value: amount, from, until, standing }) => [amount, from, until, standing])).toEqual([
    [64, '2030-01-01', undefined, 'coming'],
    [60, '2024-01-01', '2029-12-31', 'current'],
    [56, '2018-09-27', '2023-12-31', 'former'],
  ]);
});

test('before the first day no value governs', () => {
  expect(periodsOf(values, '2018-09-26').map(({ standing }) => standing)).toEqual(['coming', 'coming', 'coming']);
});

test('a decided value whose day has not come is told', () => {
  const series = { values } as unknown as Series;
  expect(comingOf(series, '2026-03-05')?.value).toBe(64);
  expect(comingOf(series, '2030-01-01')).toBeUndefined();
});
