import { createHash } from 'node:crypto';
import type { FieldSpec } from '#contracts';
import type { Json, JsonObject } from '#kernel';

/** An id within a category, of a thing that belongs to a unit where its id says so. Each action has things of its own: none finds what another made. */
export function sampleId(category: string, unit: string, action = 'read'): string {
  const ids: Readonly<Record<string, string>> = {
    territory: '330681',
    counts: unit.length === 12 ? unit : '330681001001',
    organisations: `org-sample-${action}`,
    appointments: 'somebody',
    parameters: 'sample.parameter',
    mandates: 'org-sample.volunteers.run',
    terms: '2016-2021',
    rounds: '2016-2021.1',
    funds: `${unit}.2026.work`,
    subjects: `p-${'a'.repeat(26)}`,
    ledger: 'genesis',
    objections: `r${createHash('sha256').update(`${action} ${unit}`).digest('hex').slice(0, 9)}`,
  };
  return ids[category] ?? `sample-${action}-${unit}`;
}

/** A payload that every check of its form accepts; what it means may well be refused. */
export function samplePayload(fields: readonly FieldSpec[], unit: string): JsonObject {
  const given = fields.filter((field) => !field.optional);
  return Object.fromEntries(given.map((field) => [field.name, sampleOf(field, unit)]));
}

/** Tried in order on fields with a form of their own. */
const FORMS = (unit: string): readonly string[] => [
  unit,
  '330681001001',
  'x1',
  'org-sample',
  'sample.duty',
  `${unit}.2026.work`,
  '330681.2026.work',
  '2016-2021',
  'p-aaaaaaaaaaaaaaaaaaaaaaaaaa',
  'somebody',
  '13800001234',
  '1',
  '/cockpit',
  'volunteers:wishes-w1',
];

function sampleOf(field: FieldSpec, unit: string): Json {
  switch (field.kind) {
    case 'text':
      return 'x'.repeat(Math.max(2, field.min ?? 1));
    case 'code':
      return FORMS(unit).find((form) => field.pattern === undefined || new RegExp(field.pattern, 'u').test(form)) ?? 'x1';
    case 'hash':
      return 'a'.repeat(64);
    case 'day':
      return '2026-01-05';
    case 'instant':
      return '2026-01-05T01:02:03Z';
    case 'boolean':
      return true;
    case 'choice':
      return field.choices?.[0]?.value ?? '';
    case 'object':
      return samplePayload(
        field.exactlyOne
          ? (field.fields ?? []).filter((one) => one.name === field.exactlyOne?.[0]).map((one) => ({ ...one, optional: false }))
          : (field.fields ?? []),
        unit,
      );
    case 'list':
      return Array.from({ length: Math.max(1, field.min ?? 0) }, (_, i) => (field.of ? spread(sampleOf(field.of, unit), i) : i));
    default:
      return Math.max(1, field.min ?? 0);
  }
}

/** Items of a list must differ. */
function spread(value: Json, index: number): Json {
  return typeof value === 'string' && index > 0 ? `${value.slice(0, -1)}${index + 1}` : value;
}
