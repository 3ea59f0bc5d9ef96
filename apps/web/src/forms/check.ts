import type { FieldSpec, Label, Value } from './spec';

/** What is wrong with one field: a path such as `vouchers[2].hash` and what to say. */
export interface Fault {
  readonly field: string;
  readonly text: Label;
}

/** The bounds the api checks, checked while typing; what only the ledger knows (balances, authority) is its answer's to say. */
export function checkValue(field: FieldSpec, value: Value | undefined, path: string): readonly Fault[] {
  if (value === undefined)
    return field.optional ? [] : [wrong(path, `请填写${plainLabel(field).zh}`, `${plainLabel(field).en} is required`)];
  return CHECKS[field.kind](field, value, path);
}

/** `金额(分)` is entered in yuan, `票据(SHA-256)` as a file: what the label says of how it is recorded is left out. */
export function plainLabel({ label }: FieldSpec): Label {
  return { zh: label.zh.replace(/[(（](分|SHA-256)[)）]$/, ''), en: label.en.replace(/ (in fen|\(SHA-256\))$/, '') };
}

type Check = (field: FieldSpec, value: Value, path: string) => readonly Fault[];

const CHECKS: Readonly<Record<FieldSpec['kind'], Check>> = {
  text: checkText,
  code: (field, value, path) => {
    const faults = checkText(field, value, path);
    if (faults.length > 0 || field.pattern === undefined || new RegExp(field.pattern, 'u').test(String(value))) return faults;
    return [{ field: path, text: field.patternSays ?? { zh: '格式不对', en: 'does not have the right form' } }];
  },
  hash: (_field, value, path) => (/^[0-9a-f]{64}$/.test(String(value)) ? [] : [wrong(path, '请选择文件', 'Choose a file')]),
  day: (_field, value, path) => (isDay(value) ? [] : [wrong(path, '应为日期', 'must be a day')]),
  instant: (_field, value, path) => (isInstant(value) ? [] : [wrong(path, '应为日期和时间', 'must be a day and a time')]),
  fen: (field, value, path) => checkNumber({ min: 0, ...field }, value, path, 1),
  integer: (field, value, path) => checkNumber(field, value, path, 1),
  quarters: (field, value, path) => checkNumber(field, value, path, 0.25),
  boolean: (_field, value, path) => (typeof value === 'boolean' ? [] : [wrong(path, '请选择是或否', 'Choose yes or no')]),
  choice: (field, value, path) =>
    field.choices?.some((choice) => choice.value === value) ? [] : [wrong(path, '请从选项中选择', 'Choose one of the options')],
  object: () => [],
  list: checkList,
};

/** Control characters but tab and line feed, and the overrides that make a text read otherwise than it is. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;

function checkText(field: FieldSpec, value: Value, path: string): readonly Fault[] {
  const length = [...String(value)].length;
  const [min, max] = [field.min ?? 1, field.max ?? 200];
  if (length < min) return [wrong(path, `至少 ${min} 个字`, `must have at least ${min} characters`)];
  if (length > max)
    return [wrong(path, `最多 ${max} 个字，多了 ${length - max} 个`, `must have at most ${max} characters, ${length - max} too many`)];
  return CONTROL.test(String(value)) ? [wrong(path, '含有不可见的控制字符', 'contains control characters')] : [];
}

function checkNumber(field: FieldSpec, value: Value, path: string, step: number): readonly Fault[] {
  if (typeof value !== 'number' || !Number.isFinite(value)) return [wrong(path, '应为数字', 'must be a number')];
  if (!Number.isInteger(value / step) || Math.abs(value) > Number.MAX_SAFE_INTEGER)
    return [step === 1 ? wrong(path, '应为整数', 'must be a whole number') : wrong(path, '应为 0.25 的倍数', 'must be in quarters')];
  const [min, max] = [field.min ?? 0, field.max ?? Number.MAX_SAFE_INTEGER];
  if (value < min) return [wrong(path, `不能小于 ${said(field, min)}`, `must be at least ${said(field, min)}`)];
  return value > max ? [wrong(path, `不能大于 ${said(field, max)}`, `must be at most ${said(field, max)}`)] : [];
}

function said(field: FieldSpec, bound: number): string {
  return (field.kind === 'fen' ? bound / 100 : bound).toLocaleString('zh-CN', { maximumFractionDigits: 2 });
}

function checkList(field: FieldSpec, value: Value, path: string): readonly Fault[] {
  const items = Array.isArray(value) ? (value as readonly Value[]) : [];
  const [min, max] = [field.min ?? 0, field.max ?? 100];
  if (items.length < min) return [wrong(path, min === 1 ? `请至少填一项` : `至少要 ${min} 项`, `must have at least ${min}`)];
  if (items.length > max) return [wrong(path, `最多 ${max} 项`, `must have at most ${max}`)];
  return field.unique && new Set(items).size < items.length ? [wrong(path, '有重复的项', 'has an item twice')] : [];
}

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function isDay(value: unknown): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(String(value));
  if (!match) return false;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0);
  return year >= 1 && month >= 1 && month <= 12 && date >= 1 && date <= (leap ? 29 : (LENGTHS[month - 1] ?? 0));
}

function isInstant(value: unknown): boolean {
  const text = String(value);
  return (
    /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/.test(text) &&
    isDay(text.slice(0, 10)) &&
    !Number.isNaN(Date.parse(text))
  );
}

function wrong(field: string, zh: string, en: string): Fault {
  return { field, text: { zh, en } };
}
