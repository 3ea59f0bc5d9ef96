import type { ReadContext } from '#readside';
import { FACTS, foundings, type NumberRows, type NumberSources } from '../insight/sources';

/** The term: as asked for, or that of the day. */
const [ASKED, OF_THE_DAY] = ['$5::text', 'NULL::text'];

/** Villages are shown beside the communities, and not counted in. */
const [COMMUNITIES, VILLAGES] = ['u.is_community', 'u.is_base AND NOT u.is_community'];

/** What coverage and rectification are counted from: reports, the units due and the rounds that chose them; measures and what was done about each. */
export const inspectionsNumbers: NumberSources = {
  'coverage.subdistricts': (context) => `${reports(context, 'u.is_subdistrict', ASKED)} UNION ALL ${dueSubdistricts(context)}`,
  'coverage.communities': (context) => `${reports(context, COMMUNITIES, ASKED)} UNION ALL ${selections(context, COMMUNITIES, ASKED)}`,
  'coverage.villages': (context) => `${reports(context, VILLAGES, ASKED)} UNION ALL ${selections(context, VILLAGES, ASKED)}`,
  'measures.due': measures('m.due <= $3'),
  'measures.on-time': measures('m.due <= $3 AND m.done_on <= m.due'),
  'measures.late': measures('m.due <= $3 AND CASE WHEN m.done_on IS NULL THEN m.due < $3 ELSE m.done_on > m.due END'),
  'measures.open': measures(`m.status <> 'accepted'`),
};

/** The same behind the indicators, which are of the term of their day. */
export const coverageEvidence = (context: ReadContext): string => reports(context, 'u.is_subdistrict', OF_THE_DAY);
export const selectedEvidence = (context: ReadContext): string =>
  `${reports(context, COMMUNITIES, OF_THE_DAY)} UNION ALL ${selections(context, COMMUNITIES, OF_THE_DAY)}`;
export const rectifiedEvidence = (context: ReadContext): string => measuresOf(context, 'm.due <= $3', OF_THE_DAY);

/** The term asked, else the last one begun on the day (or the first to come); coverage stops at its end. */
function term(context: ReadContext, asked: string): string {
  return `(SELECT t.key, least($3, t.until, coalesce(t.closed_on, t.until)) AS day FROM ${context.table('terms')} t WHERE ${asked} IS NULL OR t.key = ${asked}
    ORDER BY t.since <= $3 DESC, CASE WHEN t.since <= $3 THEN t.since END DESC, t.since LIMIT 1)`;
}

/** Of a unit inspected in several rounds the first report counts. */
function reports(context: ReadContext, which: string, asked: string): string {
  return `(SELECT DISTINCT ON (v.unit) u.top, f.stream, f.position, f.revision, 1 AS part, v.unit
    FROM ${term(context, asked)} t JOIN ${context.table('visits')} v ON v.term = t.key AND v.since <= t.day AND v.reported_on <= t.day
    JOIN scope u ON u.code = v.unit AND ${which} AND u.since <= t.day AND (u.until IS NULL OR u.until >= t.day)
    JOIN ${context.table(FACTS)} f ON f.stream = v.stream AND f.type = 'UnitReported' AND f.data->>'unit' = v.unit
    ORDER BY v.unit, v.reported_on, f.revision)`;
}

function dueSubdistricts(context: ReadContext): string {
  return foundings(context, 'u.is_subdistrict', `(SELECT t.day FROM ${term(context, ASKED)} t)`, 'NULL::int');
}

/** Communities are due once a round of the term that has begun names them. */
function selections(context: ReadContext, which: string, asked: string): string {
  return `SELECT u.top, f.stream, f.position, f.revision, NULL::int AS part, v.unit
    FROM ${term(context, asked)} t JOIN ${context.table('visits')} v ON v.term = t.key AND v.since <= t.day
    JOIN scope u ON u.code = v.unit AND ${which} AND u.since <= t.day AND (u.until IS NULL OR u.until >= t.day)
    JOIN ${context.table(FACTS)} f ON f.stream = v.stream AND f.type = 'RoundPlanned'`;
}

/** A measure counts by its being set; what was reported, accepted or sent back by the day belongs to it. */
function measures(which: string): NumberRows {
  return (context) => measuresOf(context, which, ASKED);
}

function measuresOf(context: ReadContext, which: string, asked: string): string {
  return `SELECT u.top, f.stream, f.position, f.revision, CASE f.type WHEN 'MeasureSet' THEN 1 END AS part
    FROM ${term(context, asked)} t JOIN ${context.effective('measures')} m ON m.term = t.key AND ${which} JOIN scope u ON u.code = m.unit
    JOIN ${context.table(FACTS)} f ON f.stream = m.stream AND f.type LIKE 'Measure%' AND f.data->>'finding' = m.finding AND f.data->>'measure' = m.measure
      AND f.occurred_on <= $3`;
}
