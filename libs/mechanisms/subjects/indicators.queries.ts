import type { IndicatorSource, Measured } from '../insight/sources';

/** Q5: erasures asked for and not yet approved. They belong to no unit: the city answers for them. */
export const subjectsIndicators: readonly IndicatorSource[] = [
  {
    indicators: [
      {
        id: 'subjects.erasures-open',
        clause: '21',
        label: { zh: '待批准的个人信息销毁', en: 'Erasures waiting for approval' },
        unitOfMeasure: '项',
        combine: 'sum',
        better: 'lower',
      },
    ],
    measure: async ({ context, rows }) => {
      const found = await rows<Omit<Measured, 'id'>>(
        `SELECT u.top, d.day, count(s.key)::int AS part FROM days d JOIN scope u ON u.code = $3 LEFT JOIN ${context.table('subjects')} s
           ON s.erasure_asked_on <= d.day AND coalesce(s.erased_on, '9999') > d.day GROUP BY 1, 2`,
        [context.city],
      );
      return found.map((one) => ({ id: 'subjects.erasures-open', ...one }));
    },
    evidence: {
      'subjects.erasures-open': (context) =>
        `SELECT u.top, s.stream, s.position, NULL::int AS revision FROM ${context.table('subjects')} s JOIN scope u ON u.code = '${context.city}'
         WHERE s.erasure_asked_on <= $3 AND coalesce(s.erased_on, '9999') > $3`,
    },
  },
];
