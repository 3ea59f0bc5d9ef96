import { FEN_MAX, isDay, isInstant, isObject, type Label } from '#kernel';
import type { FieldSpec } from './fields';

/** What is wrong with one field: a path such as `vouchers[2].hash`, a code, and the texts. */
export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly text: Label;
}

/** Bound on reported errors per payload. */
const ERRORS_MAX = 50;

/** Checks a whole payload against its fields. Unknown members are errors: nothing is silently dropped. */
export function checkFields(fields: readonly FieldSpec[], value: unknown, path = ''): readonly FieldError[] {
  if (!isObject(value)) return [wrong(path, 'type', '应为对象', 'must be an object')];
  const errors: FieldError[] = [];
  for (const field of fields) {
    const member = Object.hasOwn(value, field.name) ? value[field.name] : undefined;
    errors.push(...checkField(field, member, at(path, field.name)));
  }
  const known = new Set(fields.map((field) => field.name));
  for (const name of Object.keys(value)) {
    if (!known.has(name)) errors.push(wrong(at(path, name.slice(0, 64)), 'unknown', '没有这个字段', 'is not a field of this action'));
  }
  return errors.slice(0, ERRORS_MAX);
}

export function checkField(field: FieldSpec, value: unknown, path: string): readonly FieldError[] {
  if (value === undefined)
    return field.optional ? [] : [wrong(path, 'required', `请填写${field.label.zh}`, `${field.label.en} is required`)];
  return CHECKS[field.kind](field, value, path);
}

type Check = (field: FieldSpec, value: unknown, path: string) => readonly FieldError[];

const CHECKS: Readonly<Record<FieldSpec['kind'], Check>> = {
  text: checkText,
  code: (field, value, path) => {
    const errors = checkText(field, value, path);
    if (errors.length > 0 || matches(field.pattern, value)) return errors;
    const says = field.patternSays ?? { zh: '格式不对', en: 'does not have the right form' };
    return [wrong(path, 'pattern', says.zh, says.en)];
  },
  hash: (_field, value, path) =>
    matches(HASH, value) ? [] : [wrong(path, 'hash', '应为 64 位小写十六进制 SHA-256', 'must be a SHA-256 in 64 lower-case hex digits')],
  day: (_field, value, path) => (isDay(value) ? [] : [wrong(path, 'day', '应为日期，如 2026-03-05', 'must be a day such as 2026-03-05')]),
  instant: (_field, value, path) =>
    isInstant(value)
      ? []
      : [wrong(path, 'instant', '应为时刻，如 2026-03-05T01:02:03Z', 'must be an instant such as 2026-03-05T01:02:03Z')],
  fen: (field, value, path) => checkNumber({ max: FEN_MAX, min: 0, ...field }, value, path, 1),
  integer: (field, value, path) => checkNumber(field, value, path, 1),
  quarters: (field, value, path) => checkNumber(field, value, path, 0.25),
  boolean: (_field, value, path) => (typeof value === 'boolean' ? [] : [wrong(path, 'boolean', '应为是或否', 'must be true or false')]),
  choice: (field, value, path) =>
    field.choices?.some((choice) => choice.value === value)
      ? []
      : [wrong(path, 'choice', `只能是：${listed(field, 'zh')}`, `must be one of: ${listed(field, 'en')}`)],
  object: checkObject,
  list: checkList,
};

const HASH = '^[0-9a-f]{64}$';

function checkText(field: FieldSpec, value: unknown, path: string): readonly FieldError[] {
  if (typeof value !== 'string') return [wrong(path, 'type', '应为文字', 'must be text')];
  const [min, max] = [field.min ?? 1, field.max ?? 200];
  const length = value.length > max * 2 ? value.length : [...value].length;
  if (length < min) return [wrong(path, 'required', `请填写${field.label.zh}`, `${field.label.en} is required`)];
  if (length > max) return [wrong(path, 'too-long', `最多 ${max} 个字`, `must have at most ${max} characters`)];
  if (CONTROL.test(value) || !value.isWellFormed()) return [wrong(path, 'control', '含有不可见的控制字符', 'contains control characters')];
  return value.trim() === value ? [] : [wrong(path, 'blank', '首尾不能有空格', 'must not begin or end with white space')];
}

/** Control characters but tab and line feed, and the bidirectional overrides that make a text read otherwise than it is. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;

function checkNumber(field: FieldSpec, value: unknown, path: string, step: number): readonly FieldError[] {
  if (typeof value !== 'number' || !Number.isFinite(value)) return [wrong(path, 'type', '应为数字', 'must be a number')];
  if (!Number.isInteger(value / step) || Math.abs(value) > Number.MAX_SAFE_INTEGER)
    return [
      step === 1
        ? wrong(path, 'whole', '应为整数', 'must be a whole number')
        : wrong(path, 'quarters', '应为 0.25 的倍数', 'must be in quarters'),
    ];
  const [min, max] = [field.min ?? 0, field.max ?? Number.MAX_SAFE_INTEGER];
  return value < min || value > max ? [wrong(path, 'range', `应在 ${min} 与 ${max} 之间`, `must lie between ${min} and ${max}`)] : [];
}

function checkObject(field: FieldSpec, value: unknown, path: string): readonly FieldError[] {
  const errors = checkFields(field.fields ?? [], value, path);
  if (errors.length > 0 || !field.exactlyOne || !isObject(value)) return errors;
  const there = field.exactlyOne.filter((name) => Object.hasOwn(value, name) && value[name] !== undefined);
  if (there.length === 1) return [];
  return [
    wrong(
      path,
      'exactly-one',
      `只能填写其中一项：${field.exactlyOne.join('、')}`,
      `must have exactly one of: ${field.exactlyOne.join(', ')}`,
    ),
  ];
}

function checkList(field: FieldSpec, value: unknown, path: string): readonly FieldError[] {
  if (!Array.isArray(value)) return [wrong(path, 'type', '应为列表', 'must be a list')];
  const [min, max] = [field.min ?? 0, field.max ?? 100];
  if (value.length < min || value.length > max)
    return [wrong(path, 'count', `应有 ${min} 至 ${max} 项`, `must have ${min} to ${max} items`)];
  const of = field.of;
  if (!of) return [];
  const errors = value.flatMap((item: unknown, i) =>
    item === undefined ? [wrong(`${path}[${i}]`, 'required', '不能为空', 'is required')] : checkField(of, item, `${path}[${i}]`),
  );
  if (errors.length > 0 || !field.unique) return errors;
  return new Set(value).size === value.length ? [] : [wrong(path, 'repeated', '有重复的项', 'has an item twice')];
}

function matches(pattern: string | undefined, value: unknown): boolean {
  return pattern === undefined || (typeof value === 'string' && compiled(pattern).test(value));
}

/** Patterns are those of the contracts: few, and each asked for with every payload. */
const patterns = new Map<string, RegExp>();

function compiled(pattern: string): RegExp {
  let known = patterns.get(pattern);
  if (!known) patterns.set(pattern, (known = new RegExp(pattern, 'u')));
  return known;
}

function listed(field: FieldSpec, language: keyof Label): string {
  return (field.choices ?? [])
    .map((choice) => (language === 'zh' ? `${choice.label.zh}(${choice.value})` : choice.value))
    .join(language === 'zh' ? '、' : ', ');
}

function at(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function wrong(field: string, code: string, zh: string, en: string): FieldError {
  return { field, code, text: { zh, en } };
}
