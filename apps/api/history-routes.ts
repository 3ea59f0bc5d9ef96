import { standardAsk, problem, readAnswer, readerOf, withReading, LIST_SCHEMA, FACTS, FACT_SUBJECTS, type Asked, type EdgeOutcome, type EdgeRequest, type ReadingParts, type RouteSpec, type UnitTree } from '#gateway';
import { isDay, type JsonObject } from '#kernel';
import type { Ledger } from '#ledger';
import { keyset, paged, type Page, type Reader, type Row } from '#readside';
import type { House } from '../wiring';
import { changesOf } from './changes';
import { subjectsSearched, searchCondition } from './history-search';

export interface HistoryParts extends ReadingParts {
  readonly ledger: Ledger;
  readonly house: House;
  readonly units: UnitTree;
  readonly city: string;
  /** HMAC key of pseudonyms: a search for a whole value finds its person. */
  readonly secret: Buffer;
}

const WHO = ['auditor', 'clerk'] as const;
/** What a history is asked by; exactly one of them. */
export const ASKED_BY = ['unit', 'payment', 'card', 'mandate', 'round', 'organisation', 'parameter', 'subject', 'actor'] as const;

/** Every fact of one subject, of one stream, or found by a search. Auditors see all; clerks what concerns their own tree. */
export function historyRoutes(parts: HistoryParts): readonly RouteSpec[] {
  const text = (name: string, description = ''): JsonObject => ({ name, in: 'query', description, schema: { type: 'string' } });
  const list = { responses: { '200': { description: 'Facts, oldest first', content: { 'application/json': { schema: LIST_SCHEMA(FACT_SCHEMA) } } } } };
  const route = (path: string, zh: string, en: string, parameters: readonly JsonObject[], handle: RouteSpec['handle']): RouteSpec => ({
    method: 'GET',
    path,
    label: { zh, en },
    who: WHO,
    scope: 'unit',
    operation: { tags: ['history'], parameters: [...parameters, text('knownAt', 'A day, or a position'), text('cursor'), text('limit')], ...list },
    handle,
  });
  return [
    route('/api/history', '按对象查历史', 'History of a subject', [...ASKED_BY.map((name) => text(name)), text('from'), text('until')], (request) => bySubject(request, parts)),
    route(
      '/api/history/:category/:id',
      '一个对象流的历史',
      'History of a stream',
      ['category', 'id'].map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      (request) => byStream(request, parts),
    ),
    route('/api/history/search', '检索历史', 'Search the history', [text('q', 'Payee account, amount in yuan, voucher hash, unit, account, or words')], (request) => search(request, parts)),
  ];
}

async function bySubject(request: EdgeRequest, parts: HistoryParts): Promise<EdgeOutcome> {
  return reading(request, parts, async (own, asked, page, scope) => {
    const { from, until, ...by } = own;
    const names = Object.keys(by);
    const [name] = names;
    if (names.length !== 1 || name === undefined || !ASKED_BY.some((known) => known === name)) return problem('request.query');
    if ((from !== undefined && !isDay(from)) || (until !== undefined && !isDay(until))) return problem('request.query');
    const values: unknown[] = [name === 'actor' ? by[name] : `${name}:${by[name]}`];
    const where = [name === 'actor' ? 'f.account = $1' : `EXISTS (SELECT 1 FROM ${asked.context.table(FACT_SUBJECTS.name)} s WHERE s.subject = $1 AND s.fact = f.key)`];
    if (from !== undefined) where.push(`f.occurred_on >= $${values.push(from)}`);
    if (until !== undefined) where.push(`f.occurred_on <= $${values.push(until)}`);
    return { where, values, asked, page, scope };
  });
}

async function byStream(request: EdgeRequest, parts: HistoryParts): Promise<EdgeOutcome> {
  return reading(request, parts, async ({ category = '', id = '', ...more }, asked, page, scope) => {
    if (Object.keys(more).length > 0) return problem('request.query');
    if (!parts.house.categories.has(category)) return problem('thing.unknown', { id: category.slice(0, 64) });
    return { where: ['f.stream = $1'], values: [`${category}-${id}`], asked, page, scope };
  });
}

async function search(request: EdgeRequest, parts: HistoryParts): Promise<EdgeOutcome> {
  return reading(request, parts, async ({ q, ...more }, asked, page, scope) => {
    if (q === undefined || q.trim() === '' || q.length > 100 || Object.keys(more).length > 0) return problem('request.query');
    const subjects = subjectsSearched(q, parts.house.contracts, parts.secret);
    const found = searchCondition(q, subjects, asked.context);
    return { where: [found.sql], values: [...found.values], asked, page, scope };
  });
}

interface Selection {
  readonly where: readonly string[];
  readonly values: readonly unknown[];
  readonly asked: Asked;
  readonly page: Page;
  readonly scope: readonly string[] | undefined;
}
type Select = (own: Readonly<Record<string, string | undefined>>, asked: Asked, page: Page, scope: readonly string[] | undefined) => Promise<Selection | ReturnType<typeof problem>>;

/** The part all three share: standard query, `knownAt` as day or position, the reader's tree, the page, what each fact changed. */
async function reading(request: EdgeRequest, parts: HistoryParts, select: Select): Promise<EdgeOutcome> {
  const { knownAt, ...rest } = request.query;
  const position = typeof knownAt === 'string' && /^\d{1,20}$/.test(knownAt) ? knownAt : undefined;
  const today = parts.today();
  const asked = standardAsk({ ...request, query: position === undefined ? request.query : rest }, today);
  if ('status' in asked) return asked;
  if (Object.values(asked.own).some((value) => typeof value !== 'string')) return problem('request.query');
  const reader = readerOf(request, WHO);
  const scope = await scopeOf(reader, parts);
  return withReading({ asOf: asked.asOf, knownAt: undefined, after: asked.after, today, reader }, parts, async (context) => {
    const selection = await select(asked.own as Readonly<Record<string, string>>, context, asked.page, scope);
    if ('status' in selection) return selection;
    const until = position ?? (asked.knownAt === undefined ? undefined : await parts.reading.positionKnownAt(asked.knownAt));
    const { items, next } = await facts(selection, until);
    const changed = await changesOf(items, parts);
    const answer = readAnswer({ items: changed, next }, context.context, until ?? context.position);
    return { ...answer, body: { ...(answer.body as JsonObject), knownAt: knownAt === undefined ? null : String(knownAt) } };
  });
}

/** Undefined: everything. */
async function scopeOf(reader: Reader | undefined, { units, city }: HistoryParts): Promise<readonly string[] | undefined> {
  if (reader === undefined) return [];
  if (reader.acting.role === 'auditor' || reader.acting.unit === city) return undefined;
  return units.below(reader.acting.unit);
}

async function facts({ where, values, asked, page, scope }: Selection, until: string | undefined): Promise<{ readonly items: readonly Row[]; readonly next: string | null }> {
  const all = [...values];
  const conditions = [...where];
  if (until !== undefined) conditions.push(`f.position <= $${all.push(until)}::bigint`);
  if (scope !== undefined) conditions.push(`f.concerns = ANY($${all.push(scope)}::text[])`);
  const place = keyset([{ sql: 'f.key' }], page, all.length + 1);
  const sql = `SELECT f.* FROM ${asked.context.table(FACTS.name)} f WHERE ${[...conditions, place.where].join(' AND ')} ORDER BY ${place.orderBy} LIMIT ${place.limit}`;
  const rows = await asked.context.rows(sql, [...all, ...place.values]);
  const found = paged(rows, page, (row) => [String(row['key'])], (row) => row);
  return { items: found.items as readonly Row[], next: found.next };
}

const FACT_SCHEMA: JsonObject = {
  type: 'object',
  required: ['stream', 'revision', 'position', 'type', 'says', 'occurredOn', 'recordedAt', 'actor', 'authority', 'source', 'data'],
  properties: {
    stream: { type: 'string' },
    revision: { type: 'integer' },
    position: { type: 'string' },
    type: { type: 'string' },
    says: { type: 'object' },
    occurredOn: { type: 'string' },
    recordedAt: { type: 'string' },
    actor: { type: 'object' },
    authority: { type: 'object' },
    source: { type: 'object' },
    data: { type: 'object' },
    changes: { type: 'array', items: { type: 'object' } },
  },
};
