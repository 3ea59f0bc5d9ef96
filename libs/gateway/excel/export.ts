import { Workbook } from 'exceljs';
import { yuanOf, type Json } from '#kernel';

/** A column of an export. `fen` is written as decimal text in yuan, ids and codes as text, days and numbers typed. */
export interface ExportColumn {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'fen' | 'number' | 'day' | 'boolean';
}

export interface ExportHead {
  readonly title: string;
  /** Who exported it, when, and what it shows: every export says so. */
  readonly by: string;
  readonly at: string;
  readonly asOf: string;
  readonly position: string;
  readonly synthetic: boolean;
}

/** Most rows of one export. */
export const EXPORT_ROWS_MAX = 50_000;

/** Writes rows as a sheet with a frozen head and typed cells; texts are cells of type string, so nothing is read as a formula. */
export async function exportSheet(
  head: ExportHead,
  columns: readonly ExportColumn[],
  rows: readonly Readonly<Record<string, Json | undefined>>[],
): Promise<Buffer> {
  const workbook = new Workbook();
  workbook.creator = head.by;
  const sheet = workbook.addWorksheet('导出', { views: [{ state: 'frozen', ySplit: 3 }] });
  sheet.getCell(1, 1).value = `${head.synthetic ? '【演示数据】' : ''}${head.title}`;
  sheet.getCell(1, 1).font = { bold: true, size: 14 };
  sheet.getCell(2, 1).value =
    `导出人 ${head.by} · 导出时间 ${head.at} · 数据截至 ${head.asOf} · 位置 ${head.position} · 共 ${rows.length} 行`;
  columns.forEach((column, i) => {
    const cell = sheet.getCell(3, i + 1);
    cell.value = `${column.label}${column.type === 'fen' ? '（元）' : ''}`;
    cell.font = { bold: true };
    sheet.getColumn(i + 1).width = Math.min(Math.max(column.label.length * 2 + 6, 14), 48);
    if (column.type === 'fen' || column.type === 'text') sheet.getColumn(i + 1).numFmt = '@';
  });
  rows.forEach((row, r) => columns.forEach((column, i) => (sheet.getCell(r + 4, i + 1).value = cellValue(column, row[column.name]))));
  sheet.autoFilter = { from: { row: 3, column: 1 }, to: { row: 3, column: Math.max(columns.length, 1) } };
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

function cellValue(column: ExportColumn, value: Json | undefined): string | number | boolean | Date | null {
  if (value === null || value === undefined) return null;
  if (column.type === 'fen' && typeof value === 'number') return yuanOf(value);
  if (column.type === 'day' && typeof value === 'string') return new Date(`${value}T00:00:00Z`);
  if ((column.type === 'number' && typeof value === 'number') || (column.type === 'boolean' && typeof value === 'boolean')) return value;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
