import { Workbook, type Worksheet } from 'exceljs';
import type { FieldError } from '#contracts';
import { columnPaths } from './sheet';
import { ROWS, SHEETS } from './template';

/** What is wrong with one line of a sheet. */
export interface LineFault {
  readonly line: number;
  readonly errors: readonly FieldError[];
}

/** The uploaded sheet again, with a first column that says what is wrong in each line; the copy's identity stays, so it can be mended and sent again. */
export async function faultFile(upload: Buffer, faults: readonly LineFault[]): Promise<Buffer> {
  const workbook = new Workbook();
  await workbook.xlsx.load(upload as unknown as ArrayBuffer);
  const sheet = workbook.getWorksheet(SHEETS.entry);
  if (!sheet) throw new Error('the sheet was read before and is gone now');
  const labels = labelsOf(workbook, sheet);
  const column = sheet.columnCount + 2;
  sheet.getCell(ROWS.labels, column).value = '错误（修正后可直接重新导入）';
  sheet.getColumn(column).width = 60;
  for (const fault of faults) {
    const cell = sheet.getCell(fault.line, column);
    cell.value = fault.errors.map((error) => `${labels.get(error.field) ?? error.field}：${error.text.zh}`).join('\n');
    cell.font = { color: { argb: 'FFC00000' } };
    cell.alignment = { wrapText: true };
  }
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** What the sheet calls the column of a field: the hidden sheet names the columns’ fields in their order. */
function labelsOf(workbook: Workbook, sheet: Worksheet): ReadonlyMap<string, string> {
  const paths = columnPaths(workbook);
  return new Map(paths.map((path, i) => [path, sheet.getCell(ROWS.labels, i + 1).text]));
}
