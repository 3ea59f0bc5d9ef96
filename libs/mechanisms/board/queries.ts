import { choice, unitCode } from '#contracts';
import type { Json, JsonObject } from '#kernel';
import { keyset, paged, type Answer, type OrderTerm, type Page, type QuestionSpec, type ReadContext } from '#readside';
import { BOARD, shownLine, TOPIC_LABELS, TOPICS, type BoardUnit, type DueLine, type DueSource, type StoredLine } from './lines';

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
}

/** `GET /api/board/{unit}`: what residents of a unit may see: what is late first, then what is due, then the newest. */
export function boardQuestion(sources: readonly DueSource[]): QuestionSpec {
  return {
    path: 'board/:unit',
    label: { zh: '公开栏', en: 'Disclosure board' },
    asks: BoardAsked,
    who: 'public',
    list: true,
    answers: LINE_SCHEMA,
    answer: async ({ unit: code = '', topic }, context, page) => {
      const unit = await unitOf(code, context);
      return unit ? lines(unit, topic, sources, context, page) : { missing: code };
    },
  };
}

interface BoardLine extends StoredLine {
  readonly id: string;
  readonly late: boolean;
  readonly finished_on: string | null;
  readonly bucket: number;
}

const DUES = 'due.';

/** Computed lines come first, then the recorded ones; a cursor says how many of the former, or after which of the latter. */
async function lines(
  unit: BoardUnit,
  topic: string | undefined,
  sources: readonly DueSource[],
  context: ReadContext,
  page: Page,
): Promise<Answer> {
  const start = page.cursor === undefined ? 0 : page.cursor.startsWith(DUES) ? Number(page.cursor.slice(DUES.length)) : undefined;
  if (start === undefined || !Number.isSafeInteger(start) || start < 0) return recorded(unit, topic, context, page);
  const computed = (await Promise.all(sources.map((source) => source(unit, context))))
    .flat()
    .filter((line) => topic === undefined || line.topic === topic);
  const dues = [...computed].sort(
    (a, b) => Number(b.late) - Number(a.late) || (a.due < b.due ? -1 : a.due > b.due ? 1 : a.id < b.id ? -1 : 1),
  );
  const shown = dues.slice(start, start + page.limit).map((line) => ({ ...item(line), unit: unit.code, publishedOn: context.asOf }));
  const left = page.limit - shown.length;
  if (left === 0) return { items: shown, next: `${DUES}${start + shown.length}` };
  const rest = await recorded(unit, topic, context, { cursor: undefined, limit: left });
  return { items: [...shown, ...rest.items], next: rest.next };
}

async function recorded(
  unit: BoardUnit,
  topic: string | undefined,
  context: ReadContext,
  page: Page,
): Promise<{ readonly items: readonly Json[]; readonly next: string | null }> {
  const place = keyset(ORDER, page, 4);
  const rows = await context.rows<BoardLine>(
    `SELECT l.id, l.unit, l.topic, l.title, l.title_en, l.text, l.text_en, l.amount_fen, l.status, l.due, l.late, l.published_on, l.finished_on, l.stream, l.revision, l.bucket FROM (
       SELECT b.*, b.key AS id, CASE WHEN b.done AND b.done_on <= $3 THEN b.done_on END AS finished_on, ${LATE} AS late, CASE WHEN NOT ${OPEN} THEN 2 WHEN ${LATE} THEN 0 ELSE 1 END AS bucket
       FROM (SELECT * FROM ${context.table(BOARD)} o WHERE o.unit = $1
         UNION ALL SELECT * FROM ${context.table(BOARD)} s WHERE s.shared AND $1 = ANY(s.concerns) AND s.unit <> $1) b
       WHERE ($2::text IS NULL OR b.topic = $2) AND coalesce(b.effective_on, b.published_on) <= $3
     ) l WHERE ${place.where} ORDER BY ${place.orderBy} LIMIT ${place.limit}`,
    [unit.code, topic ?? null, context.asOf, ...place.values],
  );
  return paged(
    rows,
    page,
    (row) => [row.bucket, row.published_on, row.id],
    (row) => item(fromRow(row)),
  );
}

/** Due and not done by the day asked about; done late stays late. `$3` is that day. */
const OPEN = '(b.due IS NOT NULL AND NOT (coalesce(b.done, false) AND coalesce(b.done_on, $3) <= $3))';
const LATE = `(b.due IS NOT NULL AND b.due < CASE WHEN ${OPEN} THEN $3 ELSE coalesce(b.done_on, b.due) END)`;
const ORDER: readonly OrderTerm[] = [{ sql: 'l.bucket' }, { sql: 'l.published_on', descending: true }, { sql: 'l.id', descending: true }];

type Shown = Omit<DueLine, 'due' | 'late' | 'topic'> & {
  readonly topic: string;
  readonly due?: string;
  readonly late?: boolean;
  readonly unit?: string;
  readonly publishedOn?: string;
  /** Paid, reported, rectified …: the day on which it was done. */
  readonly doneOn?: string;
};

function fromRow(row: BoardLine): Shown {
  return {
    ...shownLine(row.id, row),
    ...(row.due === null ? {} : { late: row.late }),
    ...(row.finished_on === null ? {} : { doneOn: row.finished_on }),
  };
}

function item(line: Shown): JsonObject {
  return { ...line };
}

async function unitOf(code: string, context: ReadContext): Promise<BoardUnit | undefined> {
  const [unit] = await context.rows<BoardUnit>(
    `SELECT u.key AS code, u.name, u.level, u.kind FROM ${context.effective('units')} u WHERE u.key = $1`,
    [code],
  );
  return unit;
}

const TEXT = { type: 'string' } as const;
const DAY = { type: 'string', format: 'date' } as const;
const LINE_SCHEMA: JsonObject = {
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
    publishedOn: DAY,
    doneOn: DAY,
    stream: TEXT,
    revision: { type: 'integer' },
  },
  required: ['id', 'topic', 'title', 'text', 'status', 'stream', 'revision'],
};
