import type { CategoryForms, FieldSpec, FormSpec, Label } from './spec';

// What a code is, told from the declarations: a unit, a resource of some category, something new, or something recorded before.

/** The pattern of division codes, as the api declares it. */
const UNIT_PATTERN = '^(\\d{6}|\\d{9}|\\d{12}(-\\d{1,3})?)$';
/** The pattern of ids inside a stream. */
const INNER_PATTERN = '^[\\p{L}\\p{N}][\\p{L}\\p{N}._:-]{0,63}$';

export type CodeMeaning =
  | { readonly is: 'unit' }
  /** A unit or an organisation. */
  | { readonly is: 'holder' }
  /** A resource of this category: chosen from its register. */
  | { readonly is: 'resource'; readonly category: string }
  /** Made by this action: proposed. */
  | { readonly is: 'new' }
  /** Made by `by`, an earlier action of the category: chosen from what was recorded. */
  | { readonly is: 'recorded'; readonly by: string }
  | { readonly is: 'plain' };

/** What a code field of a form means. The first action of a category that names an inner id is the one that makes it. */
export function meaningOf(
  field: FieldSpec,
  form: FormSpec,
  siblings: readonly FormSpec[],
  all: readonly Pick<CategoryForms, 'category' | 'forms'>[],
): CodeMeaning {
  if (field.kind !== 'code') return { is: 'plain' };
  if (field.pattern === UNIT_PATTERN) return { is: 'unit' };
  if (field.pattern === INNER_PATTERN) {
    const by = siblings.find((sibling) => sibling.fields.some(({ name, pattern }) => name === field.name && pattern === INNER_PATTERN));
    return by === undefined || by.action === form.action ? { is: 'new' } : { is: 'recorded', by: by.action };
  }
  const named = all.find(({ category }) => category === field.refers);
  if (named) return { is: 'resource', category: named.category };
  const owner = all.find(({ forms }) => forms[0]?.id.pattern === field.pattern);
  if (owner) return { is: 'resource', category: owner.category };
  return isHolder(new RegExp(field.pattern ?? '', 'u')) ? { is: 'holder' } : { is: 'plain' };
}

/** Takes division codes and ids of organisations, and not just anything. */
function isHolder(pattern: RegExp): boolean {
  return (
    ['330681001', '330681001001', 'org-finance-bureau'].every((code) => pattern.test(code)) &&
    !['zhangsan', 'x.y.z'].some((code) => pattern.test(code))
  );
}

/** Whether an id of this form is that of a unit (the whole of it). */
export function isUnitId(pattern: string): boolean {
  return pattern === '^\\d{12}$' || pattern === '^\\d{9}$' || pattern === UNIT_PATTERN;
}

/** The city's own stream: its id is known. */
export function isCityId(pattern: string): boolean {
  return pattern === '^\\d{6}$';
}

/** Parts of an id such as `330681001001.2026.work`, where its pattern says so: each a unit, a year or one of some words. */
export type IdPart = { readonly is: 'unit' } | { readonly is: 'year' } | { readonly is: 'choice'; readonly values: readonly string[] };

/** Undefined when the pattern is not made of such parts. */
export function partsOf(pattern: string): readonly IdPart[] | undefined {
  const parts = pattern.replace(/^\^|\$$/g, '').split('\\.');
  if (parts.length < 2) return undefined;
  const read = parts.map((part): IdPart | undefined => {
    if (part === '\\d{4}') return { is: 'year' };
    if (/^\((\\d\{\d+\}\|?)+\)$/.test(part)) return { is: 'unit' };
    const words = /^\(([a-z-]+(?:\|[a-z-]+)+)\)$/.exec(part)?.[1];
    return words === undefined ? undefined : { is: 'choice', values: words.split('|') };
  });
  return read.every((part): part is IdPart => part !== undefined) ? read : undefined;
}

/** An id in words: `330681001001.2026.work` as its unit, year and fund; others as they are. */
export function idText(
  id: string,
  spec: FormSpec['id'] | undefined,
  unitText: (code: string) => string,
  say: (label: Label) => string,
): string {
  if (!spec) return id;
  if (isUnitId(spec.pattern) || isCityId(spec.pattern)) return unitText(id);
  const parts = partsOf(spec.pattern);
  const values = id.split('.');
  if (!parts || parts.length !== values.length) return id;
  const named = (value: string): string => (spec.words?.[value] ? say(spec.words[value]) : value);
  return parts
    .map((part, index) =>
      part.is === 'unit' ? unitText(values[index] ?? '') : part.is === 'choice' ? named(values[index] ?? '') : (values[index] ?? ''),
    )
    .join(' · ');
}

const SIGNS = '0123456789abcdefghjkmnpqrstvwxyz';

/** A new id: the day and five signs by chance, such as `20260305-7k3mq`: short enough to be read out, 2^25 a day. */
export function proposedId(today: string, chance: (below: number) => number): string {
  return `${today.replaceAll('-', '')}-${signs(5, chance)}`;
}

/** An id for a new resource that fits the pattern, or undefined when people must know it (a card's number, an account). */
export function proposedFor(pattern: string, today: string, chance: (below: number) => number): string | undefined {
  const candidates = [proposedId(today, chance), `r${signs(9, chance)}`, `n${signs(9, chance)}`];
  return candidates.find((candidate) => new RegExp(pattern, 'u').test(candidate));
}

function signs(count: number, chance: (below: number) => number): string {
  return Array.from({ length: count }, () => SIGNS[chance(SIGNS.length)] ?? '0').join('');
}
