import { choice, code, unitCode } from '#contracts';
import type { Day, JsonObject } from '#kernel';
import { keyset, paged, type Answer, type OrderTerm, type Page, type QuestionSpec, type ReadContext } from '#readside';
import { LINE, objectionsContract } from './contract';
import { COLUMNS, OBJECTIONS, shownObjection, type StoredObjection } from './lines';

const { pattern, says } = objectionsContract.id;

class ByReceipt {
  @code({ ...labelOf('回执编号', 'Receipt code'), max: 10, pattern, says })
  readonly id!: string;
}

class ObjectionsAsked {
  @unitCode({ ...labelOf('单位', 'Unit'), optional: true })
  readonly unit?: string;
  @code({ ...labelOf('公开事项', 'Line of the board'), optional: true, max: 200, ...LINE })
  readonly line?: string;
  @choice({
    ...labelOf('状态', 'Status'),
    optional: true,
    of: [
      { value: 'open', label: { zh: '待答复', en: 'Open' } },
      { value: 'answered', label: { zh: '已答复', en: 'Answered' } },
    ],
  })
  readonly status?: string;
}

const TEXT = { type: 'string' } as const;
const DAY = { type: 'string', format: 'date' } as const;
const OBJECTION: JsonObject = {
  type: 'object',
  properties: {
    id: TEXT,
    unit: TEXT,
    line: TEXT,
    kind: { enum: ['objection', 'question'] },
    text: TEXT,
    status: { enum: ['open', 'answered'] },
    raisedOn: DAY,
    due: DAY,
    late: { type: 'boolean' },
    answer: TEXT,
    answeredOn: DAY,
    correctedOn: DAY,
    stream: TEXT,
    revision: { type: 'integer' },
  },
  required: ['id', 'unit', 'kind', 'text', 'status', 'raisedOn', 'late', 'stream', 'revision'],
};
const EARLIER: JsonObject = {
  type: 'array',
  items: { type: 'object', properties: { text: TEXT, on: DAY, corrected: TEXT }, required: ['text', 'on', 'corrected'] },
};

/** What residents asked: one by its receipt code (with the answers that were corrected), and the list of a unit or a line, newest first. */
export const objectionsQuestions: readonly QuestionSpec[] = [
  {
    path: 'objections',
    label: { zh: '居民异议与提问', en: 'Residents’ objections and questions' },
    asks: ObjectionsAsked,
    who: 'public',
    list: true,
    answers: OBJECTION,
    answer: ({ unit, line, status }, context, page) => listed({ unit, line, status }, context, page),
  },
  {
    path: 'objections/:id',
    label: { zh: '按回执编号查答复', en: 'The answer, by receipt code' },
    asks: ByReceipt,
    who: 'public',
    list: false,
    answers: { ...OBJECTION, properties: { ...(OBJECTION['properties'] as JsonObject), earlier: EARLIER } },
    answer: ({ id = '' }, context) => byReceipt(id, context),
  },
];

interface Narrowed {
  readonly unit: string | undefined;
  readonly line: string | undefined;
  readonly status: string | undefined;
}

const ORDER: readonly OrderTerm[] = [{ sql: 'o.raised_on', descending: true }, { sql: 'o.key' }];

async function listed({ unit, line, status }: Narrowed, context: ReadContext, page: Page): Promise<Answer> {
  const place = keyset(ORDER, page, 5);
  const rows = await context.rows<StoredObjection>(
    `SELECT ${COLUMNS} FROM ${context.table(OBJECTIONS)} o
     WHERE o.raised_on <= $1 AND ($2::text IS NULL OR o.unit = $2) AND ($3::text IS NULL OR o.line = $3)
       AND ($4::text IS NULL OR ($4 = 'answered') = coalesce(o.answered_on <= $1, false))
       AND ${place.where} ORDER BY ${place.orderBy} LIMIT ${place.limit}`,
    [context.asOf, unit ?? null, line ?? null, status ?? null, ...place.values],
  );
  return paged(
    rows,
    page,
    (row) => [row.raised_on, row.id],
    (row) => shownObjection(row, context.asOf),
  );
}

async function byReceipt(id: string, context: ReadContext): Promise<Answer> {
  const [row] = await context.rows<StoredObjection>(
    `SELECT ${COLUMNS} FROM ${context.table(OBJECTIONS)} o WHERE o.key = $1 AND o.raised_on <= $2`,
    [id, context.asOf],
  );
  return row ? { found: { ...shownObjection(row, context.asOf), ...(await earlierOf(row, context)) } } : { missing: id };
}

/** Answers that were corrected, oldest first, each with the reason of the next. */
async function earlierOf({ id, corrected_on }: StoredObjection, context: ReadContext): Promise<JsonObject> {
  if (corrected_on === null) return {};
  const answers = await context.rows<{ text: string; reason: string | null; on_day: Day }>(
    `SELECT a.text, a.reason, a.on_day FROM ${context.table('objection_answers')} a WHERE a.objection = $1 AND a.on_day <= $2 ORDER BY a.revision`,
    [id, context.asOf],
  );
  const earlier = answers
    .slice(0, -1)
    .map((answer, i) => ({ text: answer.text, on: answer.on_day, corrected: answers[i + 1]?.reason ?? '' }));
  return earlier.length > 0 ? { earlier } : {};
}

function labelOf(zh: string, en: string): { readonly zh: string; readonly en: string } {
  return { zh, en };
}
