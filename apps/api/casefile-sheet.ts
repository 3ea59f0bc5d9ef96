import { Workbook, type Worksheet } from 'exceljs';
import { isDay, yuanOf, type JsonObject } from '#kernel';
import { listOf, memberOf, textOf, watermarkLine, type CaseFile } from './casefile-content';
import { momentSaid } from './moments';

interface Column {
  readonly label: string;
  readonly width: number;
  readonly format?: string;
  readonly value: (fact: JsonObject, number: number) => string | number | Date | null;
}

const TEXT = '@';
const DAY = 'yyyy"年"m"月"d"日"';
const MOMENT = 'yyyy"年"m"月"d"日" hh:mm:ss';

/** The case file as a workbook of three sheets: what it is and who took it out, the facts, and what each changed. Days and moments are dates, money is yuan as text. */
export async function caseFileSheet(file: CaseFile): Promise<Buffer> {
  const workbook = new Workbook();
  workbook.creator = file.watermark.account;
  workbook.created = new Date(file.watermark.at);
  cover(workbook.addWorksheet('说明'), file);
  facts(workbook.addWorksheet('事实', { views: [{ state: 'frozen', ySplit: 1, xSplit: 2 }] }), file);
  changes(workbook.addWorksheet('前后变化', { views: [{ state: 'frozen', ySplit: 1 }] }), file);
  const line = watermarkLine(file.watermark, (at) => momentSaid(at, 'zh'));
  // An ampersand begins a code in heads and feet of pages.
  for (const sheet of workbook.worksheets) sheet.headerFooter.oddFooter = `&L${line.replaceAll('&', '&&')}&R第 &P / &N 页`;
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

function cover(sheet: Worksheet, file: CaseFile): void {
  sheet.getColumn(1).width = 16;
  sheet.getColumn(2).width = 80;
  const { account, roleLabel, unit, unitName, at, position, synthetic } = file.watermark;
  sheet.addRow([`${synthetic ? '【演示数据】' : ''}${file.title.zh}`]).font = { bold: true, size: 16 };
  sheet.addRow([]);
  for (const { label, text } of file.filter) sheet.addRow([label.zh, text.zh]);
  sheet.addRow(['查阅人', account]);
  sheet.addRow(['角色与单位', `${roleLabel.zh}，${unitName}（${unit}）`]);
  const moment = sheet.addRow(['导出时间', shanghai(at)]);
  moment.getCell(2).numFmt = MOMENT;
  moment.getCell(2).alignment = { horizontal: 'left' };
  sheet.addRow(['导出位置', position]).getCell(2).numFmt = TEXT;
  const count = sheet.addRow(['事实条数', file.facts.length]);
  count.getCell(2).numFmt = '#,##0';
  count.getCell(2).alignment = { horizontal: 'left' };
}

function facts(sheet: Worksheet, file: CaseFile): void {
  lay(
    sheet,
    COLUMNS,
    file.facts.map((fact, index) => COLUMNS.map((column) => column.value(fact, index + 1))),
  );
}

function changes(sheet: Worksheet, file: CaseFile): void {
  const rows = file.facts.flatMap((fact, index) =>
    listOf(fact['changes']).map((change) => {
      const says = memberOf(change, 'says');
      return [
        index + 1,
        textOf(fact['stream']),
        Number(fact['revision']),
        textOf(change['label']),
        textOf(says['before']),
        textOf(says['after']),
        textOf(change['path']),
      ];
    }),
  );
  const heads = [
    ['事实序号', 10],
    ['流', 34],
    ['版本', 8],
    ['项目', 28],
    ['之前', 44],
    ['之后', 44],
    ['路径', 28],
  ] as const;
  lay(
    sheet,
    heads.map(([label, width], i) => ({ label, width, ...(i === 0 || i === 2 ? {} : { format: TEXT }) })),
    rows,
  );
}

function lay(
  sheet: Worksheet,
  columns: readonly Omit<Column, 'value'>[],
  rows: readonly (readonly (string | number | Date | null)[])[],
): void {
  sheet.columns = columns.map(({ label, width, format }) => ({
    header: label,
    width,
    ...(format === undefined ? {} : { style: { numFmt: format, alignment: { vertical: 'top', wrapText: true } } }),
  }));
  sheet.getRow(1).font = { bold: true };
  for (const row of rows) sheet.addRow([...row]);
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } };
}

/** Excel has no time zones: its clock shows Shanghai's. */
function shanghai(instant: string): Date {
  return new Date(Date.parse(instant) + 8 * 3_600_000);
}

const COLUMNS: readonly Column[] = [
  { label: '序号', width: 8, value: (_fact, number) => number },
  {
    label: '办理日期',
    width: 16,
    format: DAY,
    value: (fact) => (isDay(fact['occurredOn']) ? new Date(`${fact['occurredOn']}T00:00:00Z`) : textOf(fact['occurredOn'])),
  },
  { label: '记录时刻', width: 24, format: MOMENT, value: (fact) => shanghai(textOf(fact['recordedAt'])) },
  { label: '类别', width: 14, format: TEXT, value: (fact) => textOf(fact['categoryLabel']) },
  { label: '事项', width: 18, format: TEXT, value: (fact) => textOf(fact['label']) },
  { label: '内容', width: 60, format: TEXT, value: (fact) => textOf(fact['says']) },
  {
    label: '金额（元）',
    width: 16,
    format: TEXT,
    value: (fact) =>
      typeof memberOf(fact, 'data')['amountFen'] === 'number' ? yuanOf(memberOf(fact, 'data')['amountFen'] as number) : null,
  },
  { label: '办理人', width: 18, format: TEXT, value: (fact) => textOf(memberOf(fact, 'actor')['accountLabel']) },
  { label: '角色', width: 14, format: TEXT, value: (fact) => textOf(memberOf(fact, 'actor')['roleLabel']) },
  {
    label: '单位',
    width: 20,
    format: TEXT,
    value: (fact) => textOf(memberOf(fact, 'actor')['unitName']) || textOf(memberOf(fact, 'actor')['unit']),
  },
  { label: '涉及单位', width: 20, format: TEXT, value: (fact) => textOf(fact['concernsName'] ?? '') || textOf(fact['concerns'] ?? '') },
  { label: '依据', width: 34, format: TEXT, value: (fact) => textOf(memberOf(fact, 'authority')['text']) },
  { label: '依据所在', width: 34, format: TEXT, value: (fact) => textOf(memberOf(fact, 'authority')['rests']) },
  { label: '来源', width: 14, format: TEXT, value: (fact) => textOf(memberOf(fact, 'source')['label']) },
  { label: '撤回', width: 26, format: TEXT, value: (fact) => textOf(fact['corrects'] ?? '') || null },
  { label: '被撤回', width: 26, format: TEXT, value: (fact) => textOf(fact['correctedBy'] ?? '') || null },
  { label: '流', width: 34, format: TEXT, value: (fact) => textOf(fact['stream']) },
  { label: '版本', width: 8, value: (fact) => Number(fact['revision']) },
  { label: '位置', width: 22, format: TEXT, value: (fact) => textOf(fact['position']) },
];
