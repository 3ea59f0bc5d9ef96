import * as fc from 'fast-check';
import type { FieldSpec } from '#contracts';
import { isDay, type Json, type JsonObject } from '#kernel';

/** Payloads that keep every rule of their fields. */
export function validPayload(fields: readonly FieldSpec[], exactlyOne?: readonly string[]): fc.Arbitrary<JsonObject> {
  const whole = fc.record(Object.fromEntries(fields.map((field) => [field.name, validValue(field)])), {
    requiredKeys: fields.filter((field) => !field.optional).map((field) => field.name),
  }) as fc.Arbitrary<JsonObject>;
  if (!exactlyOne) return whole;
  const only = exactlyOne.map((name) => fields.filter((field) => field.name === name).map((field) => ({ ...field, optional: false })));
  const rest = fields.filter((field) => !exactlyOne.includes(field.name));
  return fc.oneof(...only.map((one) => validPayload([...rest, ...one])));
}

/** Payloads that are right but for a fault somewhere, and some that are anything: for comparing verdicts. */
export function oddPayload(fields: readonly FieldSpec[], exactlyOne?: readonly string[]): fc.Arbitrary<Json> {
  const valid = validPayload(fields, exactlyOne);
  const bent = fields.map((field) =>
    fc.tuple(valid, oddValue(field)).map(([payload, value]): Json => ({ ...payload, [field.name]: value })),
  );
  const cut = fields.map((field) =>
    valid.map((payload): Json => Object.fromEntries(Object.entries(payload).filter(([name]) => name !== field.name))),
  );
  const more = fc
    .tuple(valid, fc.constantFrom('extra', 'occurredOn', ' ', 'Code', '编号'), jsonValue)
    .map(([payload, name, value]): Json => ({ ...payload, [name]: value }));
  return fc.oneof({ arbitrary: valid, weight: 2 }, ...bent, ...bent, ...cut, more, jsonValue);
}

function validValue(field: FieldSpec): fc.Arbitrary<Json> {
  return VALID[field.kind](field);
}

const VALID: Readonly<Record<FieldSpec['kind'], (field: FieldSpec) => fc.Arbitrary<Json>>> = {
  text: (field) => plainText(field.min ?? 1, field.max ?? 200),
  code: (field) => usually(field.pattern ?? '^[a-z]+$', field.max),
  hash: () => fc.stringMatching(/^[0-9a-f]{64}$/),
  day: () => day,
  instant: () =>
    fc.tuple(day, fc.constantFrom('T00:00:00Z', 'T23:59:59.999Z', 'T12:30:05+08:00', 'T01:02:03.5-05:30')).map(([on, at]) => on + at),
  fen: (field) => fc.maxSafeNat().map((n) => Math.max(field.min ?? 0, Math.min(n, field.max ?? n))),
  integer: (field) => fc.integer({ min: field.min ?? 0, max: Math.min(field.max ?? 1_000_000, 1_000_000_000) }),
  quarters: (field) => fc.integer({ min: Math.ceil((field.min ?? 0) * 4), max: Math.floor((field.max ?? 1000) * 4) }).map((n) => n / 4),
  boolean: () => fc.boolean(),
  choice: (field) => fc.constantFrom(...(field.choices ?? []).map((choice) => choice.value)),
  object: (field) => validPayload(field.fields ?? [], field.exactlyOne),
  list: (field) => validList(field),
};

/** Codes that a story uses again and again, so that one action finds what another made (units: those of the small city). */
const USUAL = [
  'a-1',
  'b-2',
  '330681',
  '330681001',
  '330681002',
  '330681001001',
  '330681001002',
  '330681002001',
  '330681001001-1',
  '2016-2021',
  '2016-2021.1',
  'funds.approve',
  'org-finance-bureau',
];
USUAL.push(
  '330681.2021.work',
  '330681001.2021.work',
  '330681001001.2021.work',
  '330681001.funds.approve',
  '330681.mandates.grant',
  '9634500001',
  'zhou',
  'wang',
);

/** Mostly usual codes of a form; now and then any other. */
export function usually(pattern: string, max = 200): fc.Arbitrary<string> {
  const form = new RegExp(pattern, 'u');
  const usual = USUAL.filter((code) => form.test(code) && [...code].length <= max);
  const any = matching(pattern).filter((text) => [...text].length <= max);
  return usual.length === 0 ? any : fc.oneof({ arbitrary: fc.constantFrom(...usual), weight: 5 }, any);
}

function validList(field: FieldSpec): fc.Arbitrary<Json> {
  const of = field.of;
  if (!of) return fc.constant([]);
  const bounds = { minLength: field.min ?? 0, maxLength: Math.min(field.max ?? 100, (field.min ?? 0) + 3) };
  return field.unique ? fc.uniqueArray(validValue(of), bounds) : fc.array(validValue(of), bounds);
}

const day = fc
  .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }))
  .map(([y, m, d]) => `${pad(y, 4)}-${pad(m, 2)}-${pad(d, 2)}`)
  .filter(isDay);
const jsonValue = fc
  .jsonValue({ maxDepth: 2 })
  .map((value) => JSON.parse(JSON.stringify(value)) as Json)
  .filter((value) => !JSON.stringify(value).includes('__proto__'));

/** Values at and beyond the edge of what a field takes. */
function oddValue(field: FieldSpec): fc.Arbitrary<Json> {
  const { min, max } = field;
  const long = max === undefined || max > 2_000 ? [] : ['字'.repeat(max), '字'.repeat(max + 1), '😀'.repeat(max), '😀'.repeat(max + 1)];
  const bounds = [...(max === undefined ? [] : [max, max + 1, max + 0.25]), ...(min === undefined ? [] : [min, min - 1])];
  const inside = field.kind === 'object' ? [oddPayload(field.fields ?? [], field.exactlyOne)] : [];
  const items = field.of ? [fc.array(fc.oneof(validValue(field.of), oddValue(field.of)), { maxLength: 4 })] : [];
  const edges = fc.constantFrom<Json>(...TEXTS, ...NUMBERS, ...OTHERS, ...long, ...bounds);
  return fc.oneof({ arbitrary: edges, weight: 3 }, jsonValue, fc.string({ unit: 'binary', maxLength: 12 }), ...inside, ...items);
}

const TIMES = [
  'T24:00:00Z',
  'T10:00:00z',
  ' 10:00:00Z',
  'T10:00:00.1234Z',
  'T10:00:60Z',
  'T23:59:60Z',
  'T10:00:00+24:00',
  'T10:00:00+23:59',
  'T10:00:00',
];
const DAYS = ['2021-02-29', '2020-02-29', '0000-01-01', '2021-1-1', '2021-06-31', '2021-02-30T10:00:00Z', '0000-06-15T10:00:00Z'];
const TEXTS = [
  '',
  ' ',
  'a',
  'a ',
  '\u202eabc',
  'a\u0000b',
  '暨阳',
  '❤️❤️❤️❤️',
  '\ud800',
  '\ufeffa',
  '330681',
  '33068100',
  'F'.repeat(64),
  'f'.repeat(63),
];
TEXTS.push(...DAYS, ...TIMES.map((time) => `2021-06-15${time}`));
const NUMBERS = [
  0,
  -0,
  -1,
  1,
  0.1,
  0.25,
  0.3,
  1e21,
  1.5,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_SAFE_INTEGER + 1,
  -Number.MAX_SAFE_INTEGER,
  5e-324,
];
const OTHERS: readonly Json[] = [null, true, false, [], {}, [null], ['a', 'a'], [[]], [{}]];

/** Texts as `text` takes them: no white space at the ends, nothing unseen. */
function plainText(min: number, max: number): fc.Arbitrary<string> {
  const unit = fc.constantFrom('枫', '桥', '经', '验', 'a', 'Z', '9', '-', '。', '“', '😀', 'é');
  return fc.array(unit, { minLength: min, maxLength: Math.min(max, Math.max(min, 12)) }).map((signs) => signs.join(''));
}

/** Texts of a pattern; lookaheads only narrow it, so they are left to a filter. */
export function matching(pattern: string): fc.Arbitrary<string> {
  const whole = new RegExp(pattern, 'u');
  const simple = pattern
    .replace(/\(\?[!=](?:[^()]|\([^()]*\))*\)/g, '')
    .replaceAll('\\p{L}', 'a-z')
    .replaceAll('\\p{N}', '0-9');
  return fc.stringMatching(new RegExp(simple)).filter((text) => whole.test(text));
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
