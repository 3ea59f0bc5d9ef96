import { targetOf } from '#policy';
import { inEffect, spansOf, type IndicatorSource, type Measured, type Survey } from '../insight/sources';

/** T5: duties of departments acted on since the first of January. */
export const organisationsIndicators: readonly IndicatorSource[] = [
  {
    indicators: [{ ...targetOf('duties.acted-on'), combine: 'share' }],
    measure: actedOn,
    evidence: {
      'duties.acted-on': (context) =>
        `SELECT u.top, a.stream, a.position, NULL::int AS revision FROM ${context.table('duty_acts')} a JOIN ${context.table('organisations')} o ON o.key = a.organisation
         JOIN scope u ON u.code = o.unit WHERE a.day BETWEEN $4 AND $3`,
    },
  },
];

async function actedOn({ context, rows }: Survey): Promise<readonly Measured[]> {
  const found = await rows<Omit<Measured, 'id'>>(
    `SELECT u.top, d.day, count(*)::int AS whole, (count(*) FILTER (WHERE EXISTS (SELECT FROM ${context.table('duty_acts')} a
         WHERE a.organisation = h.organisation AND a.duty = h.duty AND a.day BETWEEN left(d.day, 4) || '-01-01' AND d.day)))::int AS part
     FROM days d JOIN ${spansOf(context, 'duties')} h ON ${inEffect('h')} AND (h.entry->>'held')::boolean
     JOIN ${context.table('organisations')} o ON o.key = h.organisation AND (o.until IS NULL OR o.until >= d.day) JOIN scope u ON u.code = o.unit GROUP BY 1, 2`,
  );
  return found.map((one) => ({ id: 'duties.acted-on', ...one }));
}
