import type { Day, JsonObject } from '#kernel';
import type { ReadContext } from '#readside';

/** The table of what residents asked. */
export const OBJECTIONS = 'objections';

/** One of them as everybody sees it on a day; `answer` is the one that stands, those before it are asked for singly. */
export interface StoredObjection {
  readonly id: string;
  readonly unit: string;
  readonly line: string | null;
  readonly kind: string;
  readonly text: string;
  readonly raised_on: Day;
  readonly due: Day | null;
  readonly answer: string | null;
  readonly answered_on: Day | null;
  readonly corrected_on: Day | null;
  readonly stream: string;
  readonly revision: number;
}

export const COLUMNS =
  'o.key AS id, o.unit, o.line, o.kind, o.text, o.raised_on, o.due, o.answer, o.answered_on, o.corrected_on, o.stream, o.revision';

/** Late: not answered by its day, or answered after it. An answer of a later day than `asOf` has not been given yet. */
export function shownObjection(row: StoredObjection, asOf: Day): JsonObject {
  const isAnswered = row.answered_on !== null && row.answered_on <= asOf;
  const by = isAnswered && row.answered_on !== null ? row.answered_on : asOf;
  return {
    id: row.id,
    unit: row.unit,
    ...(row.line === null ? {} : { line: row.line }),
    kind: row.kind,
    text: row.text,
    status: isAnswered ? 'answered' : 'open',
    raisedOn: row.raised_on,
    ...(row.due === null ? {} : { due: row.due }),
    late: row.due !== null && row.due < by,
    ...(isAnswered ? { answer: row.answer, answeredOn: row.answered_on } : {}),
    ...(isAnswered && row.corrected_on !== null && row.corrected_on <= asOf ? { correctedOn: row.corrected_on } : {}),
    stream: row.stream,
    revision: row.revision,
  };
}

/** How many of the questions about each of some lines of the board are open and answered on `asOf`; lines nobody asked about are not in it. */
export async function objectionsByLine(
  lines: readonly string[],
  context: ReadContext,
): Promise<ReadonlyMap<string, { readonly open: number; readonly answered: number }>> {
  if (lines.length === 0) return new Map();
  const rows = await context.rows<{ line: string; open: number; answered: number }>(
    `SELECT o.line, count(*) FILTER (WHERE o.answered_on IS NULL OR o.answered_on > $2)::int AS open, count(*) FILTER (WHERE o.answered_on <= $2)::int AS answered
     FROM ${context.table(OBJECTIONS)} o WHERE o.line = ANY($1::text[]) AND o.raised_on <= $2 GROUP BY o.line`,
    [lines, context.asOf],
  );
  return new Map(rows.map(({ line, open, answered }) => [line, { open, answered }]));
}

/** The newest questions about one line of the board, with their answers. */
export async function objectionsAbout(line: string, context: ReadContext, limit = 50): Promise<readonly JsonObject[]> {
  const rows = await context.rows<StoredObjection>(
    `SELECT ${COLUMNS} FROM ${context.table(OBJECTIONS)} o WHERE o.line = $1 AND o.raised_on <= $2 ORDER BY o.raised_on DESC, o.key LIMIT $3`,
    [line, context.asOf, limit],
  );
  return rows.map((row) => shownObjection(row, context.asOf));
}
