import { targetOf } from '#policy';
import { ALIVE, inEffect, spansOf, type IndicatorSource, type Measured, type Survey } from '../insight/sources';

const LAST = counts(`u.is_community`, `''`);

/** T2: sizes by the last count, against the range that governs on each day; and whether counts are of this year. */
export const territoryIndicators: readonly IndicatorSource[] = [
  {
    indicators: [
      { ...targetOf('community.size'), combine: 'mean' },
      { ...targetOf('community.size-share'), combine: 'share' },
    ],
    measure: sizes,
    evidence: { 'community.size': LAST, 'community.size-share': LAST },
  },
  {
    indicators: [{ ...targetOf('counts.recorded'), combine: 'share' }],
    measure: counted,
    evidence: { 'counts.recorded': counts(`u.is_base`, '$4') },
  },
];

function counts(of: string, since: string): IndicatorSource['evidence'][string] {
  return (context) =>
    `SELECT u.top, c.stream, c.position, (c.entry->>'revision')::int AS revision FROM ${spansOf(context, 'counts')} c JOIN scope u ON u.code = c.key AND ${of}
     WHERE c.begins BETWEEN ${since} AND $3 AND (c.ends IS NULL OR $3 < c.ends)`;
}

interface Size {
  readonly top: string;
  readonly day: string;
  readonly households: number;
  readonly counted: number;
  readonly fitting: number;
}

/** Of the kinds the range governs; a community without a count is in neither number. */
async function sizes(survey: Survey): Promise<readonly Measured[]> {
  const parameters = await survey.parameters();
  const ranges = survey.days.flatMap((day) => {
    const [least, most] = [parameters.on('community.households-min', day), parameters.on('community.households-max', day)];
    return least && most ? [{ day, least: least.value, most: most.value, kinds: least.kinds }] : [];
  });
  const found = await survey.rows<Size>(
    `, d AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($3::jsonb) AS r(day text, least int, most int, kinds text[]))
     SELECT u.top, d.day, sum(c.households)::int AS households, count(*)::int AS counted,
       (count(*) FILTER (WHERE c.households BETWEEN d.least AND d.most))::int AS fitting
     FROM d JOIN scope u ON ${ALIVE} AND u.is_base AND (cardinality(d.kinds) = 0 OR u.kind = ANY (d.kinds))
     JOIN (SELECT s.key, s.begins, s.ends, (s.entry->>'households')::int AS households FROM ${spansOf(survey.context, 'counts')} s) c
       ON c.key = u.code AND ${inEffect('c')} GROUP BY 1, 2`,
    [JSON.stringify(ranges)],
  );
  return found.flatMap(({ top, day, households, counted: whole, fitting }) => [
    { id: 'community.size', top, day, part: households, whole },
    { id: 'community.size-share', top, day, part: fitting, whole },
  ]);
}

/** Communities and villages with a count in the year of the day, by the day. */
async function counted({ context, rows }: Survey): Promise<readonly Measured[]> {
  const found = await rows<Omit<Measured, 'id'>>(
    `SELECT u.top, d.day, count(*)::int AS whole, count(c.key)::int AS part FROM days d JOIN scope u ON ${ALIVE} AND u.is_base
     LEFT JOIN ${spansOf(context, 'counts')} c ON c.key = u.code AND ${inEffect('c')} AND left(c.begins, 4) = left(d.day, 4) GROUP BY 1, 2`,
  );
  return found.map((one) => ({ id: 'counts.recorded', ...one }));
}
