import { linesOf, usedOf, type HealthItem } from './health';

const item = (name: string, value: unknown): HealthItem => ({
  name,
  value,
  label: { zh: '', en: '' },
  status: 'ok',
  text: { zh: '', en: '' },
  next: null,
});

test('only views that lag are worth opening, and lists of everything else', () => {
  expect(
    linesOf(
      item('views', [
        { view: 'a', behind: false },
        { view: 'b', behind: true },
      ]),
    ),
  ).toEqual([{ view: 'b', behind: true }]);
  expect(linesOf(item('restarts', [{ name: 'api' }]))).toEqual([{ name: 'api' }]);
  expect(linesOf(item('eventstore', { ms: 3 }))).toEqual([]);
});

test('the gauge of the disk shows what is in use', () => {
  expect(usedOf(item('disk', { free: 25, total: 100 }))).toBe(0.75);
  expect([usedOf(item('disk', null)), usedOf(item('disk', { free: 1, total: 0 })), usedOf(item('backup', { free: 1, total: 2 }))]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
