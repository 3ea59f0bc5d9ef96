import { ROLES, text } from '#contracts';
import { fenOf, type JsonObject } from '#kernel';
import {
  keyset,
  matching,
  paged,
  type Answer,
  type OrderTerm,
  type Page,
  type QuestionSpec,
  type ReadContext,
  type TableSpec,
} from '#readside';
import { ROLE_CHOICES } from '../appointments/contract';

class SearchAsked {
  @text({
    zh: '查找内容',
    en: 'What to find',
    max: 64,
    help: {
      zh: '收款方、用途、金额（元）、凭证哈希、单位、机构、任职人账号或角色',
      en: 'Payee, purpose, amount in yuan, voucher hash, unit, organisation, account or role',
    },
  })
  readonly q!: string;
}

/** `GET /api/search?q=`: the auditor finds in the whole city, everyone else in the tree of the unit they act for. */
export const searchQuestion: QuestionSpec = {
  path: 'search',
  label: { zh: '查找', en: 'Search' },
  asks: SearchAsked,
  // The administrator makes accounts and sees no business data.
  who: ROLES.filter((role) => role !== 'administrator'),
  list: true,
  answers: {
    type: 'object',
    required: ['kind', 'id', 'title', 'stream'],
    properties: {
      kind: { enum: ['unit', 'organisation', 'person', 'payment', 'voucher'] },
      id: { type: 'string' },
      title: { type: 'string' },
      text: { type: 'string' },
      unit: { type: 'string' },
      amountFen: { type: 'integer' },
      status: { type: 'string' },
      on: { type: 'string', format: 'date' },
      stream: { type: 'string' },
    },
  },
  answer: ({ q = '' }, context, page) => found(q, context, page),
};

/** What is searched in neighbours' tables: their names and the columns they index; a test holds them to the views. */
export const SEARCHED: Readonly<Record<'units' | 'organisations' | 'payments', TableSpec>> = {
  units: { name: 'units', columns: {}, search: ['name', 'code'] },
  organisations: { name: 'organisations', columns: {}, search: ['name'] },
  payments: { name: 'payments', columns: {}, search: ['purpose', 'payee', 'reference'] },
};

interface Found {
  readonly rank: number;
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly unit: string | null;
  readonly amount_fen: number | null;
  readonly status: string | null;
  readonly on_day: string;
  readonly stream: string;
}

const ORDER: readonly OrderTerm[] = [{ sql: 'f.rank' }, { sql: 'f.on_day', descending: true }, { sql: 'f.id' }];

async function found(q: string, context: ReadContext, page: Page): Promise<Answer> {
  const values = new Values([context.asOf, scopeOf(context)]);
  const branches = [
    units(q, context, values),
    organisations(q, context, values),
    persons(q, context, values),
    payments(q, context, values),
    vouchers(q, context, values),
  ];
  const asked = branches.filter((sql) => sql !== undefined);
  if (asked.length === 0) return { items: [], next: null };
  const place = keyset(ORDER, page, values.next);
  const rows = await context.rows<Found>(
    `${scopeSql(context)} SELECT f.* FROM (${asked.join(' UNION ALL ')}) f
     WHERE ($2::text IS NULL OR f.unit IN (SELECT code FROM scope)) AND ${place.where} ORDER BY ${place.orderBy} LIMIT ${place.limit}`,
    [...values.all, ...place.values],
  );
  return paged(rows, page, (row) => [row.rank, row.on_day, row.id], itemOf);
}

/** Parameters in the order in which branches add them: `$1` the day in effect, `$2` the unit whose tree bounds the search. */
class Values {
  constructor(readonly all: unknown[]) {}

  get next(): number {
    return this.all.length + 1;
  }

  add(...values: readonly unknown[]): string {
    this.all.push(...values);
    return `$${this.all.length}`;
  }
}

function units(q: string, context: ReadContext, values: Values): string | undefined {
  const search = matching(SEARCHED.units, q, values.next, 'u', context.knownAt === undefined);
  if (!search) return undefined;
  values.add(...search.values);
  return `SELECT 1 AS rank, 'unit' AS kind, u.key AS id, u.name AS title, u.kind AS text, u.key AS unit, NULL::bigint AS amount_fen, NULL AS status, u.since AS on_day, u.stream
    FROM ${context.table('units')} u WHERE u.since <= $1 AND ${search.sql}`;
}

function organisations(q: string, context: ReadContext, values: Values): string | undefined {
  const search = matching(SEARCHED.organisations, q, values.next, 'o', context.knownAt === undefined);
  if (!search) return undefined;
  values.add(...search.values);
  return `SELECT 2, 'organisation', o.key, o.name, o.kind, o.unit, NULL::bigint, o.status, o.since, o.stream
    FROM ${context.table('organisations')} o WHERE o.since <= $1 AND ${search.sql}`;
}

/** Persons by the account they act under or the role they hold: who they are is not in the rows. */
function persons(q: string, context: ReadContext, values: Values): string {
  const roles = ROLE_CHOICES.filter(({ value, label }) => value === q.toLowerCase() || label.zh.includes(q)).map(({ value }) => value);
  const account = values.add(`%${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`);
  const role = values.add(roles);
  return `SELECT 3, 'person', a.key, a.account, a.role, a.unit, NULL::bigint, CASE WHEN a.held AND (a.until IS NULL OR a.until >= $1) THEN 'active' ELSE 'ended' END, a.since, a.stream
    FROM ${context.effective('appointed')} a WHERE a.account LIKE ${account} OR a.role = ANY(${role}::text[])`;
}

/** By purpose, payee or bank reference, or by the exact amount in yuan. */
function payments(q: string, context: ReadContext, values: Values): string | undefined {
  const search = matching(SEARCHED.payments, q, values.next, 'p', context.knownAt === undefined);
  if (search) values.add(...search.values);
  const fen = fenOf(q.replace(/^¥\s*|\s*元$/g, ''));
  const conditions = [search?.sql, fen === undefined ? undefined : `p.amount = ${values.add(fen)}::bigint`].filter(
    (sql) => sql !== undefined,
  );
  if (conditions.length === 0) return undefined;
  return `SELECT 4, 'payment', p.key, p.purpose, p.payee, p.unit, p.amount, p.status, p.requested_on, p.stream
    FROM ${context.table('payments')} p WHERE p.requested_on <= $1 AND (${conditions.join(' OR ')})`;
}

/** By the whole hash of a voucher, or its first eight digits and more. */
function vouchers(q: string, context: ReadContext, values: Values): string | undefined {
  const hash = q.toLowerCase();
  if (!/^[0-9a-f]{8,64}$/.test(hash)) return undefined;
  const like = values.add(`${hash}%`);
  return `SELECT 5, 'voucher', v.key, v.hash, coalesce(p.purpose, ''), v.unit, v.amount, p.status, coalesce(p.requested_on, $1), v.stream
    FROM ${context.table('vouchers')} v LEFT JOIN ${context.table('payments')} p ON p.account = v.account AND p.payment = v.payment WHERE v.hash LIKE ${like}`;
}

/** `scope(code)`: the unit `$2` and all below it; not looked at when `$2` is null (the whole city). */
function scopeSql(context: ReadContext): string {
  return `WITH RECURSIVE u AS MATERIALIZED (SELECT e.key AS code, e.parent FROM ${context.effective('units')} e),
    scope AS (SELECT u.code, 0 AS depth FROM u WHERE u.code = $2::text UNION ALL SELECT u.code, s.depth + 1 FROM u JOIN scope s ON u.parent = s.code WHERE s.depth < 4)`;
}

/** Null for the whole city: who acts for the city itself. Nobody without an appointment gets here; if so, nothing is found. */
function scopeOf({ reader, city }: ReadContext): string | null {
  const unit = reader?.acting.unit ?? '';
  return unit === city ? null : unit;
}

function itemOf(row: Found): JsonObject {
  const { kind, id, title, text: said, unit, amount_fen: amountFen, status, on_day: on, stream } = row;
  return {
    kind,
    id,
    title,
    text: said,
    on,
    stream,
    ...(unit === null ? {} : { unit }),
    ...(amountFen === null ? {} : { amountFen }),
    ...(status === null ? {} : { status }),
  };
}
