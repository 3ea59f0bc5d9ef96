import type { JsonObject } from '#kernel';
import type { ReadContext } from '#readside';
import type { FundKind } from './contract';
import { duesWithin, type FundDue } from './due.queries';
import { matchRatioOf, quartersOf, reachedOf, serviceShareOf, sumsOf, type EntrySum } from './rules';
import type { Branch } from './tree.queries';

export interface Accounts {
  readonly year: number;
  /** Null: both. */
  readonly fund: FundKind | null;
}

/**
 * The year's execution of each of several units with all below it, in their order, ended units too: their accounts stay in the sums. As many
 * statements for twenty units as for one.
 */
export async function executions(branches: readonly Branch[], accounts: Accounts, context: ReadContext): Promise<readonly JsonObject[]> {
  const groups = branches.map(({ units }) => units);
  const scope = groups.flatMap((units, at) => units.map((code) => ({ code, at })));
  const places: Places = [scope.map(({ code }) => code), scope.map(({ at }) => at)];
  const [all, transit, payments, dues, caps] = await Promise.all([
    entries(places, accounts, context),
    inTransit(places, accounts, context),
    paymentSums(places, accounts, context),
    duesWithin(groups, accounts, context),
    capsOf(branches, accounts, context),
  ]);
  return branches.map(({ unit, name }, at) => {
    const every = all.filter((one) => one.at === at);
    const own = accounts.fund === null ? every : every.filter((entry) => entry.fund === accounts.fund);
    const due = dues[at] ?? [];
    const dueFen = dueTogether(due);
    const paid = payments.find((one) => one.at === at);
    const cap = caps.get(unit);
    return {
      unit,
      name,
      year: accounts.year,
      fund: accounts.fund,
      ...sumsOf(own),
      inTransit: transit.find((one) => one.at === at)?.amount ?? 0,
      requested: paid?.requested ?? 0,
      reached: reachedOf(own),
      ...(cap === undefined ? {} : { cap }),
      due: dueFen,
      communities: Math.max(0, ...due.map((one) => one.communities)),
      withoutCount: Math.max(0, ...due.map((one) => one.withoutCount)),
      matchRatio: matchRatioOf(own),
      daysToPay: paid?.daysToPay ?? null,
      serviceShare: serviceShareOf(every),
      quarters: quartersOf(own, accounts.year, dueFen).map((one) => ({ ...one })),
    };
  });
}

/** Codes, and to which of the branches each belongs. */
type Places = readonly [codes: readonly string[], branches: readonly number[]];
interface Placed {
  readonly at: number;
}
const SCOPE = 'unnest($1::text[], $2::int[]) AS s(code, at)';

/** No data for one of the funds is no data for both together. */
function dueTogether(due: readonly FundDue[]): number | null {
  return due.reduce<number | null>((sum, one) => (sum === null || one.fen === null ? null : sum + one.fen), 0);
}

/** Both funds of the year up to the day asked, by kind and day. */
async function entries([codes, at]: Places, { year }: Accounts, context: ReadContext): Promise<readonly (EntrySum & Placed)[]> {
  const sql = `SELECT s.at, e.kind, e.fund, length(e.unit) = 12 AS community, e.day, sum(e.amount) AS amount
    FROM ${context.table('fund_entries')} e JOIN ${SCOPE} ON s.code = e.unit WHERE e.unit = ANY($1::text[]) AND e.year = $3 AND e.day <= $4
    GROUP BY 1, 2, 3, 4, 5`;
  return context.rows<EntrySum & Placed>(sql, [codes, at, year, context.asOf]);
}

/** Sent from or to an account in the tree, and on that day neither received nor recalled; within one tree it counts once. */
async function inTransit(
  [codes, at]: Places,
  { year, fund }: Accounts,
  context: ReadContext,
): Promise<readonly (Placed & { readonly amount: number })[]> {
  const sql = `SELECT o.at, sum(o.amount) AS amount FROM (SELECT DISTINCT s.at, t.key, t.amount FROM ${context.table('sendings')} t
      JOIN ${SCOPE} ON s.code = t.sender_unit OR s.code = t.receiver_unit WHERE t.year = $3 AND ($4::text IS NULL OR t.fund = $4)
      AND t.sent_on <= $5 AND coalesce(t.received_on, '9999') > $5 AND coalesce(t.recalled_on, '9999') > $5) o GROUP BY 1`;
  return context.rows<Placed & { readonly amount: number }>(sql, [codes, at, year, fund, context.asOf]);
}

interface PaymentSums extends Placed {
  readonly requested: number;
  readonly daysToPay: number | null;
}

/** What was asked for and not refused or reversed by that day, and the mean of days from approval to payment (null without one). */
async function paymentSums([codes, at]: Places, { year, fund }: Accounts, context: ReadContext): Promise<readonly PaymentSums[]> {
  const sql = `SELECT s.at, coalesce(sum(p.amount) FILTER (WHERE coalesce(p.rejected_on, '9999') > $5 AND coalesce(p.reversed_on, '9999') > $5), 0) AS requested,
      avg(p.paid_on::date - p.approved_on::date) FILTER (WHERE p.paid_on <= $5 AND coalesce(p.reversed_on, '9999') > $5) AS "daysToPay"
    FROM ${context.table('payments')} p JOIN ${SCOPE} ON s.code = p.unit
    WHERE p.unit = ANY($1::text[]) AND p.year = $3 AND ($4::text IS NULL OR p.fund = $4) AND p.requested_on <= $5 GROUP BY 1`;
  return context.rows<PaymentSums>(sql, [codes, at, year, fund, context.asOf]);
}

/** Only single accounts have a cap: it is not rolled up. */
async function capsOf(branches: readonly Branch[], { year, fund }: Accounts, context: ReadContext): Promise<ReadonlyMap<string, number>> {
  if (fund === null) return new Map();
  const keys = branches.map(({ unit }) => `${unit}.${year}.${fund}`);
  const rows = await context.rows<{ key: string; cap: number }>(
    `SELECT c.key, c.cap FROM ${context.effective('fund_caps')} c WHERE c.key = ANY($1::text[])`,
    [keys],
  );
  return new Map(rows.map(({ key, cap }) => [key.split('.')[0] ?? key, cap]));
}
