import {
  FACTS,
  FACT_SUBJECTS,
  problem,
  readerOf,
  standardAsk,
  withReading,
  type Asked,
  type EdgeOutcome,
  type EdgeRequest,
  type Problem,
  type ReadingParts,
  type UnitTree,
} from '#gateway';
import { isDay, type Label } from '#kernel';
import { keyset, paged, type Page, type Reader, type Row } from '#readside';
import { searchCondition, subjectsSearched } from './history-search';
import type { ShownParts } from './shown-facts';

export interface HistoryParts extends ReadingParts, ShownParts {
  readonly units: UnitTree;
  readonly city: string;
  /** HMAC key of pseudonyms: a search for a whole value finds its person. */
  readonly secret: Buffer;
}

/** Who reads histories; clerks what concerns their own tree. */
export const WHO = ['auditor', 'clerk'] as const;
/** What a history is asked by, in words; case files and screens say the same. `account` is an account of money, `actor` who acted. */
export const SUBJECTS = {
  unit: { zh: '单位', en: 'Unit' },
  payment: { zh: '支付', en: 'Payment' },
  card: { zh: '志愿服务积分卡', en: 'Volunteer card' },
  mandate: { zh: '授权', en: 'Mandate' },
  round: { zh: '巡察轮次', en: 'Round' },
  term: { zh: '届期', en: 'Term' },
  organisation: { zh: '机构', en: 'Organisation' },
  parameter: { zh: '政策参数', en: 'Parameter' },
  account: { zh: '经费账户', en: 'Account of money' },
  sending: { zh: '拨款', en: 'Sending' },
  team: { zh: '义工队伍', en: 'Team' },
  station: { zh: '爱心驿站', en: 'Station' },
  wish: { zh: '微心愿', en: 'Wish' },
  subject: { zh: '当事人（化名）', en: 'Subject (pseudonym)' },
  actor: { zh: '办理人', en: 'Actor' },
} as const satisfies Readonly<Record<string, Label>>;
export const ASKED_BY = Object.keys(SUBJECTS) as readonly (keyof typeof SUBJECTS)[];

/** What is asked: a subject, a stream or a search, narrowed by the day of the act; oldest first unless said otherwise. */
export interface HistoryAsk {
  readonly of:
    | { readonly by: (typeof ASKED_BY)[number]; readonly value: string }
    | { readonly category: string; readonly id: string }
    | { readonly q: string };
  readonly from: string | undefined;
  readonly until: string | undefined;
  readonly newestFirst: boolean;
  /** One fact of a stream. */
  readonly revision: number | undefined;
  /** Without data and changes: what a long list needs. */
  readonly brief: boolean;
}

/** Reads the members of a query. Problem: `request.query`, `thing.unknown`. */
export function historyAsk(
  own: Readonly<Record<string, string | undefined>>,
  categories: { has(category: string): boolean },
): HistoryAsk | Problem {
  const { from, until, order, revision, brief, ...rest } = own;
  if (
    (from !== undefined && !isDay(from)) ||
    (until !== undefined && !isDay(until)) ||
    (order !== undefined && order !== 'newest' && order !== 'oldest')
  )
    return problem('request.query');
  if ((revision !== undefined && !/^\d{1,9}$/.test(revision)) || (brief !== undefined && brief !== 'true')) return problem('request.query');
  const names = Object.keys(rest).sort().join(' ');
  const { category = '', id = '', q = '' } = rest;
  const narrowed = {
    from,
    until,
    newestFirst: order === 'newest',
    revision: revision === undefined ? undefined : Number(revision),
    brief: brief === 'true',
  };
  if (names === 'category id')
    return categories.has(category) ? { of: { category, id }, ...narrowed } : problem('thing.unknown', { id: category.slice(0, 64) });
  if (names === 'q') return q.trim() === '' || q.length > 100 ? problem('request.query') : { of: { q }, ...narrowed };
  const by = ASKED_BY.find((known) => known === names);
  return by === undefined ? problem('request.query') : { of: { by, value: rest[by] ?? '' }, ...narrowed };
}

/** A request to the history, understood: who reads, how far, up to which position. */
export interface HistoryRead {
  readonly ask: HistoryAsk;
  readonly asked: Asked;
  readonly page: Page;
  readonly reader: Reader | undefined;
  /** Units whose facts may be seen; undefined: all. */
  readonly scope: readonly string[] | undefined;
  /** The last position known, where a day or a position was asked for. */
  readonly until: string | undefined;
  readonly knownAt: string | null;
}

/** What all histories share: the standard query, `knownAt` as day or position, the reader's tree. */
export async function readingHistory(
  request: EdgeRequest,
  parts: HistoryParts,
  read: (history: HistoryRead) => Promise<EdgeOutcome>,
): Promise<EdgeOutcome> {
  return readingAsked(request, parts, async (asked) => {
    const ask = historyAsk(asked.own, parts.house.categories);
    return 'status' in ask ? ask : read({ ...asked, ask });
  });
}

/** The same for a question with members of its own. */
export async function readingAsked(
  request: EdgeRequest,
  parts: HistoryParts,
  read: (history: Omit<HistoryRead, 'ask'> & { readonly own: Readonly<Record<string, string | undefined>> }) => Promise<EdgeOutcome>,
): Promise<EdgeOutcome> {
  const { knownAt, ...rest } = request.query;
  const position = isPosition(knownAt) ? knownAt : undefined;
  const today = parts.today();
  const asked = standardAsk({ ...request, query: position === undefined ? request.query : rest }, today);
  if ('status' in asked) return asked;
  if (Object.values(asked.own).some((value) => typeof value !== 'string')) return problem('request.query');
  const reader = readerOf(request, WHO);
  const scope = await scopeOf(reader, parts);
  return withReading({ asOf: asked.asOf, knownAt: undefined, after: asked.after, today, reader }, parts, async (context) => {
    const until = position ?? (asked.knownAt === undefined ? undefined : await parts.reading.positionKnownAt(asked.knownAt));
    return read({
      own: asked.own as Readonly<Record<string, string>>,
      asked: context,
      page: asked.page,
      reader,
      scope,
      until,
      knownAt: knownAt === undefined ? null : String(knownAt),
    });
  });
}

export function isPosition(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,20}$/.test(value);
}

/** Undefined: everything. */
async function scopeOf(reader: Reader | undefined, { units, city }: HistoryParts): Promise<readonly string[] | undefined> {
  if (reader === undefined) return [];
  if (reader.acting.role === 'auditor' || reader.acting.unit === city) return undefined;
  return units.below(reader.acting.unit);
}

/** One page of rows of `history_facts`. */
export async function factRows(
  history: HistoryRead,
  parts: HistoryParts,
): Promise<{ readonly items: readonly Row[]; readonly next: string | null }> {
  const { where, values } = conditionsOf(history, parts);
  const order = [{ sql: 'f.key', ...(history.ask.newestFirst ? { descending: true } : {}) }];
  const place = keyset(order, history.page, values.length + 1);
  const sql = `SELECT f.* FROM ${history.asked.context.table(FACTS.name)} f WHERE ${where} AND ${place.where} ORDER BY ${place.orderBy} LIMIT ${place.limit}`;
  const rows = await history.asked.context.rows(sql, [...values, ...place.values]);
  const found = paged(
    rows,
    history.page,
    (row) => [String(row['key'])],
    (row) => row,
  );
  return { items: found.items as readonly Row[], next: found.next };
}

/** How many facts there are, counted no further than one more than `most`. */
export async function factCount(history: HistoryRead, parts: HistoryParts, most: number): Promise<number> {
  const { where, values } = conditionsOf(history, parts);
  const sql = `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${history.asked.context.table(FACTS.name)} f WHERE ${where} LIMIT ${most + 1}) counted`;
  const [row] = await history.asked.context.rows<{ count: number }>(sql, values);
  return row?.count ?? 0;
}

export function conditionsOf(
  { ask, asked, scope, until }: HistoryRead,
  parts: HistoryParts,
): { readonly where: string; readonly values: readonly unknown[] } {
  const { sql, values: own } = subjectCondition(ask.of, asked, parts);
  const [where, values] = [[sql], [...own]];
  if (ask.revision !== undefined) where.push(`f.revision = $${values.push(ask.revision)}::int`);
  if (ask.from !== undefined) where.push(`f.occurred_on >= $${values.push(ask.from)}`);
  if (ask.until !== undefined) where.push(`f.occurred_on <= $${values.push(ask.until)}`);
  if (until !== undefined) where.push(`f.position <= $${values.push(until)}::bigint`);
  if (scope !== undefined) where.push(`f.concerns = ANY($${values.push(scope)}::text[])`);
  return { where: where.join(' AND '), values };
}

function subjectCondition(
  of: HistoryAsk['of'],
  { context }: Asked,
  { house, secret }: HistoryParts,
): { readonly sql: string; readonly values: readonly unknown[] } {
  if ('q' in of) return searchCondition(of.q, subjectsSearched(of.q, house.contracts, secret), context);
  if ('category' in of) return { sql: 'f.stream = $1', values: [`${of.category}-${of.id}`] };
  if (of.by === 'actor') return { sql: 'f.account = $1', values: [of.value] };
  return {
    sql: `EXISTS (SELECT 1 FROM ${context.table(FACT_SUBJECTS.name)} s WHERE s.subject = $1 AND s.fact = f.key)`,
    values: [`${of.by}:${of.value}`],
  };
}
