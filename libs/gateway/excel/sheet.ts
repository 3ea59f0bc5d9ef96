import { Workbook, type Cell, type Worksheet } from 'exceljs';
import { addDays, type JsonObject } from '#kernel';
import type { Contract, FieldError } from '#contracts';
import { payloadOf } from './columns';
import { unfit, WORKBOOK_BOUNDS, type Unfit } from './guard';
import { leadingColumns, ROWS, SHEETS, sheetColumns, type Copy } from './template';

/** One entry of a sheet, before it is asked for. */
export interface SheetRow {
  /** Row number as Excel shows it. */
  readonly line: number;
  /** The 序号 cell: with the copy it is the identity of the row. */
  readonly row: string;
  readonly id: string;
  readonly occurredOn: string | undefined;
  readonly data: JsonObject;
  /** What cannot be read at all (formulas, error cells, numbers Excel has rounded). */
  readonly errors: readonly FieldError[];
}

export interface Sheet extends Copy {
  readonly rows: readonly SheetRow[];
}

export type Unreadable = Unfit | 'excel.no-copy' | 'excel.other-template' | 'excel.too-many-rows' | 'excel.empty';

/** Reads a filled-in template. `known` finds the contract of the copy's category. */
export async function readSheet(upload: Buffer, known: (category: string) => Contract | undefined): Promise<Sheet | Unreadable> {
  const wrong = await unfit(upload);
  if (wrong) return wrong;
  const workbook = new Workbook();
  try {
    await workbook.xlsx.load(upload as unknown as ArrayBuffer);
  } catch {
    return 'excel.not-a-workbook';
  }
  const copy = copyOf(workbook);
  const entry = workbook.getWorksheet(SHEETS.entry);
  if (!copy || !entry) return 'excel.no-copy';
  const action = known(copy.category)?.actions[copy.action];
  if (!action) return 'excel.other-template';
  const columns = sheetColumns(action);
  const paths = [...leadingColumns(action), ...columns].map(({ path }) => path);
  if (paths.join('\n') !== copy.paths.join('\n')) return 'excel.other-template';
  const days = new Set(['@on', ...columns.filter((column) => column.field.kind === 'day').map((column) => column.path)]);
  const lines = filledLines(entry, paths.length);
  if (lines.length === 0) return 'excel.empty';
  if (lines.length > WORKBOOK_BOUNDS.rowsMax) return 'excel.too-many-rows';
  const seen = new Set<string>();
  const rows = lines.map((line): SheetRow => {
    const read = readLine(entry, line, paths, days);
    const row = read.cells.get('#') ?? '';
    const repeated = row !== '' && seen.has(row);
    seen.add(row);
    const errors = [...read.errors, ...rowErrors(row, repeated)];
    return { line, row, id: read.cells.get('@id') ?? '', occurredOn: read.cells.get('@on'), data: payloadOf(columns, read.cells), errors };
  });
  return { copy: copy.copy, category: copy.category, action: copy.action, rows };
}

function rowErrors(row: string, repeated: boolean): readonly FieldError[] {
  if (row === '') return [{ field: '#', code: 'required', text: { zh: '请填写序号', en: 'the row number is required' } }];
  if (!/^[\p{L}\p{N}._:-]{1,32}$/u.test(row))
    return [
      {
        field: '#',
        code: 'pattern',
        text: { zh: '序号只能是 32 个以内的字母、数字或 . _ : -', en: 'the row number has at most 32 letters, digits or . _ : -' },
      },
    ];
  return repeated
    ? [{ field: '#', code: 'repeated', text: { zh: '序号在本表内重复', en: 'the row number stands twice in this sheet' } }]
    : [];
}

/** The fields of the columns of a filled-in template, in their order; none: it is no template. */
export function columnPaths(workbook: Workbook): readonly string[] {
  return copyOf(workbook)?.paths ?? [];
}

function copyOf(workbook: Workbook): (Copy & { readonly paths: readonly string[] }) | undefined {
  const sheet = workbook.getWorksheet(SHEETS.copy);
  if (!sheet) return undefined;
  const values = Array.from({ length: Math.min(sheet.rowCount, 400) }, (_, i) => String(sheet.getCell(i + 1, 2).value ?? ''));
  const [copy, category, action, ...paths] = values;
  return copy && category && action ? { copy, category, action, paths } : undefined;
}

function filledLines(sheet: Worksheet, width: number): readonly number[] {
  const lines: number[] = [];
  const last = Math.min(sheet.rowCount, ROWS.first + WORKBOOK_BOUNDS.rowsMax * 2);
  for (let line = ROWS.first; line <= last; line++) {
    const row = sheet.getRow(line);
    for (let column = 1; column <= width; column++) {
      if (isBlank(row.getCell(column))) continue;
      lines.push(line);
      break;
    }
  }
  return lines;
}

function isBlank(cell: Cell): boolean {
  return cell.value === null || cell.value === undefined || (typeof cell.value === 'string' && cell.value.trim() === '');
}

function readLine(
  sheet: Worksheet,
  line: number,
  paths: readonly string[],
  days: ReadonlySet<string>,
): { readonly cells: ReadonlyMap<string, string>; readonly errors: readonly FieldError[] } {
  const cells = new Map<string, string>();
  const errors: FieldError[] = [];
  paths.forEach((path, i) => {
    const read = readCell(sheet.getRow(line).getCell(i + 1), days.has(path));
    if (typeof read === 'string') {
      if (read !== '') cells.set(path, codeOf(read));
    } else errors.push({ field: path, ...read });
  });
  return { cells, errors };
}

/** A unit's dropdown reads `330681001 暨阳街道`; the code is what counts. */
function codeOf(cell: string): string {
  return /^(\d{6}|\d{9}|\d{12}(-\d{1,3})?) \p{L}/u.exec(cell)?.[1] ?? cell;
}

/** The text of a cell, or why it has none that can be trusted. */
function readCell(cell: Cell, isDay: boolean): string | Omit<FieldError, 'field'> {
  const value = cell.value;
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'number') return isDay ? serialDay(value) : numberText(value);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if ('richText' in value)
    return value.richText
      .map((part) => part.text)
      .join('')
      .trim();
  if ('text' in value && typeof value.text === 'string') return value.text.trim();
  if ('formula' in value || 'sharedFormula' in value)
    return { code: 'formula', text: { zh: '不接受公式，请粘贴为数值', en: 'formulas are not accepted: paste the value' } };
  return { code: 'error-cell', text: { zh: '单元格内容无法读取', en: 'the cell cannot be read' } };
}

/** A day typed into a text cell comes as Excel's serial number: days since 1899-12-30. */
function serialDay(value: number): string {
  return Number.isInteger(value) && value > 0 && value < 200_000 ? addDays('1899-12-30', value) : String(value);
}

/** Excel keeps 15 significant digits: a longer number has been changed already and must be typed as text. */
function numberText(value: number): string | Omit<FieldError, 'field'> {
  const rounded = Number(value.toPrecision(15));
  if (Math.abs(rounded) < 1e15 && Number.isFinite(rounded)) return String(rounded);
  return {
    code: 'inexact',
    text: {
      zh: 'Excel 已改变这个长数字，请把单元格设为文本后重新输入',
      en: 'Excel has rounded this long number: format the cell as text and type it again',
    },
  };
}
