import type { Day } from '#kernel';
import { entryOn, type ReadContext } from '#readside';
import type { FundKind } from './contract';
import { dueOf, type Due } from './rules';
import { unitsOn } from './tree.queries';

/** The parameters of clause 19: fen per community and year, fen per thousand households and year. */
export const PARAMETER: Readonly<Record<FundKind, string>> = {
  service: 'funds.service-per-year',
  work: 'funds.work-per-thousand-households',
};

export interface FundDue extends Due {
  readonly fund: FundKind;
}

interface Asked {
  readonly units: readonly string[];
  readonly year: number;
  readonly fund: FundKind | null;
}

/**
 * What is due in the year to the communities among the units, fund by fund: communities alive and parameters in force on the day asked, or on
 * the year's last day once it is over; households by the last count before 1 January.
 */
export async function dueWithin(asked: Asked, context: ReadContext): Promise<readonly FundDue[]> {
  const [due = []] = await duesWithin([asked.units], asked, context);
  return due;
}

/** The same for several groups of units at once, in their order. */
export async function duesWithin(
  groups: readonly (readonly string[])[],
  { year, fund }: Pick<Asked, 'year' | 'fund'>,
  context: ReadContext,
): Promise<readonly (readonly FundDue[])[]> {
  const funds: readonly FundKind[] = fund === null ? ['service', 'work'] : [fund];
  const on = dayWithin(year, context.asOf);
  const units = [...new Set(groups.flat())];
  const found = await Promise.all(
    funds.map(async (one) => {
      const parameter = await parameterInForce(PARAMETER[one], on, context);
      return { fund: one, parameter, communities: await communitiesOn({ units, year, fund: one }, parameter?.kinds ?? [], on, context) };
    }),
  );
  return groups.map((group) => {
    const own = new Set(group);
    return found.map(({ fund: of, parameter, communities }) => ({
      fund: of,
      ...dueOf(
        of,
        communities.filter(({ code }) => own.has(code)),
        parameter?.value,
      ),
    }));
  });
}

function dayWithin(year: number, asOf: Day): Day {
  const last = `${year}-12-31`;
  return asOf < last ? asOf : last;
}

async function parameterInForce(
  code: string,
  on: Day,
  context: ReadContext,
): Promise<{ readonly value: number; readonly kinds: readonly string[] } | undefined> {
  const sql = `SELECT (e.entry->>'value')::bigint AS value, p.kinds FROM ${context.table('parameter_values')} p
    CROSS JOIN LATERAL (SELECT ${entryOn('p.timeline', on)} AS entry) e WHERE p.code = $1 AND e.entry IS NOT NULL ORDER BY e.entry->>'from' DESC LIMIT 1`;
  const [row] = await context.rows<{ value: number; kinds: readonly string[] | null }>(sql, [code]);
  return row && { value: row.value, kinds: row.kinds ?? [] };
}

/** Communities of the kinds that the parameter governs (none named: all kinds), alive on the day, with their households. */
async function communitiesOn(
  { units, year }: Asked,
  kinds: readonly string[],
  on: Day,
  context: ReadContext,
): Promise<readonly { readonly code: string; readonly households: number | null }[]> {
  const sql = `SELECT u.code, (c.entry->>'households')::int AS households FROM ${unitsOn(context, on)} u
    LEFT JOIN LATERAL (SELECT ${entryOn('k.timeline', `${year - 1}-12-31`)} AS entry FROM ${context.table('counts')} k WHERE k.key = u.code) c ON true
    WHERE u.code = ANY($1::text[]) AND u.level = 'community' AND (u.until IS NULL OR u.until >= $2) AND (cardinality($3::text[]) = 0 OR u.kind = ANY($3::text[]))`;
  return context.rows<{ code: string; households: number | null }>(sql, [units, on, kinds]);
}
