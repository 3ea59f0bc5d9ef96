import type { Day } from '#kernel';
import { targetOf } from '#policy';
import { ALIVE, inEffect, spansOf, type IndicatorSource, type Measured, type Survey } from '../insight/sources';
import { coverageEvidence, rectifiedEvidence, selectedEvidence } from './evidence.queries';

const clause = '14';

/** I1: coverage and rectification of the term of each day. */
export const inspectionsIndicators: readonly IndicatorSource[] = [
  {
    indicators: [{ ...targetOf('inspections.coverage'), combine: 'share' }],
    measure: (survey) => coverage(survey, 'inspections.coverage', `u.is_subdistrict`, ''),
    evidence: { 'inspections.coverage': coverageEvidence },
  },
  {
    indicators: [
      {
        id: 'inspections.selected',
        clause,
        label: { zh: '选定社区巡察完成率', en: 'Selected communities inspected' },
        unitOfMeasure: '%',
        combine: 'share',
      },
    ],
    measure: (survey) => coverage(survey, 'inspections.selected', `u.is_community`, 'AND v.since IS NOT NULL'),
    evidence: { 'inspections.selected': selectedEvidence },
  },
  {
    indicators: [
      {
        id: 'inspections.rectified-on-time',
        clause,
        label: { zh: '整改按期完成率', en: 'Rectification on time' },
        unitOfMeasure: '%',
        combine: 'share',
      },
    ],
    measure: rectification,
    evidence: { 'inspections.rectified-on-time': rectifiedEvidence },
  },
];

interface Term {
  readonly key: string;
  readonly since: Day;
  readonly until: Day;
}

/** For each day the last term begun by then, and the earlier of the day and its end: coverage stops there. */
async function termDays({ context, days }: Survey): Promise<string> {
  const terms = await context.rows<Term>(
    `SELECT t.key, t.since, least(t.until, coalesce(t.closed_on, t.until)) AS until FROM ${context.table('terms')} t ORDER BY t.since DESC`,
  );
  const rows = days.flatMap((asked) => {
    const term = terms.find((one) => one.since <= asked);
    return term ? [{ asked, term: term.key, day: asked < term.until ? asked : term.until }] : [];
  });
  return JSON.stringify(rows);
}

const TERM_DAYS = ', d AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($3::jsonb) AS t(asked text, term text, day text))';

/** Inspected = a report for the unit in a round of the term by the day; rounds count once they have begun. */
async function coverage(survey: Survey, id: string, which: string, selected: string): Promise<readonly Measured[]> {
  const found = await survey.rows<Omit<Measured, 'id'>>(
    `${TERM_DAYS}, v AS MATERIALIZED (SELECT v.term, v.unit, min(v.since) AS since, min(v.reported_on) AS reported_on FROM ${survey.context.table('visits')} v GROUP BY 1, 2)
     SELECT u.top, d.asked AS day, count(*)::int AS whole, (count(*) FILTER (WHERE v.reported_on <= d.day))::int AS part
     FROM d JOIN scope u ON ${which} AND ${ALIVE} LEFT JOIN v ON v.term = d.term AND v.unit = u.code AND v.since <= d.day
     WHERE true ${selected} GROUP BY 1, 2`,
    [await termDays(survey)],
  );
  return found.map((one) => ({ id, ...one }));
}

/** Of the measures whose day has come, those done by it. It goes on after the term: asked as of the day itself. */
async function rectification(survey: Survey): Promise<readonly Measured[]> {
  const found = await survey.rows<Omit<Measured, 'id'>>(
    `${TERM_DAYS}, asked AS (SELECT d.asked AS day, d.term FROM d)
     SELECT u.top, d.day, count(*)::int AS whole, (count(*) FILTER (WHERE m.entry->>'done_on' <= m.due))::int AS part
     FROM asked d JOIN ${spansOf(survey.context, 'measures')} m ON m.term = d.term AND m.due <= d.day AND ${inEffect('m')} JOIN scope u ON u.code = m.unit GROUP BY 1, 2`,
    [await termDays(survey)],
  );
  return found.map((one) => ({ id: 'inspections.rectified-on-time', ...one }));
}
