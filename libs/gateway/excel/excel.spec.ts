import { Workbook } from 'exceljs';
import { contract, day, fen, flag, choice, listOf, listOfHashes, object, quarters, text, unitCode, code } from '#contracts';
import { zipOf } from '#testing';
import { exportSheet } from './export';
import { faultFile } from './faults';
import { unfit } from './guard';
import { readSheet, type Sheet } from './sheet';
import { ROWS, SHEETS, template } from './template';

class Payee {
  @text({ zh: '姓名', en: 'Name', max: 40 }) readonly name!: string;
}
class Voucher {
  @code({ zh: '凭证', en: 'Voucher', max: 64, pattern: '^[a-z0-9]+$', says: { zh: '小写', en: 'lower' } }) readonly hash!: string;
  @fen({ zh: '金额', en: 'Amount' }) readonly amountFen!: number;
}
class Everything {
  @unitCode({ zh: '单位', en: 'Unit' }) readonly unit!: string;
  @fen({ zh: '金额', en: 'Amount' }) readonly amountFen!: number;
  @day({ zh: '日期', en: 'Day', optional: true }) readonly paidOn?: string;
  @quarters({ zh: '时长', en: 'Hours', max: 24 }) readonly hours!: number;
  @flag({ zh: '同意', en: 'Accepted' }) readonly accepted!: boolean;
  @choice({ zh: '类别', en: 'Kind', of: [{ value: 'a', label: { zh: '甲', en: 'A' } }] }) readonly kind!: string;
  @object(Payee, { zh: '收款人', en: 'Payee' }) readonly payee!: Payee;
  @listOf(Voucher, { zh: '凭证', en: 'Voucher', max: 3 }) readonly vouchers!: readonly Voucher[];
  @listOfHashes({ zh: '附件', en: 'Evidence', max: 3 }) readonly evidence!: readonly string[];
}
const things = contract({
  category: 'things',
  label: { zh: '事项', en: 'Things' },
  clause: '1',
  id: { pattern: '^.+$', says: { zh: '任意', en: 'any' }, label: { zh: '编号', en: 'Id' } },
  readers: 'public',
  facts: { ThingDone: { label: { zh: '已办', en: 'Done' }, data: Everything, says: { zh: '已办', en: 'Done' } } },
  refusals: {},
  actions: {
    do: {
      label: { zh: '办理', en: 'Do' },
      payload: Everything,
      facts: ['ThingDone'],
      who: [{ roles: ['clerk'], power: 'things.do' }],
      clause: '1',
      refusals: [],
    },
  },
});
const known = (category: string) => (category === 'things' ? things : undefined);
const HASH = 'a'.repeat(64);

type CellIn = string | number | Date | { formula: string; result: number };
async function filled(...rows: readonly (readonly CellIn[])[]): Promise<Buffer> {
  const workbook = new Workbook();
  await workbook.xlsx.load((await template(things, 'do', 'copy-1', false, ['330681001 暨阳街道'])) as unknown as ArrayBuffer);
  const sheet = workbook.getWorksheet(SHEETS.entry);
  rows.forEach((row, r) => row.forEach((value, c) => sheet && (sheet.getCell(ROWS.first + r, c + 1).value = value)));
  return Buffer.from(await workbook.xlsx.writeBuffer());
}
const good: readonly CellIn[] = [
  '1',
  't1',
  '2021-01-05',
  '330681001 暨阳街道',
  '1234.50',
  new Date('2021-01-04'),
  1.25,
  '是',
  '甲',
  '张三',
  'x1',
  '10',
  'x2',
  20.5,
  '',
  '',
  HASH,
];

describe('a filled-in template', () => {
  it('is read as the payloads it means', async () => {
    const sheet = await readSheet(await filled(good), known);
    expect(sheet).toEqual({
      copy: 'copy-1',
      category: 'things',
      action: 'do',
      rows: [
        {
          line: ROWS.first,
          row: '1',
          id: 't1',
          occurredOn: '2021-01-05',
          errors: [],
          data: {
            unit: '330681001',
            amountFen: 123450,
            paidOn: '2021-01-04',
            hours: 1.25,
            accepted: true,
            kind: 'a',
            payee: { name: '张三' },
            vouchers: [
              { hash: 'x1', amountFen: 1000 },
              { hash: 'x2', amountFen: 2050 },
            ],
            evidence: [HASH],
          },
        },
      ],
    });
  });

  it('names formulas, rounded numbers and repeated row numbers instead of guessing', async () => {
    const formula = [...good];
    formula[4] = { formula: '1+1', result: 2 };
    const rounded = [...good];
    rounded[1] = 12345678901234567890;
    const sheet = (await readSheet(await filled(formula, rounded), known)) as Sheet;
    expect(sheet.rows.map((row) => row.errors.map((error) => `${error.field} ${error.code}`))).toEqual([
      ['amountFen formula'],
      ['@id inexact', '# repeated'],
    ]);
  });

  it('keeps a money cell that is no whole fen as it is, for the check to name', async () => {
    const odd = [...good];
    odd[4] = '1.005';
    expect(((await readSheet(await filled(odd), known)) as Sheet).rows[0]?.data['amountFen']).toBe('1.005');
  });

  it('comes back with its errors beside the lines and can be read again', async () => {
    const upload = await filled(good);
    const mended = await faultFile(upload, [
      { line: ROWS.first, errors: [{ field: 'unit', code: 'x', text: { zh: '没有这个单位', en: 'no such unit' } }] },
    ]);
    expect(await readSheet(mended, known)).toEqual(await readSheet(upload, known));
    const workbook = new Workbook();
    await workbook.xlsx.load(mended as unknown as ArrayBuffer);
    expect(JSON.stringify(workbook.getWorksheet(SHEETS.entry)?.getRow(ROWS.first).values)).toContain('"单位：没有这个单位"');
  });
});

describe('what is no filled-in template', () => {
  it('is named: text, an empty sheet, another workbook', async () => {
    expect(await readSheet(Buffer.from('hello'), known)).toBe('excel.not-a-workbook');
    expect(await readSheet(await filled(), known)).toBe('excel.empty');
    const other = new Workbook();
    other.addWorksheet('x');
    expect(await readSheet(Buffer.from(await other.xlsx.writeBuffer()), known)).toBe('excel.no-copy');
    expect(await readSheet(await filled(good), () => undefined)).toBe('excel.other-template');
  });
  it('is named when half of it is missing', async () => {
    const upload = await filled(good);
    expect(await readSheet(upload.subarray(0, upload.length / 2), known)).toBe('excel.not-a-workbook');
  });
  it('is stopped while inflating when it is a bomb', async () => {
    expect(await unfit(zipOf('xl/workbook.xml', Buffer.alloc(80 * 2 ** 20)))).toBe('excel.bomb');
  });
});

describe('an export', () => {
  it('has typed cells, who and when, and texts that are no formulas', async () => {
    const file = await exportSheet(
      { title: '支付', by: 'auditor', at: '2021-06-15 10:00', asOf: '2021-06-15', position: '9', synthetic: true },
      [
        { name: 'a', label: '金额', type: 'fen' },
        { name: 'b', label: '事由', type: 'text' },
        { name: 'c', label: '日期', type: 'day' },
      ],
      [{ a: 900719925474099, b: '=1+1', c: '2021-01-05' }],
    );
    const workbook = new Workbook();
    await workbook.xlsx.load(file as unknown as ArrayBuffer);
    const sheet = workbook.getWorksheet('导出');
    expect(sheet?.getCell(1, 1).value).toBe('【演示数据】支付');
    expect(String(sheet?.getCell(2, 1).value)).toContain('导出人 auditor · 导出时间 2021-06-15 10:00');
    expect([1, 2, 3].map((c) => sheet?.getCell(4, c).value)).toEqual(['9007199254740.99', '=1+1', new Date('2021-01-05T00:00:00Z')]);
  });
});
