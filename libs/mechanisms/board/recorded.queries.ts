import type { Day, JsonObject } from '#kernel';
import { keyset, matching, paged, type OrderTerm, type Page, type ReadContext, type Search } from '#readside';
import { BOARD, shownLine, type StoredLine } from './lines';
import { SEARCHED } from './views';

export interface LinesAsked {
  /** On whose board; undefined: any. */
  readonly unit: string | undefined;
  readonly topic: string | undefined;
  /** Chinese or pinyin initials, in words; every word must be found. */
  readonly q: string | undefined;
}

export interface LinePage {
  readonly items: readonly JsonObject[];
  readonly next: string | null;
}

interface BoardLine extends StoredLine {
  readonly id: string;
  readonly late: boolean;
  readonly finished_on: string | null;
  readonly bucket: number;
  readonly about: string | null;
  readonly about_title: string | null;
  readonly about_title_en: string | null;
}

/**
 * A page of recorded lines, what is late first, then what is due, then the newest; of all boards together the newest alone.
 * A page costs what it holds, however long the board is: open lines are few, and the others come in the order of an index.
 */
export async function recordedLines(asked: LinesAsked, context: ReadContext, page: Page): Promise<LinePage> {
  const { unit, topic } = asked;
  const values: unknown[] = [context.asOf, topic ?? null];
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const search = searchOf(asked.q, values.length + 1, context);
  if (asked.q !== undefined && !search) return { items: [], next: null };
  values.push(...(search?.values ?? []));
  const place = keyset(ORDER, page, values.length + 1);
  values.push(...place.values);
  const sources = unit === undefined ? ['true'] : ownAndShared(parameter(unit));
  const [bucket, publishedOn, id] = place.values;
  const after = bucket === 2 ? `(b.published_on, b.key) < (${parameter(publishedOn)}, ${parameter(id)})` : 'true';
  const branch = (source: string, condition: string, order: string): string =>
    `(SELECT ${columns(context)}, ${unit === undefined ? '2' : BUCKET} AS bucket FROM ${context.table(BOARD)} b
      WHERE ${source} AND ($2::text IS NULL OR b.topic = $2) AND coalesce(b.effective_on, b.published_on) <= $1
        AND (b.shown_until IS NULL OR b.shown_until >= $1) AND ${search?.sql ?? 'true'} AND ${condition} ${order})`;
  const branches = sources.flatMap((source) => [
    ...(unit === undefined || bucket === 2 ? [] : [branch(source, `b.due IS NOT NULL AND ${OPEN}`, '')]),
    branch(
      source,
      `${unit === undefined ? 'true' : `NOT ${OPEN}`} AND ${after}`,
      `ORDER BY b.published_on DESC, b.key DESC LIMIT ${place.limit}`,
    ),
  ]);
  const rows = await context.rows<BoardLine>(
    `SELECT l.* FROM (${branches.join(' UNION ALL ')}) l WHERE ${place.where} ORDER BY ${place.orderBy} LIMIT ${place.limit}`,
    values,
  );
  const { items, next } = paged(rows, page, (row) => [row.bucket, row.published_on, row.id], itemOf);
  return { items: items as readonly JsonObject[], next };
}

/** One recorded line, if it stands on this board. */
export async function recordedLine(id: string, unit: string, context: ReadContext): Promise<JsonObject | undefined> {
  const [row] = await context.rows<BoardLine>(
    `SELECT ${columns(context)}, ${BUCKET} AS bucket FROM ${context.table(BOARD)} b
     WHERE b.key = $2 AND (b.unit = $3 OR $3 = ANY(b.concerns)) AND coalesce(b.effective_on, b.published_on) <= $1`,
    [context.asOf, id, unit],
  );
  return row && itemOf(row);
}

/** The condition that a line matches what was typed; undefined when nothing was. */
function searchOf(q: string | undefined, first: number, context: ReadContext): Search | undefined {
  return q === undefined
    ? undefined
    : matching({ name: BOARD, columns: {}, search: SEARCHED }, q, first, 'b', context.knownAt === undefined);
}

function ownAndShared(unit: string): readonly string[] {
  return [`b.unit = ${unit}`, `(b.shared AND ${unit} = ANY(b.concerns) AND b.unit <> ${unit})`];
}

/** Due and not done by the day asked about; done late stays late. `$1` is that day. */
const OPEN = '(b.due IS NOT NULL AND NOT (coalesce(b.done, false) AND coalesce(b.done_on, $1) <= $1))';
const LATE = `(b.due IS NOT NULL AND b.due < CASE WHEN ${OPEN} THEN $1 ELSE coalesce(b.done_on, b.due) END)`;
const BUCKET = `CASE WHEN NOT ${OPEN} THEN 2 WHEN ${LATE} THEN 0 ELSE 1 END`;
const columns = (
  context: ReadContext,
): string => `b.key AS id, b.unit, b.topic, b.title, b.title_en, b.text, b.text_en, b.amount_fen, b.status, b.due, b.published_on, b.stream, b.revision,
  CASE WHEN b.done AND b.done_on <= $1 THEN b.done_on END AS finished_on, ${LATE} AS late, b.about, ${titleOf('title', context)} AS about_title, ${titleOf('title_en', context)} AS about_title_en`;
const titleOf = (column: string, context: ReadContext): string =>
  `CASE WHEN b.about IS NOT NULL THEN (SELECT a.${column} FROM ${context.table(BOARD)} a WHERE a.key = b.about) END`;
const ORDER: readonly OrderTerm[] = [{ sql: 'l.bucket' }, { sql: 'l.published_on', descending: true }, { sql: 'l.id', descending: true }];

/** Paid, reported, rectified …: `doneOn` is the day on which it was done. */
function itemOf(row: BoardLine): JsonObject & { readonly due?: Day } {
  const shown = shownLine(row.id, row);
  return {
    ...shown,
    ...(row.about === null ? {} : { about: row.about }),
    ...(row.about_title === null
      ? {}
      : { title: `${shown.title}：${row.about_title}`, titleEn: `${shown.titleEn}: ${row.about_title_en ?? row.about_title}` }),
    ...(row.due === null ? {} : { late: row.late }),
    ...(row.finished_on === null ? {} : { doneOn: row.finished_on }),
  };
}
