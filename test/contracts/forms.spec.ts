import { checkFields, formsOf, type FieldSpec } from '#contracts';
import { isObject, type Json } from '#kernel';
import { all } from '#mechanisms';
import { enteredOf, readForm, type EnteredMembers } from '../../apps/web/src/forms/entered';
import type { Payload } from '../../apps/web/src/forms/spec';

// The screens check with bounds of their own; here they meet the api's, over every field of every mechanism.

const texts = [
  '',
  ' ',
  'a',
  '一',
  '江东社区',
  'org-finance',
  '330681',
  '330681001001',
  '330681001001-1',
  '330681001001.2020.work',
  'p-1',
  'x'.repeat(16),
  '字'.repeat(50),
  '字'.repeat(201),
  '字'.repeat(1_001),
  'a\u0007b',
  'a\nb',
  ' a ',
  '13800001234',
  '96345-1',
  '2020-02-29',
  '2021-02-29',
  '2020-13-01',
  '2026-03-05T14:05:00+08:00',
  '2026-03-05T25:05:00Z',
  'a'.repeat(64),
  'A'.repeat(64),
  'community',
  'service',
  'clerk',
  'regular',
  'question',
];
const numbers = [-1, 0, 1, 0.25, 0.3, 1.5, 24, 25, 100, 1_000_000_000, Number.MAX_SAFE_INTEGER];
const samples: readonly Json[] = [...texts, ...numbers, true, false];

const forms = all.flatMap(({ categories }) => categories.flatMap(({ contract }) => formsOf(contract)));
const leaves = (fields: readonly FieldSpec[]): readonly FieldSpec[] =>
  fields.flatMap((field) => (field.fields ? leaves(field.fields) : field.of?.fields ? leaves(field.of.fields) : [field]));
const fields = [...new Map(forms.flatMap((form) => leaves(form.fields).map((field) => [JSON.stringify(field), field] as const))).values()];

const accepted = (field: FieldSpec, payload: Payload): boolean => checkFields([field], payload).length === 0;
const valuesFor = (field: FieldSpec): readonly Json[] =>
  field.kind === 'list' ? [[], ...samples.map((sample) => [sample]), ['330681', '330681'], ['330681', '330681001']] : samples;

it('has fields of every kind to try', () => {
  expect(new Set(fields.map(({ kind }) => kind))).toEqual(
    new Set(['text', 'code', 'day', 'instant', 'fen', 'integer', 'quarters', 'boolean', 'choice', 'hash', 'list']),
  );
});

it('lets nothing through that the api would send back', () => {
  const let_through = fields.flatMap((field) =>
    valuesFor(field).flatMap((value) => {
      const { payload, faults } = readForm([field], { [field.name]: typeof value === 'number' ? String(value) : value } as EnteredMembers);
      return faults.length === 0 && !accepted(field, payload) ? [[field.name, field.kind, value]] : [];
    }),
  );
  expect(let_through).toEqual([]);
});

it('keeps nobody from sending what the api would take', () => {
  const kept = fields.flatMap((field) =>
    valuesFor(field).flatMap((value) => {
      if (!accepted(field, { [field.name]: value } as Payload)) return [];
      const { payload, faults } = readForm([field], enteredOf([field], { [field.name]: value } as Payload));
      const same =
        isObject(payload) &&
        (field.kind === 'instant' ||
          JSON.stringify(payload[field.name]) === JSON.stringify(value) ||
          (Array.isArray(value) && value.length === 0));
      return faults.length === 0 && same ? [] : [[field.name, field.kind, value, faults]];
    }),
  );
  expect(kept).toEqual([]);
});
