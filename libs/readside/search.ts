import { arrayMembers, ArrayText } from './binary-arrays';
import { initialsOf } from './initials';
import type { Row, TableSpec } from './view';

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
 * What the GIN index holds of a row: single signs, pairs of neighbours, and the same of the initials under a mark of their own. As the text of a
 * PostgreSQL array; a sign that two lines have stands there twice, the index does not mind.
 */
export function gramsOf(text: string): ArrayText {
  const parts = (text.includes('\n') ? text.split('\n') : [text]).map(gramsOfLine);
  return new ArrayText(`{${parts.filter((part) => part !== '').join(',')}}`);
}

function gramsOfLine(line: string): string {
  const known = lines.get(line);
  if (known !== undefined) return known;
  const found = grams(line);
  for (const gram of grams(initialsOf(line))) found.add(INITIALS + gram);
  const part = arrayMembers([...found]);
  if (lines.size >= LINES_MAX) lines.clear();
  if (line.length <= LINE_MAX) lines.set(line, part);
  return part;
}

/** `~` heads a gram of initials, so that typed letters do not meet every Latin word. */
const INITIALS = '~';

export interface Search {
  /** A condition for WHERE. */
  readonly sql: string;
  readonly values: readonly (string | readonly string[])[];
}

/**
 * The condition that a row matches what was typed: every word of it lies in the searched columns, or is a run of their pinyin initials.
 * The index narrows (live rows only: a table as known on a former day has no index), LIKE decides.
 * @param first number of the first free parameter ($n).
 * @returns undefined when nothing was asked for.
 */
export function matching(table: TableSpec, typed: string, first: number, alias: string, live: boolean): Search | undefined {
  const words = typed.toLowerCase().slice(0, ASKED_MAX).split(/\s+/).filter(Boolean);
  const values: (string | readonly string[])[] = [];
  const parameter = (value: string | readonly string[]): string => `$${first + values.push(value) - 1}`;
  const text = `lower(concat_ws(E'\\n', ${(table.search ?? []).map((name) => `${alias}."${name}"::text`).join(', ')}))`;
  const conditions = words.map((word) => {
    const like = parameter(`%${word.replace(/[\\%_]/g, '\\$&')}%`);
    const inText = indexed(live, alias, [...grams(word)], parameter, `${text} LIKE ${like}`);
    if (!/^[a-z0-9]+$/.test(word)) return inText;
    const inInitials = indexed(
      live,
      alias,
      [...grams(word)].map((gram) => INITIALS + gram),
      parameter,
      `${alias}.initials LIKE ${like}`,
    );
    return `(${inText} OR ${inInitials})`;
  });
  return conditions.length === 0 ? undefined : { sql: `(${conditions.join(' AND ')})`, values };
}

function indexed(
  live: boolean,
  alias: string,
  wanted: readonly string[],
  parameter: (value: readonly string[]) => string,
  decides: string,
): string {
  return live ? `(${alias}.grams @> ${parameter(wanted)}::text[] AND ${decides})` : `(${decides})`;
}

/** Single signs and pairs of neighbours. */
function grams(text: string): Set<string> {
  const found = new Set<string>();
  let before = '';
  for (const sign of text) {
    if (sign === '\n') {
      before = '';
      continue;
    }
    found.add(sign);
    if (before !== '') found.add(before + sign);
    before = sign;
  }
  return found;
}
