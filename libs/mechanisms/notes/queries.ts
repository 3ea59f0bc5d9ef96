import { choice, unitCode } from '#contracts';
import type { Day, Json, JsonObject } from '#kernel';
import { keyset, paged, type Answer, type OrderTerm, type Page, type QuestionSpec, type ReadContext } from '#readside';
import { NOTE_READERS } from './contract';

class NotesAsked {
  @unitCode({ zh: '单位', en: 'Unit', optional: true })
  readonly unit?: string;
  @choice({
    zh: '状态',
    en: 'Status',
    optional: true,
    of: [
      { value: 'open', label: { zh: '待答复', en: 'Open' } },
      { value: 'answered', label: { zh: '已答复', en: 'Answered' } },
      { value: 'closed', label: { zh: '已办结', en: 'Closed' } },
    ],
  })
  readonly status?: string;
}

const TEXT = { type: 'string' } as const;
const DAY = { type: 'string', format: 'date' } as const;
const NOTE: JsonObject = {
  type: 'object',
  required: ['id', 'unit', 'text', 'status', 'sentOn', 'sentBy', 'stream', 'revision'],
  properties: {
    id: TEXT,
    unit: TEXT,
    text: TEXT,
    about: { type: 'object', properties: { path: TEXT, label: TEXT } },
    status: { enum: ['open', 'answered', 'closed'] },
    sentOn: DAY,
    sentBy: { type: 'object', properties: { role: TEXT, unit: TEXT } },
    answer: TEXT,
    answeredOn: DAY,
    closedOn: DAY,
    reason: TEXT,
    stream: TEXT,
    revision: { type: 'integer' },
  },
};

/** `GET /api/notes?unit=&status=`: notes to the units of the reader's tree, newest first, as they stood on the day asked. */
export const notesQuestions: readonly QuestionSpec[] = [
  {
    path: 'notes',
    label: { zh: '提醒单', en: 'Notes to units' },
    asks: NotesAsked,
    who: NOTE_READERS,
    list: true,
    answers: NOTE,
    answer: ({ unit, status }, context, page) => listed(unit, status, context, page),
  },
];

interface NoteRow {
  readonly key: string;
  readonly unit: string;
  readonly text: string;
  readonly about: Json;
  readonly status: string;
  readonly sent_on: Day;
  readonly sender_role: string;
  readonly sender_unit: string;
  readonly answer: string | null;
  readonly answered_on: Day | null;
  readonly closed_on: Day | null;
  readonly reason: string | null;
  readonly stream: string;
  readonly revision: number;
}

const ORDER: readonly OrderTerm[] = [{ sql: 'n.sent_on', descending: true }, { sql: 'n.key' }];
/** `$1` is the day asked about. */
const STATUS = `CASE WHEN o.closed_on <= $1 THEN 'closed' WHEN o.answered_on <= $1 THEN 'answered' ELSE 'open' END`;

async function listed(unit: string | undefined, status: string | undefined, context: ReadContext, page: Page): Promise<Answer> {
  const place = keyset(ORDER, page, 5);
  const units = context.effective('units');
  const rows = await context.rows<NoteRow>(
    `SELECT n.* FROM (SELECT o.key, o.unit, o.text, o.about, ${STATUS} AS status, o.sent_on, o.sender_role, o.sender_unit, o.answer, o.answered_on, o.closed_on, o.reason, o.stream, o.revision
       FROM ${context.table('notes')} o WHERE o.sent_on <= $1 AND ($2::text IS NULL OR o.unit = $2)
         AND ($4::text IS NULL OR EXISTS (SELECT FROM ${units} u LEFT JOIN ${units} p ON p.key = u.parent WHERE u.key = o.unit AND $4 IN (u.key, u.parent, p.parent)))) n
     WHERE ($3::text IS NULL OR n.status = $3) AND ${place.where} ORDER BY ${place.orderBy} LIMIT ${place.limit}`,
    [context.asOf, unit ?? null, status ?? null, scopeOf(context), ...place.values],
  );
  return paged(
    rows,
    page,
    (row) => [row.sent_on, row.key],
    (row) => itemOf(row, context.asOf),
  );
}

/** Readers of the city see all, others the tree of the unit they act for. */
function scopeOf({ reader, city }: ReadContext): string | null {
  const unit = reader?.acting.unit ?? '';
  return unit === city ? null : unit;
}

function itemOf(row: NoteRow, asOf: Day): JsonObject {
  const { key: id, unit, text, about, status, stream, revision } = row;
  const isAnswered = row.answered_on !== null && row.answered_on <= asOf;
  return {
    id,
    unit,
    text,
    ...(about === null ? {} : { about }),
    status,
    sentOn: row.sent_on,
    sentBy: { role: row.sender_role, unit: row.sender_unit },
    ...(isAnswered ? { answer: row.answer, answeredOn: row.answered_on } : {}),
    ...(status === 'closed' ? { closedOn: row.closed_on, reason: row.reason } : {}),
    stream,
    revision,
  };
}
