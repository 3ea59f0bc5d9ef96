import type { Day } from '#kernel';
import { spansOf, type PolicyParameters, type Survey } from '../insight/sources';
import type { FundKind } from './contract';
import { PARAMETER } from './due.queries';

/** Up to which quarter of which year, by what had come on which day. */
export interface Period {
  readonly day: Day;
  readonly year: number;
  readonly quarter: number;
}

/** What was due to a community and what had reached it, in fen; `due` is null for a work fund without a count before the year. */
export interface CommunityDue {
  readonly top: string;
  readonly code: string;
  /** Index of the period. */
  readonly at: number;
  readonly fund: FundKind;
  readonly due: number | null;
  readonly reached: number;
}

const FUNDS: readonly FundKind[] = ['service', 'work'];

/** The rule of `dueWithin`, community by community and for several periods at once: what was due, and what had come, joined here. */
export async function communityDues(survey: Survey, periods: readonly Period[]): Promise<readonly CommunityDue[]> {
  const parameters = await survey.parameters();
  const asked = JSON.stringify(periods.flatMap((period, at) => FUNDS.flatMap((fund) => rowOf(period, at, fund, parameters))));
  const [dues, receipts] = await Promise.all([dueTo(survey, asked), reachedBy(survey, asked)]);
  const reached = new Map(receipts.map(({ at, fund, code, amount }) => [`${at}.${fund}.${code}`, amount]));
  return dues.map((due) => ({ ...due, reached: reached.get(`${due.at}.${due.fund}.${due.code}`) ?? 0 }));
}

const ASKED = `, asked AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($3::jsonb)
  AS p(at int, day text, alive text, counted text, year int, quarter int, fund text, value bigint, kinds text[]))`;

function dueTo(survey: Survey, asked: string): Promise<readonly Omit<CommunityDue, 'reached'>[]> {
  return survey.rows(
    `${ASKED} SELECT u.top, u.code, p.at, p.fund,
       (CASE p.fund WHEN 'service' THEN p.value ELSE p.value * (c.entry->>'households')::int / 1000 END * p.quarter / 4)::bigint AS due
     FROM asked p JOIN scope u ON u.is_base AND u.since <= p.alive AND (u.until IS NULL OR u.until >= p.alive)
       AND (cardinality(p.kinds) = 0 OR u.kind = ANY (p.kinds))
     LEFT JOIN ${spansOf(survey.context, 'counts')} c ON c.key = u.code AND c.begins <= p.counted AND (c.ends IS NULL OR p.counted < c.ends)`,
    [asked],
  );
}

interface Receipts {
  readonly at: number;
  readonly fund: FundKind;
  readonly code: string;
  readonly amount: number;
}

function reachedBy(survey: Survey, asked: string): Promise<readonly Receipts[]> {
  return survey.rows(
    `${ASKED} SELECT p.at, p.fund, e.unit AS code, sum(e.amount)::bigint AS amount
     FROM asked p JOIN ${survey.context.table('fund_entries')} e ON e.year = p.year AND e.fund = p.fund AND e.kind = 'received' AND e.day <= p.day
     JOIN scope u ON u.code = e.unit AND u.is_base GROUP BY 1, 2, 3`,
    [asked],
  );
}

function rowOf({ day, year, quarter }: Period, at: number, fund: FundKind, parameters: PolicyParameters): readonly object[] {
  const last = `${year}-12-31`;
  const alive = day < last ? day : last;
  const governing = parameters.on(PARAMETER[fund], alive);
  if (!governing) return [];
  return [{ at, day, alive, counted: `${year - 1}-12-31`, year, quarter, fund, value: governing.value, kinds: governing.kinds }];
}
