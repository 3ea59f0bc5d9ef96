import { Workbook } from 'exceljs';
import type { JsonObject } from '#kernel';
import { caseFileJson } from './casefile';
import type { CaseFile } from './casefile-content';
import { caseFilePdf } from './casefile-pdf';
import { caseFileSheet } from './casefile-sheet';
import { readPdf } from './pdf-text.fixture';

const label = (zh: string, en = zh): JsonObject => ({ zh, en });
const fact = (revision: number): JsonObject => ({
  stream: 'funds-330681001001.2026.work',
  revision,
  position: String(1000 + revision),
  type: 'PaymentPaid',
  label: label('款项已支付'),
  categoryLabel: label('经费账户'),
  action: 'pay',
  actionLabel: label('支付'),
  says: label(`支付 p${revision}:楼道照明维修,收款方惠民超市`),
  occurredOn: '2026-03-05',
  recordedAt: '2026-03-05T06:07:08.000Z',
  actor: {
    account: 'finance-1',
    role: 'finance',
    unit: '330681',
    accountLabel: label('finance-1'),
    roleLabel: label('财政'),
    unitName: '诸暨市',
  },
  concerns: '330681001001',
  concernsName: '江新社区',
  authority: { rests: 'mandates-330681.funds.pay@0', text: label('支付,条款 19') },
  source: { kind: 'web', label: label('网页办理') },
  data: { payment: `p${revision}`, amountFen: 1_234_567 },
  said: [{ label: label('支付编号'), text: label(`p${revision}`) }],
  corrects: revision === 1 ? 'funds-330681001001.2026.work@0' : null,
  correctedBy: null,
  changes: [
    { path: 'paid', label: label('已支付'), before: 0, after: 1_234_567, says: { before: label('0.00 元'), after: label('12,345.67 元') } },
  ],
});
const file = (count: number, synthetic = false): CaseFile => ({
  title: { zh: '案卷:单位 江新社区', en: 'Case file' },
  filter: [{ label: { zh: '单位', en: 'Unit' }, text: { zh: '江新社区(330681001001)', en: '' } }],
  watermark: {
    account: 'eye',
    role: 'auditor',
    roleLabel: { zh: '审计', en: 'Auditor' },
    unit: '330681',
    unitName: '诸暨市',
    at: '2026-03-06T01:02:03.000Z',
    position: '987654321',
    synthetic,
  },
  asOf: '2026-03-06',
  knownAt: null,
  facts: Array.from({ length: count }, (_, i) => fact(i)),
});

describe('the PDF', () => {
  it('embeds its Chinese font as a subset, and every word can be copied out again', async () => {
    const pdf = await caseFilePdf(file(2));
    const { text, embedded, pages } = readPdf(pdf);
    expect(embedded.length).toBeGreaterThan(0);
    for (const name of embedded) expect(name).toMatch(/^[A-Z]{6}\+NotoSansSC/);
    for (const said of [
      '案卷:单位 江新社区',
      '楼道照明维修,收款方惠民超市',
      '2026年3月5日',
      '支付,条款 19',
      '已支付：0.00 元 → 12,345.67 元',
      '撤回 funds-330681001001.2026.work@0',
      '网页办理',
    ])
      expect(text).toContain(said);
    expect(text).not.toContain('?');
    expect(pdf.length).toBeLessThan(200_000);
    expect(pages).toBe(1);
  });

  it('says on each page who took it out and when, and which page it is', async () => {
    const { text, pages } = readPdf(await caseFilePdf(file(40, true)));
    expect(pages).toBeGreaterThan(3);
    text.split('\f').forEach((page, index) => {
      expect(page).toContain('eye · 审计 · 诸暨市 · 2026年3月6日 09:02:03 · 位置 987654321');
      expect(page).toContain('演示数据');
      expect(page).toContain(`第 ${index + 1} / ${pages} 页`);
    });
    for (let number = 1; number <= 40; number++) expect(text).toContain(`${number}. 2026年3月5日`);
  });

  it('is a file also when nothing was found', async () => {
    expect(readPdf(await caseFilePdf(file(0))).text).toContain('没有符合条件的事实');
  });
});

describe('the workbook', () => {
  it('has typed cells, and says who took it out', async () => {
    const workbook = new Workbook();
    await workbook.xlsx.load((await caseFileSheet(file(2))) as unknown as ArrayBuffer);
    const [cover, facts, changes] = workbook.worksheets;
    expect(facts?.getRow(1).getCell(7).value).toMatch(/^金额[(（]元[)）]$/);
    const row = facts?.getRow(2);
    expect(row?.getCell(1).value).toBe(1);
    expect(row?.getCell(2).value).toEqual(new Date('2026-03-05T00:00:00Z'));
    expect(row?.getCell(3).value).toEqual(new Date('2026-03-05T14:07:08Z'));
    expect(row?.getCell(7).value).toBe('12345.67');
    expect(row?.getCell(19).value).toBe('1000');
    expect(changes?.getRow(3).getCell(6).value).toBe('12,345.67 元');
    const said = JSON.stringify(cover?.getSheetValues());
    for (const one of ['eye', '审计，诸暨市（330681）', '987654321', '案卷:单位 江新社区']) expect(said).toContain(one);
    for (const sheet of workbook.worksheets) expect(sheet.headerFooter.oddFooter).toContain('eye · 审计 · 诸暨市 · 2026年3月6日 09:02:03');
  });

  it('says that data are for demonstration', async () => {
    const workbook = new Workbook();
    await workbook.xlsx.load((await caseFileSheet(file(1, true))) as unknown as ArrayBuffer);
    expect(workbook.worksheets[0]?.getRow(1).getCell(1).value).toBe('【演示数据】案卷:单位 江新社区');
  });
});

test('the JSON has all of it and the mark', () => {
  const read = JSON.parse(caseFileJson(file(2)).toString()) as Record<string, unknown>;
  expect(read).toMatchObject({
    count: 2,
    watermark: { account: 'eye', position: '987654321', synthetic: false },
    facts: [fact(0), fact(1)],
  });
});
