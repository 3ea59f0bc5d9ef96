import { Workbook, type Worksheet } from 'exceljs';
import type { ActionSpec, Contract } from '#contracts';
import { fieldsOf } from '#contracts';
import { columnsOf, type Column } from './columns';

/** The sheet people fill in; the hidden one that says which copy this is; the hidden one with the dropdowns' values. */
export const SHEETS = { entry: '填报', copy: '_copy', lists: '_lists' } as const;
/** Rows of the entry sheet: title, labels, one help row, then the entries. */
export const ROWS = { title: 1, labels: 2, help: 3, first: 4 } as const;
/** Leading columns before the payload's; `@on` only where another day than today may be given. */
const LEADING = [
  { path: '#', zh: '序号', help: '必填；本表内不重复。更正后重新导入时请保持序号不变' },
  { path: '@id', zh: '编号', help: '必填' },
  { path: '@on', zh: '办理日期', help: '选填；实际办理的那一天，如 2026-03-05，默认今天' },
] as const;
/** Rows that carry dropdowns and text format. */
const ENTRIES_PREPARED = 1_000;

/** What a downloaded copy says of itself in its hidden sheet. */
export interface Copy {
  readonly copy: string;
  readonly category: string;
  readonly action: string;
}

export function leadingColumns({ occurredOn }: ActionSpec): readonly (typeof LEADING)[number][] {
  return LEADING.filter(({ path }) => path !== '@on' || occurredOn !== 'today');
}

/** The columns of an action's payload, which follow the leading ones. */
export function sheetColumns(action: ActionSpec): readonly Column[] {
  return columnsOf(fieldsOf(action.payload));
}

/** The template of one action as an .xlsx file: labels, dropdowns, one help row; ids and money are text cells. */
export async function template(
  contract: Contract,
  action: string,
  copy: string,
  synthetic: boolean,
  units: readonly string[],
): Promise<Buffer> {
  const spec = contract.actions[action];
  if (!spec) throw new Error(`no action ${contract.category}.${action}`);
  const workbook = new Workbook();
  const entry = workbook.addWorksheet(SHEETS.entry, { views: [{ state: 'frozen', ySplit: ROWS.help, xSplit: 2 }] });
  const [leading, columns] = [leadingColumns(spec), sheetColumns(spec)];
  entry.getCell(1, 1).value = `${synthetic ? '【演示数据】' : ''}${contract.label.zh} · ${spec.label.zh}（第${spec.clause}条）`;
  entry.getCell(1, 1).font = { bold: true, size: 14 };
  leading.forEach((lead, i) =>
    heading(
      entry,
      i + 1,
      lead.path === '@id' ? contract.id.label.zh : lead.zh,
      lead.path === '@id' ? `必填；${contract.id.says.zh}` : lead.help,
    ),
  );
  columns.forEach((column, i) =>
    heading(entry, leading.length + i + 1, `${column.label.zh}${column.field.kind === 'fen' ? '（元）' : ''}`, column.help),
  );
  dropdowns(workbook, entry, columns, leading.length, units);
  const hidden = workbook.addWorksheet(SHEETS.copy, { state: 'veryHidden' });
  hidden.addRows([
    ['copy', copy],
    ['category', contract.category],
    ['action', action],
    ...[...leading, ...columns].map(({ path }) => path).map((path, i) => [`column ${i + 1}`, path]),
  ]);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

function heading(sheet: Worksheet, column: number, label: string, help: string): void {
  const cell = sheet.getCell(ROWS.labels, column);
  cell.value = label;
  cell.font = { bold: true };
  cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8EEF7' } };
  const note = sheet.getCell(ROWS.help, column);
  note.value = help;
  note.font = { italic: true, color: { argb: 'FF666666' }, size: 9 };
  note.alignment = { wrapText: true, vertical: 'top' };
  const whole = sheet.getColumn(column);
  whole.width = Math.min(Math.max(label.length * 2 + 4, 12), 40);
  whole.numFmt = '@';
}

/** Dropdowns come from ranges of a hidden sheet: a list written into the validation may not exceed 255 characters. */
function dropdowns(workbook: Workbook, entry: Worksheet, columns: readonly Column[], before: number, units: readonly string[]): void {
  const lists = workbook.addWorksheet(SHEETS.lists, { state: 'veryHidden' });
  let used = 0;
  columns.forEach((column, i) => {
    const values = choicesOf(column, units);
    if (values.length === 0) return;
    used++;
    values.forEach((value, row) => (lists.getCell(row + 1, used).value = value));
    const letter = lists.getColumn(used).letter;
    const validation = {
      type: 'list' as const,
      allowBlank: true,
      showErrorMessage: column.field.kind === 'choice',
      formulae: [`${SHEETS.lists}!$${letter}$1:$${letter}$${values.length}`],
    };
    for (let row = ROWS.first; row < ROWS.first + ENTRIES_PREPARED; row++) entry.getCell(row, before + i + 1).dataValidation = validation;
  });
}

function choicesOf(column: Column, units: readonly string[]): readonly string[] {
  if (column.field.kind === 'choice') return (column.field.choices ?? []).map((choice) => choice.label.zh);
  if (column.field.kind === 'boolean') return ['是', '否'];
  const last = column.path.split('.').at(-1);
  return last === 'unit' || last === 'code' || last === 'parent' ? units : [];
}
