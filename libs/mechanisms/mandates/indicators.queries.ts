import { POWERS, targetOf } from '#policy';
import { ALIVE, FACTS, inEffect, spansOf, type IndicatorSource, type Measured, type Survey } from '../insight/sources';

/** A1: the powers that clause 1 gives to subdistricts and communities, in force of those that should be. */
export const mandatesIndicators: readonly IndicatorSource[] = [
  {
    indicators: [{ ...targetOf('mandates.in-force'), combine: 'share' }],
    measure: inForce,
    evidence: {
      'mandates.in-force': (context) =>
        // All that happened to each by the day: what suspends it counts as much as what grants it.
        `SELECT u.top, f.stream, f.position, f.revision FROM ${context.table('mandates')} m JOIN scope u ON u.code = m.holder
         JOIN ${context.table(FACTS)} f ON f.stream = m.stream AND f.occurred_on <= $3 WHERE m.power = ANY (ARRAY['${GIVEN.map(({ power }) => power).join("','")}'])`,
    },
  },
];

const GIVEN = POWERS.filter(({ clause, heldBy }) => clause === '1' && heldBy !== 'city');

async function inForce({ context, rows }: Survey): Promise<readonly Measured[]> {
  const found = await rows<Omit<Measured, 'id'>>(
    `, given AS (SELECT * FROM unnest($3::text[], $4::text[]) AS g(power, held_by))
     SELECT u.top, d.day, count(*)::int AS whole, count(m.key)::int AS part FROM days d
     JOIN scope u ON ${ALIVE} JOIN given g ON CASE g.held_by WHEN 'subdistricts' THEN u.is_subdistrict ELSE u.is_community END
     LEFT JOIN ${spansOf(context, 'mandates')} m ON m.key = u.code || '.' || g.power AND ${inEffect('m')} AND (m.entry->>'granted')::boolean
       AND NOT coalesce((m.entry->>'suspended')::boolean, false) AND coalesce(m.entry->>'until', '9999') >= d.day GROUP BY 1, 2`,
    [GIVEN.map(({ power }) => power), GIVEN.map(({ heldBy }) => heldBy)],
  );
  return found.map((one) => ({ id: 'mandates.in-force', ...one }));
}
