import { ValidateBy } from 'class-validator';
import type { Label } from '#kernel';
import { checkField } from './check';
import { declareField, fieldsOf, type Choice, type FieldKind, type FieldSpec, type Personal, type Shape } from './fields';

/** What every field says of itself: its labels and whether it may be absent. */
export interface FieldText {
  readonly zh: string;
  readonly en: string;
  readonly help?: Label;
  readonly optional?: boolean;
}
interface TextText extends FieldText {
  readonly max: number;
  readonly min?: number;
  readonly personal?: Personal;
  readonly numbering?: boolean;
}
interface CodeText extends FieldText {
  readonly pattern: string;
  readonly says: Label;
  readonly max: number;
  readonly refers?: string;
  readonly personal?: Personal;
}
interface NumberText extends FieldText {
  readonly max: number;
  readonly min?: number;
  readonly unit?: Label;
}
interface ListText extends FieldText {
  readonly max: number;
  readonly min?: number;
  readonly unique?: boolean;
}
type Bare = Omit<FieldSpec, 'name'>;

/** A text of `min` (1) to `max` code points. */
export const text = (t: TextText): PropertyDecorator => field('text', t, pick(t, 'max', 'min', 'personal', 'numbering'));
/** A text with a form: `pattern` is anchored by the caller (`^…$`), read with the `u` flag. */
export const code = (t: CodeText): PropertyDecorator =>
  field('code', t, { max: t.max, pattern: t.pattern, patternSays: t.says, ...pick(t, 'personal', 'refers') });
/** An id inside a stream: 1–64 characters. */
export const innerId = (t: FieldText): PropertyDecorator => code({ ...t, max: 64, ...INNER_ID });
/** A division code: 6, 9 or 12 digits, or one of a grid (12 digits, a dash, 1–3 digits). */
export const unitCode = (t: FieldText): PropertyDecorator => code({ ...t, max: 16, ...UNIT_CODE });
export const day = (t: FieldText): PropertyDecorator => field('day', t, {});
export const instant = (t: FieldText): PropertyDecorator => field('instant', t, {});
/** Whole fen, at least `min` (1). */
export const fen = (t: FieldText & { readonly min?: number }): PropertyDecorator =>
  field('fen', t, { min: t.min ?? 1, max: Number.MAX_SAFE_INTEGER, unit: { zh: '分', en: 'fen' } });
export const whole = (t: NumberText): PropertyDecorator => field('integer', t, pick(t, 'max', 'min', 'unit'));
/** A number in quarters (0.25, 0.5 …). */
export const quarters = (t: NumberText): PropertyDecorator => field('quarters', t, pick(t, 'max', 'min', 'unit'));
export const flag = (t: FieldText): PropertyDecorator => field('boolean', t, {});
/** SHA-256 in lower-case hex. */
export const hash = (t: FieldText): PropertyDecorator => field('hash', t, {});
export const choice = (t: FieldText & { readonly of: readonly Choice[] }): PropertyDecorator => field('choice', t, { choices: t.of });
export const object = (shape: Shape, t: FieldText & { readonly exactlyOne?: readonly string[] }): PropertyDecorator =>
  field('object', t, { fields: fieldsOf(shape), ...pick(t, 'exactlyOne') });
/** A list of objects of a payload class. */
export const listOf = (shape: Shape, t: ListText): PropertyDecorator =>
  field('list', t, { ...pick(t, 'max', 'min'), of: { name: 'item', kind: 'object', label: label(t), fields: fieldsOf(shape) } });
export const listOfCodes = (t: ListText & { readonly pattern: string; readonly says: Label; readonly length: number }): PropertyDecorator =>
  list(t, { kind: 'code', max: t.length, pattern: t.pattern, patternSays: t.says, label: label(t) });
export const listOfUnits = (t: ListText): PropertyDecorator => listOfCodes({ ...t, length: 16, ...UNIT_CODE });
export const listOfHashes = (t: ListText): PropertyDecorator => list(t, { kind: 'hash', label: label(t) });
export const listOfChoices = (t: ListText & { readonly of: readonly Choice[] }): PropertyDecorator =>
  list(t, { kind: 'choice', label: label(t), choices: t.of });

export const INNER_ID = {
  pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N}._:-]{0,63}$',
  says: { zh: '1 至 64 个字母、数字或 . _ : -', en: 'must be 1 to 64 letters, digits or . _ : -' },
} as const;
export const UNIT_CODE = {
  pattern: '^(\\d{6}|\\d{9}|\\d{12}(-\\d{1,3})?)$',
  says: { zh: '应为 6、9 或 12 位区划代码（网格加 -序号）', en: 'must be a division code of 6, 9 or 12 digits (grids add -number)' },
} as const;

function list(t: ListText, of: Omit<FieldSpec, 'name'>): PropertyDecorator {
  return field('list', t, { ...pick(t, 'max', 'min', 'unique'), of: { name: 'item', ...of } });
}

function field(kind: FieldKind, t: FieldText, more: Partial<Bare>): PropertyDecorator {
  return (prototype, key) => {
    const spec: FieldSpec = { name: String(key), kind, label: label(t), ...pick(t, 'help', 'optional'), ...more };
    declareField(prototype, spec);
    ValidateBy({ name: kind, validator: { validate: (value: unknown) => checkField(spec, value, spec.name).length === 0 } })(
      prototype,
      key,
    );
  };
}

function label(t: FieldText): Label {
  return { zh: t.zh, en: t.en };
}

function pick<T extends object, K extends keyof T>(from: T, ...keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]])) as Pick<T, K>;
}
