import { portionOf, progressOf, type SheetReport } from './sheet-import';

const row = (line: number): SheetReport['recorded'][number] => ({ line, row: String(line), stream: 's', revision: 0 });
const report = (more: Partial<SheetReport>): SheetReport => ({
  copy: 'c',
  category: 'wishes',
  action: 'post',
  rows: 50,
  faults: [],
  recorded: [],
  ...more,
});

it('goes on until every row is recorded, and stops where the ledger stops', () => {
  expect(progressOf(0, report({ recorded: [row(4), row(5)] }))).toEqual({ is: 'going', done: 2 });
  expect(progressOf(48, report({ recorded: [row(52), row(53)] }))).toEqual({ is: 'done', done: 50 });
  expect(progressOf(20, report({ recorded: [row(24)], stopped: { line: 25, row: '22', code: 'x', detail: '', detailZh: '' } }))).toEqual({
    is: 'stopped',
    done: 21,
  });
  expect(progressOf(20, report({ faults: [{ line: 25, row: '22', errors: [] }] }))).toEqual({ is: 'faulty', done: 20 });
  // An answer that records nothing more must not be asked for again and again.
  expect(progressOf(20, report({}))).toEqual({ is: 'done', done: 20 });
});

it('sends a tenth at a time, within bounds', () => {
  expect([1, 200, 1_000, 5_000].map(portionOf)).toEqual([20, 20, 100, 500]);
});
