import { ArrayText } from './binary-arrays';
import { initialsOf } from './initials';
import type { Row, TableSpec } from './view';

/** SQL type of the column `grams`; a part of a view's shape, so that rows of another form are rebuilt. */
export const GRAMS = 'int4[]';

/** Signs of a searched text and of a query that count; longer ones are found by their beginning. */
const SEARCHED_MAX = 2_000;
const ASKED_MAX = 64;

/** The text of a row that is searched: its columns named in `search`, lower case, one per line. */
export function searchedText(table: TableSpec, row: Row): string {
  const texts = (table.search ?? []).flatMap((name) => {
    const value = row[name];
    return typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  });
  return texts.join('\n').toLowerCase().slice(0, SEARCHED_MAX);
}

/** What is remembered of a line: the rows of a stream share theirs. */
const lines = new Map<string, string>();
const LINES_MAX = 4_000;
const LINE_MAX = 200;

/**
 * What the GIN index holds of a row: pairs of neighbouring UTF-16 units, of its text and of its initials in one set, and single signs that are
 * not ASCII. A pair is one number (`pairOf`): compared at once, and a quarter of a text's size. As the text of a PostgreSQL array; a pair that two
 * lines have stands there twice, the index does not mind.
 */
export function gramsOf(text: string): ArrayText {
  const parts = (text.includes('\n') ? text.split('\n') : [text]).map(gramsOfLine);
  return new ArrayText(`{${parts.filter((part) => part !== '').join(',')}}`);
}

function gramsOfLine(line: string): string {
  const known = lines.get(line);
  if (known !== undefined) return known;
  const found = new Set<number>();
  addGrams(found, line);
  addGrams(found, initialsOf(line));
  const part = [...found].join(',');
  if (lines.size >= LINES_MAX) lines.clear();
  if (line.length <= LINE_MAX) lines.set(line, part);
  return part;
}

export interface Search {
  /** A condition for WHERE. */
  readonly sql: string;
  readonly values: readonly (string | readonly number[])[];
}

/**
 * The condition that a row matches what was typed: every word of it lies in the searched columns, or is a run of their pinyin initials.
 * The index narrows (live rows only: a table as known on a former day has no index; a single letter is in nearly every row), LIKE decides.
 * @param first number of the first free parameter ($n).
 * @returns undefined when nothing was asked for.
 */
export function matching(table: TableSpec, typed: string, first: number, alias: string, live: boolean): Search | undefined {
  const words = typed.toLowerCase().slice(0, ASKED_MAX).split(/\s+/).filter(Boolean);
  const values: (string | readonly number[])[] = [];
  const parameter = (value: string | readonly number[]): string => `$${first + values.push(value) - 1}`;
  const text = `lower(concat_ws(E'\\n', ${(table.search ?? []).map((name) => `${alias}."${name}"::text`).join(', ')}))`;
  const conditions = words.map((word) => {
    const like = parameter(`%${word.replace(/[\\%_]/g, '\\$&')}%`);
    const decides = /^[a-z0-9]+$/.test(word) ? `(${text} LIKE ${like} OR ${alias}.initials LIKE ${like})` : `${text} LIKE ${like}`;
    const wanted = live ? gramsAsked(word) : [];
    return wanted.length === 0 ? decides : `(${alias}.grams @> ${parameter(wanted)}::int4[] AND ${decides})`;
  });
  return conditions.length === 0 ? undefined : { sql: `(${conditions.join(' AND ')})`, values };
}

/** A word's pairs hold its single signs already. */
function gramsAsked(word: string): readonly number[] {
  const found = new Set<number>();
  addGrams(found, word);
  return word.length === 1 ? [...found] : [...found].filter((gram) => (gram & UNIT) !== 0);
}

const UNIT = 0xffff;
const ASCII_LAST = 0x7f;

function addGrams(found: Set<number>, line: string): void {
  let before = 0;
  for (let index = 0; index < line.length; index++) {
    const unit = line.charCodeAt(index);
    if (unit > ASCII_LAST) found.add(pairOf(unit, 0));
    if (before !== 0) found.add(pairOf(before, unit));
    before = unit;
  }
}

/** Two units as an int4; a single sign has none behind it. */
function pairOf(first: number, second: number): number {
  return (first << 16) | second;
}
