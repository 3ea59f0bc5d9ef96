import { Workbook } from 'exceljs';
import { contract, text } from '#contracts';
import { readSheet, type Sheet } from './sheet';
import { ROWS, SHEETS, template } from './template';

class Said {
  @text({ zh: '内容', en: 'Text', max: 100 }) readonly text!: string;
}
const said = {
  label: { zh: '办理', en: 'Do' },
  payload: Said,
  facts: ['ThingSaid'],
  who: [{ roles: ['clerk'], power: 'things.do' }],
  clause: '1',
  refusals: [],
} as const;
const things = contract({
  category: 'things',
  label: { zh: '事项', en: 'Things' },
  clause: '1',
  id: { pattern: '^.+$', says: { zh: '任意', en: 'any' }, label: { zh: '编号', en: 'Id' } },
  readers: 'public',
  facts: { ThingSaid: { label: { zh: '已办', en: 'Done' }, data: Said, says: { zh: '已办', en: 'Done' } } },
  refusals: {},
  actions: { 'any-day': said, 'this-day': { ...said, occurredOn: 'today' } },
});

async function opened(action: string): Promise<Workbook> {
  const workbook = new Workbook();
  await workbook.xlsx.load((await template(things, action, 'copy-1', false, [])) as unknown as ArrayBuffer);
  return workbook;
}
const labels = (workbook: Workbook): readonly unknown[] =>
  [1, 2, 3, 4].map((column) => workbook.getWorksheet(SHEETS.entry)?.getCell(ROWS.labels, column).value ?? '');

describe('the template', () => {
  it('asks for the day of the act where another than today may be given, and nowhere else', async () => {
    expect(labels(await opened('any-day'))).toEqual(['序号', '编号', '办理日期', '内容']);
    expect(labels(await opened('this-day'))).toEqual(['序号', '编号', '内容', '']);
  });

  it('is read by the columns it has', async () => {
    const workbook = await opened('this-day');
    const sheet = workbook.getWorksheet(SHEETS.entry);
    if (!sheet) throw new Error('no entry sheet');
    ['1', 't1', '一句话'].forEach((value, i) => (sheet.getCell(ROWS.first, i + 1).value = value));
    const read = (await readSheet(Buffer.from(await workbook.xlsx.writeBuffer()), () => things)) as Sheet;
    expect(read.rows).toEqual([{ line: ROWS.first, row: '1', id: 't1', occurredOn: undefined, data: { text: '一句话' }, errors: [] }]);
  });
});
