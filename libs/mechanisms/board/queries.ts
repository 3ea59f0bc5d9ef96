import { choice, text, unitCode } from '#contracts';
import type { JsonObject } from '#kernel';
import { initialsOf, type Page, type QuestionSpec, type ReadContext } from '#readside';
import type { BoardUnit, DueLine, DueSource, LineRemarks } from './lines';
import { TOPIC_LABELS, TOPICS } from './topics.contract';
import { recordedLines, type LinePage, type LinesAsked } from './recorded.queries';

export class BoardAsked {
  @unitCode({ zh: '单位', en: 'Unit' })
  readonly unit!: string;
  @choice({
    zh: '栏目',
    en: 'Topic',
    optional: true,
    of: TOPICS.map((value) => ({ value, label: TOPIC_LABELS[value] ?? { zh: value, en: value } })),
  })
  readonly topic?: string;
  @text({
    zh: '查找内容',
    en: 'What to find',
    max: 64,
    optional: true,
    help: { zh: '标题或内容中的词，或拼音首字母', en: 'Words of a line, or their pinyin initials' },
  })
  readonly q?: string;
  @choice({
    zh: '查找范围',
    en: 'Where to find it',
    optional: true,
    of: [
      { value: 'unit', label: { zh: '本单位', en: 'This unit' } },
      { value: 'city', label: { zh: '全市', en: 'The whole city' } },
    ],
  })
  readonly within?: string;
}

/** `GET /api/board/{unit}`: what residents of a unit may see: what is late first, then what is due, then the newest. `q` searches. */
export function boardQuestion(sources: readonly DueSource[], remarks: readonly LineRemarks[] = []): QuestionSpec {
  return {
    path: 'board/:unit',
    label: { zh: '公开栏', en: 'Disclosure board' },
    asks: BoardAsked,
    who: 'public',
    list: true,
    answers: LINE_SCHEMA,
    keptBy: ({ unit, q, within }) => (q === undefined && within !== 'city' ? unit : undefined),
    answer: async ({ unit: code = '', topic, q, within }, context, page) => {
      const unit = await unitOf(code, context);
      // The whole city is searched, not leafed through.
      const own = within !== 'city' || q === undefined;
      if (!unit) return { missing: code };
      const found = await lines(unit, { unit: own ? code : undefined, topic, q }, sources, context, page);
      return { items: await remarked(await named(found.items, context), remarks, context), next: found.next };
    },
  };
}

const DUES = 'due.';

/** Computed lines come first, then the recorded ones; a cursor says how many of the former, or after which of the latter. */
async function lines(
  unit: BoardUnit,
  asked: LinesAsked,
  sources: readonly DueSource[],
  context: ReadContext,
  page: Page,
): Promise<LinePage> {
  const start = page.cursor === undefined ? 0 : page.cursor.startsWith(DUES) ? Number(page.cursor.slice(DUES.length)) : undefined;
  if (asked.unit === undefined || start === undefined || !Number.isSafeInteger(start) || start < 0)
    return recordedLines(asked, context, page);
  const dues = (await duesOf(unit, sources, context))
    .filter((line) => asked.topic === undefined || line['topic'] === asked.topic)
    .filter((line) => isFound(line, asked.q));
  const shown = dues.slice(start, start + page.limit);
  const left = page.limit - shown.length;
  if (left === 0) return { items: shown, next: `${DUES}${start + shown.length}` };
  const rest = await recordedLines(asked, context, { cursor: undefined, limit: left });
  return { items: [...shown, ...rest.items], next: rest.next };
}

/** Units that a text tells by their codes are told by their names. */
export async function named(lines: readonly JsonObject[], context: ReadContext): Promise<readonly JsonObject[]> {
  const code = new RegExp(`(?<![\\w.-])${context.city}(?:\\d{3}){0,2}(?![\\w-])`, 'g');
  const codes = new Set(lines.flatMap((line) => String(line['text']).match(code) ?? []));
  if (codes.size === 0) return lines;
  const names = await unitNames([...codes], context);
  const nameOf = (found: string): string => names.get(found) ?? found;
  return lines.map((line) => ({
    ...line,
    text: String(line['text']).replace(new RegExp(` ?(${code.source}) ?`, 'g'), (_whole, found: string) => nameOf(found)),
    textEn: String(line['textEn']).replace(code, nameOf),
  }));
}

/** Names of units on `context.asOf` by their codes. */
export async function unitNames(codes: readonly string[], context: ReadContext): Promise<ReadonlyMap<string, string>> {
  const rows = await context.rows<{ code: string; name: string }>(
    `SELECT u.key AS code, u.name FROM ${context.effective('units')} u WHERE u.key = ANY($1::text[])`,
    [[...new Set(codes)]],
  );
  return new Map(rows.map((row) => [row.code, row.name]));
}

/** `objections: {open, answered}` beside the lines that residents asked about. */
async function remarked(
  lines: readonly JsonObject[],
  remarks: readonly LineRemarks[],
  context: ReadContext,
): Promise<readonly JsonObject[]> {
  const ids = lines.map((line) => String(line['id']));
  const counts = await Promise.all(remarks.map((remark) => remark.counts(ids, context)));
  return lines.map((line, index) => {
    const objections = counts.map((count) => count.get(ids[index] ?? '')).find((count) => count !== undefined);
    return objections ? { ...line, objections: { ...objections } } : line;
  });
}

/** What is due though no fact has met it yet: what is late first, then by the day. */
export async function duesOf(
  unit: BoardUnit,
  sources: readonly DueSource[],
  context: ReadContext,
): Promise<readonly (DueLine & JsonObject)[]> {
  const computed = (await Promise.all(sources.map((source) => source(unit, context)))).flat();
  return [...computed]
    .sort((a, b) => Number(b.late) - Number(a.late) || (a.due < b.due ? -1 : a.due > b.due ? 1 : a.id < b.id ? -1 : 1))
    .map((line) => ({ ...line, unit: unit.code, publishedOn: context.asOf }));
}

/** As a search finds recorded lines: every word, in Chinese or by initials. */
function isFound(line: DueLine, q: string | undefined): boolean {
  if (q === undefined) return true;
  const text = `${line.title}\n${line.text}`.toLowerCase();
  const initials = initialsOf(text);
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length > 0 && words.every((word) => text.includes(word) || (/^[a-z0-9]+$/.test(word) && initials.includes(word)));
}

export async function unitOf(code: string, context: ReadContext): Promise<BoardUnit | undefined> {
  const [unit] = await context.rows<BoardUnit>(
    `SELECT u.key AS code, u.name, u.level, u.kind FROM ${context.effective('units')} u WHERE u.key = $1`,
    [code],
  );
  return unit;
}

const TEXT = { type: 'string' } as const;
const DAY = { type: 'string', format: 'date' } as const;
export const LINE_SCHEMA: JsonObject = {
  type: 'object',
  properties: {
    id: TEXT,
    unit: TEXT,
    topic: { type: 'string', enum: [...TOPICS] },
    title: TEXT,
    titleEn: TEXT,
    text: TEXT,
    textEn: TEXT,
    amountFen: { type: 'integer' },
    status: TEXT,
    due: DAY,
    late: { type: 'boolean' },
    objections: { type: 'object', properties: { open: { type: 'integer' }, answered: { type: 'integer' } } },
    publishedOn: DAY,
    doneOn: DAY,
    about: TEXT,
    stream: TEXT,
    revision: { type: 'integer' },
  },
  required: ['id', 'topic', 'title', 'text', 'status', 'stream', 'revision'],
};
