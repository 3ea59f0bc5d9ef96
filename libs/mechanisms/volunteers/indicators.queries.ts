import { addDays, yearOf } from '#kernel';
import { yearToDate, type Bucket } from '../insight/indicators.rules';
import { FACTS, type IndicatorSource, type Measured, type ScopedUnit, type Survey } from '../insight/sources';

const clause = '16';

/** S5: hours served by the cards of communities, and wishes of the year. */
export const volunteersIndicators: readonly IndicatorSource[] = [
  {
    indicators: [
      {
        id: 'volunteers.hours',
        clause,
        label: { zh: '平均每社区志愿服务时长（本年）', en: 'Volunteer hours per community this year' },
        unitOfMeasure: '小时',
        combine: 'mean',
      },
    ],
    measure: hours,
    evidence: {
      'volunteers.hours': (context) =>
        `SELECT u.top, s.stream, s.position, NULL::int AS revision, s.hours AS part FROM ${context.table('services')} s JOIN ${context.table('cards')} c ON c.key = s.card
         JOIN scope u ON u.code = c.unit AND u.is_community WHERE s.confirmed_on <= $3 AND s.day BETWEEN $4 AND $3`,
    },
  },
  {
    indicators: [
      {
        id: 'volunteers.wishes',
        clause,
        label: { zh: '本年微心愿实现率', en: 'Wishes of the year granted' },
        unitOfMeasure: '%',
        combine: 'share',
      },
    ],
    measure: wishes,
    evidence: {
      'volunteers.wishes': (context) =>
        `SELECT u.top, f.stream, f.position, f.revision FROM ${context.table('wishes')} w JOIN scope u ON u.code = w.unit
         JOIN ${context.table(FACTS)} f ON f.stream = w.stream AND f.type IN ('WishPosted', 'WishGranted') AND f.occurred_on <= $3
         WHERE w.posted_on BETWEEN $4 AND $3 AND (w.withdrawn_on IS NULL OR w.withdrawn_on > $3)`,
    },
  },
];

interface Hours extends Bucket {
  readonly top: string;
}

/** A service counts for the year it was done in, once it is confirmed. */
async function hours({ context, rows, days, units }: Survey): Promise<readonly Measured[]> {
  const found = await rows<Hours>(
    `SELECT u.top, left(s.day, 4)::int AS year, width_bucket(greatest(s.day, s.confirmed_on), $3::text[]) AS at, sum(s.hours)::float8 AS amount
     FROM ${context.table('services')} s JOIN ${context.table('cards')} c ON c.key = s.card JOIN scope u ON u.code = c.unit AND u.is_community
     WHERE s.confirmed_on <= $4 AND s.day BETWEEN $5 AND $4 GROUP BY 1, 2, 3`,
    [days.map((day) => addDays(day, 1)), context.asOf, `${String(yearOf(days[0] ?? context.asOf)).padStart(4, '0')}-01-01`],
  );
  return days.flatMap((day, at) =>
    [...aliveBelow(units, day)].map(([top, whole]) => ({
      id: 'volunteers.hours',
      top,
      day,
      part: yearToDate(
        found.filter((one) => one.top === top),
        days,
        at,
      ),
      whole,
    })),
  );
}

/** Communities alive on a day, by top. */
function aliveBelow(units: readonly ScopedUnit[], day: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { top, kind, since, until } of units)
    if (kind === 'community' && since <= day && (until === null || until >= day)) counts.set(top, (counts.get(top) ?? 0) + 1);
  return counts;
}

async function wishes({ context, rows }: Survey): Promise<readonly Measured[]> {
  const found = await rows<Omit<Measured, 'id'>>(
    `SELECT u.top, d.day, count(*)::int AS whole, (count(*) FILTER (WHERE w.granted_on <= d.day))::int AS part
     FROM days d JOIN ${context.table('wishes')} w ON w.posted_on BETWEEN left(d.day, 4) || '-01-01' AND d.day
       AND (w.withdrawn_on IS NULL OR w.withdrawn_on > d.day) JOIN scope u ON u.code = w.unit GROUP BY 1, 2`,
  );
  return found.map((one) => ({ id: 'volunteers.wishes', ...one }));
}
