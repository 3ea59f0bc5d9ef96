import { isDay, type Day, type Json, type JsonObject } from '#kernel';
import type { FieldError } from '#contracts';
import type { Position } from '#ledger';
import { ReadRefusal, type Asking, type Page, type ReadContext, type Reader } from '#readside';
import { problem, type Problem } from '../problem';
import type { KeptAnswers } from './kept-answers';
import type { EdgeAnswer, EdgeOutcome, EdgeRequest, RouteAccess } from './route';

/** The read side as the edge needs it. */
export interface Reading {
  readonly position: Position;
  waitFor(position: Position): Promise<void>;
  positionKnownAt(day: Day): Promise<Position>;
  context(asking: Asking): ReadContext;
}

export interface ReadingParts {
  readonly reading: Reading;
  readonly today: () => Day;
  /** Where public answers are kept until something changes; without it each is asked anew. */
  readonly kept?: KeptAnswers;
}

/** What every reading may be asked with, beside its own questions. */
export interface StandardAsk {
  readonly asOf: Day;
  readonly knownAt: Day | undefined;
  readonly after: Position | undefined;
  readonly page: Page;
  /** The members that are the question's own. */
  readonly own: Readonly<Record<string, unknown>>;
}

const LIMIT = { default: 50, max: 500 } as const;

/** Splits the query into the standard part and the question's own; path parameters are among the latter. */
export function standardAsk(request: EdgeRequest, today: Day): StandardAsk | Problem {
  const { asOf = today, knownAt, after, cursor, limit = String(LIMIT.default), ...own } = request.query;
  const errors: FieldError[] = [];
  if (!isDay(asOf)) errors.push(wrong('asOf', '应为日期，如 2026-03-05', 'must be a day such as 2026-03-05'));
  if (knownAt !== undefined && !isDay(knownAt))
    errors.push(wrong('knownAt', '应为日期，如 2026-03-05', 'must be a day such as 2026-03-05'));
  if (after !== undefined && !(typeof after === 'string' && /^\d{1,20}$/.test(after)))
    errors.push(wrong('after', '应为位置', 'must be a position'));
  if (cursor !== undefined && !(typeof cursor === 'string' && cursor.length <= 2_000))
    errors.push(wrong('cursor', '应为上一页给出的 next', 'must be the next of the page before'));
  if (!(typeof limit === 'string' && /^\d{1,3}$/.test(limit) && Number(limit) >= 1 && Number(limit) <= LIMIT.max))
    errors.push(wrong('limit', `应为 1 至 ${LIMIT.max}`, `must be 1 to ${LIMIT.max}`));
  if (errors.length > 0) return problem('request.query', {}, { errors });
  return {
    asOf: String(asOf),
    knownAt: knownAt === undefined ? undefined : String(knownAt),
    after: after === undefined ? undefined : String(after),
    page: { cursor: cursor === undefined ? undefined : String(cursor), limit: Number(limit) },
    own: { ...own, ...request.params },
  };
}

/** The appointment a reader acts under for a route: the one named, else the first with a role of the route, else the first. */
export function readerOf({ known, acting }: EdgeRequest, who: RouteAccess): Reader | undefined {
  if (!known) return undefined;
  const able = typeof who === 'string' ? known.held : known.held.filter((held) => who.includes(held.role));
  const chosen = acting ?? able[0];
  return chosen ? { account: known.account, roles: known.held, acting: chosen } : undefined;
}

export interface Asked {
  readonly context: ReadContext;
  /** The rows are at least as far as this. */
  readonly position: Position;
}

/** Waits for `after`, then reads with the position taken before: rows are never older than what the answer says. */
export async function withReading(
  asking: Asking & { readonly after: Position | undefined },
  parts: ReadingParts,
  read: (asked: Asked) => Promise<EdgeOutcome>,
): Promise<EdgeOutcome> {
  try {
    if (asking.after !== undefined) await parts.reading.waitFor(asking.after);
    const position = asking.knownAt === undefined ? parts.reading.position : await parts.reading.positionKnownAt(asking.knownAt);
    const { asOf, knownAt, today, reader } = asking;
    return await read({ context: { ...parts.reading.context({ asOf, knownAt, today, reader }), position }, position });
  } catch (error) {
    if (error instanceof ReadRefusal) return readProblem(error);
    throw error;
  }
}

/** `{…body, asOf, knownAt, position}` with the header. */
export function readAnswer(body: JsonObject, context: ReadContext, position: Position, etag?: number): EdgeAnswer {
  const whole: JsonObject = { ...body, asOf: context.asOf, knownAt: context.knownAt ?? null, position };
  return { body: whole, position, ...(etag === undefined ? {} : { headers: { etag: `"${etag}"` } }) };
}

export function readProblem(refusal: ReadRefusal): Problem {
  const { status, code, text, next, retryAfterS } = refusal;
  return { status, code, text, next, ...(retryAfterS === undefined ? {} : { retryAfter: retryAfterS }) };
}

function wrong(field: string, zh: string, en: string): FieldError {
  return { field, code: 'query', text: { zh, en } };
}

/** OpenAPI parameters of every reading. */
export function standardParameters(list: boolean): readonly Json[] {
  const query = (name: string, description: string, schema: JsonObject): Json => ({ name, in: 'query', description, schema });
  return [
    query('asOf', 'Day in effect; default today in Shanghai', { type: 'string', format: 'date' }),
    query('knownAt', 'What the ledger knew at the end of this day; default now', { type: 'string', format: 'date' }),
    query('after', 'Wait until the rows have reached this position', { type: 'string', pattern: '^\\d{1,20}$' }),
    ...(list
      ? [
          query('cursor', 'The `next` of the page before', { type: 'string' }),
          query('limit', '', { type: 'integer', minimum: 1, maximum: LIMIT.max, default: LIMIT.default }),
        ]
      : []),
  ];
}

export const LIST_SCHEMA = (item: JsonObject): JsonObject => ({
  type: 'object',
  required: ['items', 'next', 'asOf', 'knownAt', 'position'],
  properties: {
    items: { type: 'array', items: item },
    next: { type: ['string', 'null'] },
    asOf: { type: 'string' },
    knownAt: { type: ['string', 'null'] },
    position: { type: 'string' },
  },
});
