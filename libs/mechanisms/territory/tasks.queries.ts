import type { Day } from '#kernel';
import {
  FACTS,
  spansOf,
  TASKS_MAX,
  type OverdueCount,
  type OverdueSource,
  type OverdueThing,
  type Survey,
  type TaskRow,
  type TaskSource,
} from '../insight/sources';

/** Counts of the year and proposals nobody has decided. */
export const territoryTasks: readonly TaskSource[] = [
  {
    id: 'count',
    category: 'counts',
    action: 'record',
    title: { zh: '登记本年户数与人口', en: 'Record this year’s households and residents' },
    find: uncounted,
  },
  {
    id: 'decide-resize',
    category: 'territory',
    action: 'decide-resize',
    title: { zh: '审定社区规模调整', en: 'Decide on a resize' },
    find: proposals,
  },
];

/** A count is due by the end of each year: open while there is none of this year, late when there was none of the year before either. */
export const territoryOverdue: OverdueSource = { label: { zh: '户数与人口清点', en: 'Counts' }, count: countsDue, things: uncountedUnits };

/** Communities and villages alive on the day asked with their last count by then. */
const LAST_COUNT = (survey: Survey): string =>
  `SELECT u.top, u.code, c.begins AS counted_on, c.stream, (c.entry->>'revision')::int AS revision FROM scope u
   LEFT JOIN ${spansOf(survey.context, 'counts')} c ON c.key = u.code AND c.begins <= $3 AND (c.ends IS NULL OR $3 < c.ends)
   WHERE u.is_base AND (u.until IS NULL OR u.until >= $3)`;

async function countsDue(survey: Survey): Promise<readonly OverdueCount[]> {
  const { asOf } = survey.context;
  const { yearBegan, lastDue, lastBegan } = yearsOf(asOf);
  return survey.rows<OverdueCount>(
    `SELECT l.top, count(*)::int AS open, (count(*) FILTER (WHERE coalesce(l.counted_on, '') < $5))::int AS late,
       CASE WHEN bool_or(coalesce(l.counted_on, '') < $5) THEN $6 ELSE $7 END AS oldest
     FROM (${LAST_COUNT(survey)}) l WHERE coalesce(l.counted_on, '') < $4 GROUP BY l.top`,
    [asOf, yearBegan, lastBegan, lastDue, `${asOf.slice(0, 4)}-12-31`],
  );
}

/** Each unit by its last count, for that set when the next is due; one never counted by its founding. */
async function uncountedUnits(survey: Survey): Promise<readonly OverdueThing[]> {
  const { context } = survey;
  const { yearBegan, lastDue, lastBegan } = yearsOf(context.asOf);
  const founding = `SELECT f.stream, f.revision FROM ${context.table(FACTS)} f JOIN ${context.table('units')} t ON t.key = l.code AND f.stream = t.stream
    WHERE (f.type = 'UnitFounded' AND f.data->>'code' = l.code) OR (f.type = 'UnitSplit' AND f.data->'parts' @> jsonb_build_array(jsonb_build_object('code', l.code)))
    ORDER BY f.key LIMIT 1`;
  const rows = await survey.rows<{ readonly code: string; readonly late: boolean; readonly stream: string; readonly revision: number }>(
    `SELECT l.code, coalesce(l.counted_on, '') < $5 AS late, coalesce(l.stream, o.stream) AS stream, coalesce(l.revision, o.revision) AS revision
     FROM (${LAST_COUNT(survey)}) l LEFT JOIN LATERAL (${founding}) o ON l.stream IS NULL WHERE coalesce(l.counted_on, '') < $4`,
    [context.asOf, yearBegan, lastBegan],
  );
  return rows.map(({ code, late, stream, revision }) => ({
    key: `territory/count/${code}`,
    isLine: false,
    unit: code,
    title: { zh: '户数与人口未清点', en: 'Households and residents not counted' },
    due: late ? lastDue : `${context.asOf.slice(0, 4)}-12-31`,
    late,
    rests: { stream, revision },
  }));
}

async function uncounted(survey: Survey): Promise<readonly TaskRow[]> {
  const { asOf, today } = survey.context;
  const { yearBegan, lastDue, lastBegan } = yearsOf(asOf);
  const rows = await survey.rows<{ readonly code: string; readonly counted_on: Day | null }>(
    `SELECT l.code, l.counted_on FROM (${LAST_COUNT(survey)}) l WHERE coalesce(l.counted_on, '') < $4 ORDER BY l.counted_on NULLS FIRST, l.code LIMIT ${TASKS_MAX}`,
    [asOf, yearBegan],
  );
  return rows.map(({ code, counted_on: counted }) => ({
    key: code,
    id: code,
    unit: code,
    since: yearBegan,
    due: counted === null || counted < lastBegan ? lastDue : `${asOf.slice(0, 4)}-12-31`,
    text:
      counted === null ? { zh: '尚无清点记录', en: 'Never counted yet' } : { zh: `上次清点 ${counted}`, en: `Last counted on ${counted}` },
    prefill: { countedOn: today },
  }));
}

interface ProposalRow {
  readonly proposal: string;
  readonly code: string;
  readonly plan: string;
  readonly proposed_on: Day;
}

async function proposals({ context, rows }: Survey): Promise<readonly TaskRow[]> {
  const found = await rows<ProposalRow>(
    `SELECT r.proposal, r.code, r.plan, r.proposed_on FROM ${context.table('resizes')} r JOIN scope u ON u.code = r.code
     WHERE r.status = 'proposed' ORDER BY r.proposed_on, r.key LIMIT ${TASKS_MAX}`,
  );
  return found.map(({ proposal, code, plan, proposed_on: since }) => ({
    key: proposal,
    id: context.city,
    unit: code,
    since,
    text: { zh: plan, en: plan },
    prefill: { proposal },
  }));
}

function yearsOf(asOf: Day): { readonly yearBegan: Day; readonly lastBegan: Day; readonly lastDue: Day } {
  const last = String(Number(asOf.slice(0, 4)) - 1).padStart(4, '0');
  return { yearBegan: `${asOf.slice(0, 4)}-01-01`, lastBegan: `${last}-01-01`, lastDue: `${last}-12-31` };
}
