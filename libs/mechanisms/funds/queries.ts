import { choice, code, unitCode } from '#contracts';
import { yearOf, type JsonObject } from '#kernel';
import type { QuestionSpec, ReadContext } from '#readside';
import { dueWithin, type FundDue } from './due.queries';
import type { FundKind } from './contract';
import { matchRatioOf, quartersOf, reachedOf, serviceShareOf, sumsOf, type EntrySum } from './rules';
import { treeOf } from './tree.queries';

class FundsAsked {
  @unitCode({ zh: '单位', en: 'Unit', optional: true, help: { zh: '默认全市', en: 'The whole city unless given' } })
  readonly unit?: string;
  @code({
    zh: '年度',
    en: 'Year',
    optional: true,
    max: 4,
    pattern: '^[1-9]\\d{3}$',
    says: { zh: '应为四位年份', en: 'must be a year of four digits' },
  })
  readonly year?: string;
  @choice({
    zh: '经费',
    en: 'Fund',
    optional: true,
    of: [
      { value: 'service', label: { zh: '党组织服务群众专项经费', en: 'Service fund' } },
      { value: 'work', label: { zh: '社区工作经费', en: 'Work fund' } },
    ],
  })
  readonly fund?: FundKind;
}

const fen: JsonObject = { type: 'integer', description: 'fen' };
const fenOrNone: JsonObject = { type: ['integer', 'null'], description: 'fen; null = no data' };
const shareOrNone: JsonObject = { type: ['number', 'null'], description: 'a fraction; null = no data' };
const quarter: JsonObject = {
  type: 'object',
  properties: { quarter: { type: 'integer' }, received: fen, matched: fen, paid: fen, reached: fen, reachedToDate: fen, due: fenOrNone },
};

export const fundsQuestions: readonly QuestionSpec[] = [
  {
    path: 'funds',
    label: { zh: '经费执行', en: 'Execution of funds' },
    asks: FundsAsked,
    who: 'public',
    list: false,
    answers: {
      type: 'object',
      properties: {
        unit: { type: 'string' },
        name: { type: 'string' },
        year: { type: 'integer' },
        fund: { enum: ['service', 'work', null] },
        ...Object.fromEntries(
          ['budget', 'received', 'matched', 'inTransit', 'sent', 'requested', 'paid', 'returned', 'balance', 'reached', 'cap'].map(
            (name) => [name, fen],
          ),
        ),
        due: fenOrNone,
        communities: { type: 'integer' },
        withoutCount: { type: 'integer' },
        matchRatio: shareOrNone,
        daysToPay: { type: ['number', 'null'] },
        serviceShare: shareOrNone,
        quarters: { type: 'array', items: quarter },
      },
    },
    answer: async (asked, context) => {
      const scope = await scopeOf(asked, context);
      return scope ? { found: await execution(scope, context) } : { missing: asked['unit'] ?? context.city };
    },
  },
];

interface Scope {
  readonly unit: string;
  readonly name: string;
  readonly year: number;
  readonly fund: FundKind | null;
  /** The unit and all below it, also those that are no more: their accounts stay in the sums. */
  readonly units: readonly string[];
}

/** @returns undefined when there was no such unit by the day asked. */
async function scopeOf(asked: Readonly<Record<string, string | undefined>>, context: ReadContext): Promise<Scope | undefined> {
  const unit = asked['unit'] ?? context.city;
  const tree = await treeOf(unit, context);
  const fund = asked['fund'] === 'service' || asked['fund'] === 'work' ? asked['fund'] : null;
  return tree ? { unit, name: tree.name, year: Number(asked['year'] ?? yearOf(context.asOf)), fund, units: tree.units } : undefined;
}

async function execution(scope: Scope, context: ReadContext): Promise<JsonObject> {
  const [all, inTransit, payments, due, cap] = await Promise.all([
    entries(scope, context),
    transit(scope, context),
    paymentSums(scope, context),
    dueWithin(scope, context),
    capOf(scope, context),
  ]);
  const own = scope.fund === null ? all : all.filter((entry) => entry.fund === scope.fund);
  const dueFen = dueTogether(due);
  return {
    unit: scope.unit,
    name: scope.name,
    year: scope.year,
    fund: scope.fund,
    ...sumsOf(own),
    inTransit,
    requested: payments.requested,
    reached: reachedOf(own),
    ...(cap === undefined ? {} : { cap }),
    due: dueFen,
    communities: Math.max(0, ...due.map((one) => one.communities)),
    withoutCount: Math.max(0, ...due.map((one) => one.withoutCount)),
    matchRatio: matchRatioOf(own),
    daysToPay: payments.daysToPay,
    serviceShare: serviceShareOf(all),
    quarters: quartersOf(own, scope.year, dueFen).map((one) => ({ ...one })),
  };
}

/** No data for one of the funds is no data for both together. */
function dueTogether(due: readonly FundDue[]): number | null {
  return due.reduce<number | null>((sum, one) => (sum === null || one.fen === null ? null : sum + one.fen), 0);
}

/** Both funds of the year up to the day asked, by kind and day. */
async function entries({ units, year }: Scope, context: ReadContext): Promise<readonly EntrySum[]> {
  const sql = `SELECT e.kind, e.fund, length(e.unit) = 12 AS community, e.day, sum(e.amount) AS amount
    FROM ${context.table('fund_entries')} e WHERE e.unit = ANY($1::text[]) AND e.year = $2 AND e.day <= $3
    GROUP BY 1, 2, 3, 4`;
  return context.rows<EntrySum>(sql, [units, year, context.asOf]);
}

/** Sent from or to an account in the tree, and on that day neither received nor recalled. */
async function transit({ units, year, fund }: Scope, context: ReadContext): Promise<number> {
  const sql = `SELECT coalesce(sum(s.amount), 0) AS amount FROM ${context.table('sendings')} s
    WHERE (s.sender_unit = ANY($1::text[]) OR s.receiver_unit = ANY($1::text[])) AND s.year = $2 AND ($3::text IS NULL OR s.fund = $3)
      AND s.sent_on <= $4 AND coalesce(s.received_on, '9999') > $4 AND coalesce(s.recalled_on, '9999') > $4`;
  const [row] = await context.rows<{ amount: number }>(sql, [units, year, fund, context.asOf]);
  return row?.amount ?? 0;
}

/** What was asked for and not refused or reversed by that day, and the mean of days from approval to payment (null without one). */
async function paymentSums(
  { units, year, fund }: Scope,
  context: ReadContext,
): Promise<{ readonly requested: number; readonly daysToPay: number | null }> {
  const sql = `SELECT coalesce(sum(p.amount) FILTER (WHERE coalesce(p.rejected_on, '9999') > $4 AND coalesce(p.reversed_on, '9999') > $4), 0) AS requested,
      avg(p.paid_on::date - p.approved_on::date) FILTER (WHERE p.paid_on <= $4 AND coalesce(p.reversed_on, '9999') > $4) AS "daysToPay"
    FROM ${context.table('payments')} p
    WHERE p.unit = ANY($1::text[]) AND p.year = $2 AND ($3::text IS NULL OR p.fund = $3) AND p.requested_on <= $4`;
  const [row] = await context.rows<{ requested: number; daysToPay: number | null }>(sql, [units, year, fund, context.asOf]);
  return { requested: row?.requested ?? 0, daysToPay: row?.daysToPay ?? null };
}

/** Only one account has a cap: it is not rolled up. */
async function capOf({ unit, year, fund }: Scope, context: ReadContext): Promise<number | undefined> {
  if (fund === null) return undefined;
  const [row] = await context.rows<{ cap: number }>(`SELECT c.cap FROM ${context.effective('fund_caps')} c WHERE c.key = $1`, [
    `${unit}.${year}.${fund}`,
  ]);
  return row?.cap;
}
