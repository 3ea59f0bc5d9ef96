import { FACTS, type IndicatorSource, type Measured, type Survey } from '../insight/sources';

/** D3: residents' objections and questions of the year whose day to be answered has come, or which were answered before it. */
export const objectionsIndicators: readonly IndicatorSource[] = [
  {
    indicators: [
      {
        id: 'disclosure.answered-on-time',
        clause: '4',
        label: { zh: '居民异议、提问按期答复率', en: 'Objections and questions answered on time' },
        unitOfMeasure: '%',
        min: 100,
        combine: 'share',
      },
    ],
    measure: answeredOnTime,
    evidence: {
      'disclosure.answered-on-time': (context) =>
        `SELECT u.top, f.stream, f.position, f.revision FROM ${context.table('objections')} o JOIN scope u ON u.code = o.unit
         JOIN ${context.table(FACTS)} f ON f.stream = o.stream AND f.occurred_on <= $3
         WHERE o.raised_on BETWEEN $4 AND $3 AND (o.due < $3 OR o.answered_on <= $3)`,
    },
  },
];

async function answeredOnTime({ context, rows }: Survey): Promise<readonly Measured[]> {
  const found = await rows<Omit<Measured, 'id'>>(
    `SELECT u.top, d.day, count(*)::int AS whole, (count(*) FILTER (WHERE o.answered_on <= least(d.day, o.due)))::int AS part
     FROM days d JOIN ${context.table('objections')} o ON o.raised_on BETWEEN left(d.day, 4) || '-01-01' AND d.day AND (o.due < d.day OR o.answered_on <= d.day)
     JOIN scope u ON u.code = o.unit GROUP BY 1, 2`,
  );
  return found.map((one) => ({ id: 'disclosure.answered-on-time', ...one }));
}
