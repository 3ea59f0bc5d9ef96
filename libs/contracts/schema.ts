import { INSTANT_PATTERN, type JsonObject } from '#kernel';
import type { FieldSpec, Shape } from './fields';
import { fieldsOf } from './fields';

const DAY = '^(?!0000)\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$';
/** No control characters but tab and line feed, no bidirectional overrides, no white space at either end. */
const PLAIN = '^(?!\\s)[^\\u0000-\\u0008\\u000b-\\u001f\\u007f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]*(?<!\\s)$';

/** The JSON Schema (2020-12) of a payload class: what `checkFields` accepts and nothing else (`format: date` is asserted). */
export function schemaOf(shape: Shape): JsonObject {
  return schemaOfFields(fieldsOf(shape));
}

/** The JSON Schema of a fact's data as it is stored: personal values are sealed, each beside its mask. */
export function storedSchemaOf(shape: Shape): JsonObject {
  return schemaOfFields(fieldsOf(shape).map(stored));
}

function stored(field: FieldSpec): FieldSpec {
  const { personal, ...rest } = field;
  if (personal)
    return { name: field.name, kind: 'object', label: field.label, ...(field.optional ? { optional: true } : {}), fields: SEALED };
  return { ...rest, ...(field.fields ? { fields: field.fields.map(stored) } : {}), ...(field.of ? { of: stored(field.of) } : {}) };
}

/** Base64 of nonce ‖ ciphertext ‖ tag, the key's name, whose it is and what for; a value carried over from an earlier fact has the mask alone. */
const SEALED: readonly FieldSpec[] = [
  { name: 'subject', max: 64 },
  { name: 'purpose', max: 64 },
  { name: 'mask', max: 200 },
  { name: 'key', max: 64, optional: true },
  { name: 'sealed', max: 4_000, optional: true },
].map((field) => ({ ...field, kind: 'text' as const, label: { zh: field.name, en: field.name } }));

function schemaOfFields(fields: readonly FieldSpec[], exactlyOne?: readonly string[]): JsonObject {
  const required = fields.filter((field) => !field.optional).map((field) => field.name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, schemaOfField(field)])),
    ...(required.length > 0 ? { required } : {}),
    ...(exactlyOne ? { oneOf: exactlyOne.map((name) => ({ required: [name] })) } : {}),
    additionalProperties: false,
  };
}

function schemaOfField(field: FieldSpec): JsonObject {
  const described: JsonObject = { title: field.label.zh, ...(field.personal ? { 'x-personal': field.personal.purpose } : {}) };
  return { ...described, ...BY_KIND[field.kind](field) };
}

const number = (field: FieldSpec): JsonObject => ({ minimum: field.min ?? 0, maximum: field.max ?? Number.MAX_SAFE_INTEGER });

const BY_KIND: Readonly<Record<FieldSpec['kind'], (field: FieldSpec) => JsonObject>> = {
  text: (field) => ({ type: 'string', minLength: field.min ?? 1, maxLength: field.max ?? 200, pattern: PLAIN }),
  code: (field) => ({
    type: 'string',
    minLength: field.min ?? 1,
    maxLength: field.max ?? 200,
    allOf: [{ pattern: PLAIN }, ...(field.pattern ? [{ pattern: field.pattern }] : [])],
  }),
  hash: () => ({ type: 'string', pattern: '^[0-9a-f]{64}$' }),
  day: () => ({ type: 'string', pattern: DAY, format: 'date' }),
  instant: () => ({ type: 'string', pattern: INSTANT_PATTERN, format: 'date-time' }),
  fen: (field) => ({ type: 'integer', ...number(field) }),
  integer: (field) => ({ type: 'integer', ...number(field) }),
  quarters: (field) => ({ type: 'number', multipleOf: 0.25, ...number(field) }),
  boolean: () => ({ type: 'boolean' }),
  choice: (field) => ({ type: 'string', enum: (field.choices ?? []).map((choice) => choice.value) }),
  object: (field) => schemaOfFields(field.fields ?? [], field.exactlyOne),
  list: (field) => ({
    type: 'array',
    minItems: field.min ?? 0,
    maxItems: field.max ?? 100,
    ...(field.unique ? { uniqueItems: true } : {}),
    ...(field.of ? { items: schemaOfField(field.of) } : {}),
  }),
};
