import { fenOf, yuanOf, type Json, type JsonObject, type Label } from '#kernel';
import type { FieldSpec } from '#contracts';

/** Items of a list of objects that get columns of their own; more are entered one action at a time. */
const GROUPS_MAX = 5;

/** One column of a sheet: where its value lies in the payload, and what the cell may hold. */
export interface Column {
  /** Path in the payload: `payee.person.name`, `vouchers[0].hash`. */
  readonly path: string;
  readonly label: Label;
  readonly help: string;
  readonly field: FieldSpec;
  /** Whether a row without this cell can be right. */
  readonly optional: boolean;
}

/** The columns of a payload, in the order of its declaration; objects are flattened, lists of objects become numbered groups. */
export function columnsOf(fields: readonly FieldSpec[], path = '', above: Label = { zh: '', en: '' }, optional = false): readonly Column[] {
  return fields.flatMap((field) => {
    const here = path === '' ? field.name : `${path}.${field.name}`;
    const label = { zh: `${above.zh}${field.label.zh}`, en: above.en === '' ? field.label.en : `${above.en} ${field.label.en}` };
    const maybe = optional || field.optional === true;
    if (field.kind === 'object') return columnsOf(field.fields ?? [], here, prefixed(label), maybe);
    if (field.kind === 'list' && field.of?.kind === 'object') return groups(field, here, label, maybe);
    return [{ path: here, label, help: helpOf(field, maybe), field, optional: maybe }];
  });
}

/** The cell's text for a value: yuan for fen, 是/否, the choice's Chinese label, list items on lines of their own. */
export function cellOf(field: FieldSpec, value: Json): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map((item: Json) => (field.of ? cellOf(field.of, item) : String(item))).join('\n');
  if (field.kind === 'fen' && typeof value === 'number') return yuanOf(value);
  if (field.kind === 'boolean') return value === true ? '是' : '否';
  if (field.kind === 'choice') return field.choices?.find((choice) => choice.value === value)?.label.zh ?? String(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Reads a cell's text as the field's value. What cannot be read stays text, so that the check names the field and says what is wrong. */
export function valueOf(field: FieldSpec, cell: string): Json {
  switch (field.kind) {
    case 'fen':
      return fenOf(cell) ?? cell;
    case 'integer':
    case 'quarters':
      return /^-?\d{1,15}(\.\d{1,2})?$/.test(cell) ? Number(cell) : cell;
    case 'boolean':
      return cell === '是' || cell.toLowerCase() === 'true' ? true : cell === '否' || cell.toLowerCase() === 'false' ? false : cell;
    case 'choice':
      return field.choices?.find((choice) => choice.label.zh === cell || choice.value === cell)?.value ?? cell;
    case 'list':
      return cell
        .split(/[\n;;、]/)
        .map((part) => part.trim())
        .filter((part) => part !== '')
        .map((part) => (field.of ? valueOf(field.of, part) : part));
    default:
      return cell;
  }
}

/** Builds the payload of a row from its cells by path; empty cells are absent members, empty objects and groups vanish. */
export function payloadOf(columns: readonly Column[], cells: ReadonlyMap<string, string>): JsonObject {
  const payload: Draft = {};
  for (const column of columns) {
    const cell = cells.get(column.path)?.trim() ?? '';
    if (cell !== '') place(payload, column.path, valueOf(column.field, cell));
  }
  return dense(payload) as JsonObject;
}

type Draft = { [name: string]: Draft | Json | Draft[] };

function place(payload: Draft, path: string, value: Json): void {
  const steps = path.split(/\.|(?=\[)/);
  let at: Draft = payload;
  for (const [i, step] of steps.entries()) {
    if (i === steps.length - 1) at[step] = value;
    else at = (at[step] ??= {}) as Draft;
  }
}

/** `{"[0]": …, "[2]": …}` → a list without holes. */
function dense(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value);
  if (members.length > 0 && members.every(([name]) => /^\[\d+\]$/.test(name))) return members.map(([, item]) => dense(item));
  return Object.fromEntries(members.map(([name, member]) => [name, dense(member)]));
}

function groups(field: FieldSpec, path: string, label: Label, optional: boolean): readonly Column[] {
  const count = Math.min(field.max ?? GROUPS_MAX, GROUPS_MAX);
  return Array.from({ length: count }, (_, i) =>
    columnsOf(
      field.of?.fields ?? [],
      `${path}[${i}]`,
      prefixed({ zh: `${label.zh}${i + 1}`, en: `${label.en} ${i + 1}` }),
      optional || i >= (field.min ?? 0),
    ),
  ).flat();
}

function prefixed(label: Label): Label {
  return { zh: `${label.zh}·`, en: `${label.en}:` };
}

function helpOf(field: FieldSpec, optional: boolean): string {
  const must = optional ? '选填' : '必填';
  const form = FORMS[field.kind]?.(field) ?? '';
  return [must, form, field.help?.zh].filter((part) => part !== undefined && part !== '').join('；');
}

const FORMS: Partial<Record<FieldSpec['kind'], (field: FieldSpec) => string>> = {
  text: (field) => `最多 ${field.max ?? 200} 字`,
  code: (field) => field.patternSays?.zh ?? '',
  day: () => '日期，如 2026-03-05',
  instant: () => '时刻，如 2026-03-05T09:30:00+08:00',
  fen: () => '金额，单位元，最多两位小数，如 1234.50',
  integer: (field) => `整数${field.unit ? `，单位${field.unit.zh}` : ''}`,
  quarters: (field) => `0.25 的倍数${field.unit ? `，单位${field.unit.zh}` : ''}`,
  boolean: () => '是或否',
  choice: (field) => (field.choices ?? []).map((choice) => choice.label.zh).join('、'),
  hash: () => '附件的 SHA-256（64 位十六进制）',
  list: () => '多项时每行一项',
};
