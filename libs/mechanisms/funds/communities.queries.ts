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

/** The rule of `dueWithin`, community by community and for several periods in one statement. */
export async function communityDues(survey: Survey, periods: readonly Period[]): Promise<readonly CommunityDue[]> {
  const parameters = await survey.parameters();
  const asked = periods.flatMap((period, at) => FUNDS.flatMap((fund) => rowOf(period, at, fund, parameters)));
  const { context } = survey;
  return survey.rows<CommunityDue>(
    `, asked AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($3::jsonb)
         AS p(at int, day text, alive text, counted text, year int, quarter int, fund text, value bigint, kinds text[])),
     reached AS MATERIALIZED (SELECT p.at, p.fund, e.unit, sum(e.amount) AS amount FROM asked p
         JOIN ${context.table('fund_entries')} e ON e.year = p.year AND e.fund = p.fund AND e.kind = 'received' AND e.day <= p.day GROUP BY 1, 2, 3)
     SELECT u.top, u.code, p.at, p.fund, coalesce(r.amount, 0)::bigint AS reached,
       (CASE p.fund WHEN 'service' THEN p.value ELSE p.value * (c.entry->>'households')::int / 1000 END * p.quarter / 4)::bigint AS due
     FROM asked p JOIN scope u ON u.level = 'community' AND u.since <= p.alive AND (u.until IS NULL OR u.until >= p.alive)
       AND (cardinality(p.kinds) = 0 OR u.kind = ANY (p.kinds))
     LEFT JOIN ${spansOf(context, 'counts')} c ON c.key = u.code AND c.begins <= p.counted AND (c.ends IS NULL OR p.counted < c.ends)
     LEFT JOIN reached r ON r.at = p.at AND r.fund = p.fund AND r.unit = u.code`,
    [JSON.stringify(asked)],
  );
}

function rowOf({ day, year, quarter }: Period, at: number, fund: FundKind, parameters: PolicyParameters): readonly object[] {
  const last = `${year}-12-31`;
  const alive = day < last ? day : last;
  const governing = parameters.on(PARAMETER[fund], alive);
  if (!governing) return [];
  return [{ at, day, alive, counted: `${year - 1}-12-31`, year, quarter, fund, value: governing.value, kinds: governing.kinds }];
}
