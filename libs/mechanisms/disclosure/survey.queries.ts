import type { Day } from '#kernel';
import { BOARD } from '../board/lines';
import type { IndicatorSource, Measured, OverdueCount, OverdueSource, Survey } from '../insight/sources';
import { DISCLOSED, perYearOf } from './dues.queries';
import { lastPeriod, standingOn } from './rules';

/** The duty of each unit and topic, for whole trees: the same rule as on a board. */
export const disclosureOverdue: OverdueSource = { label: { zh: '三务公开', en: 'Three affairs disclosed' }, count: overdue };

export const disclosureIndicators: readonly IndicatorSource[] = [
  {
    indicators: [
      {
        id: 'disclosure.on-time',
        clause: '4',
        label: { zh: '三务按期公开率', en: 'Three affairs disclosed on time' },
        unitOfMeasure: '%',
        min: 100,
        applies: DISCLOSED.map(perYearOf),
        combine: 'share',
      },
    ],
    measure: onTime,
    evidence: {
      'disclosure.on-time': (context) =>
        `SELECT u.top, b.stream, b.position, b.revision FROM ${context.table(BOARD)} b JOIN scope u ON u.code = b.unit AND u.is_base
         WHERE b.published_on BETWEEN $4 AND $3`,
    },
  },
];

interface Shown {
  readonly code: string;
  readonly topic: string;
  readonly first: Day;
  readonly last: Day | null;
}

/** The first line ever of each unit, and the last one of each topic, by the day asked. */
async function shownBy({ context, rows }: Survey): Promise<readonly Shown[]> {
  return rows<Shown>(
    `, topics AS (SELECT unnest($4::text[]) AS topic), shown AS MATERIALIZED (SELECT b.unit, b.topic, min(b.published_on) AS first, max(b.published_on) AS last
         FROM ${context.table(BOARD)} b WHERE b.published_on <= $3 GROUP BY 1, 2),
       units AS MATERIALIZED (SELECT s.unit, min(s.first) AS first FROM shown s GROUP BY 1)
     SELECT f.unit AS code, t.topic, f.first, s.last FROM units f CROSS JOIN topics t LEFT JOIN shown s ON s.unit = f.unit AND s.topic = t.topic`,
    [context.asOf, DISCLOSED],
  );
}

async function overdue(survey: Survey): Promise<readonly OverdueCount[]> {
  const { asOf } = survey.context;
  const [parameters, shown] = await Promise.all([survey.parameters(), shownBy(survey)]);
  const units = new Map(survey.units.map((unit) => [unit.code, unit]));
  return shown.flatMap(({ code, topic, first, last }): readonly OverdueCount[] => {
    const unit = units.get(code);
    if (!unit || unit.level !== 'community' || (unit.until !== null && unit.until < asOf)) return [];
    const governing = parameters.on(perYearOf(topic), asOf, unit.kind);
    const standing = governing && governing.value > 0 ? standingOn(asOf, governing.value, { first, last }) : undefined;
    return standing ? [{ top: unit.top, open: 1, late: standing.is === 'late' ? 1 : 0, oldest: standing.period.until }] : [];
  });
}

interface Asked {
  readonly day: Day;
  readonly topic: string;
  readonly from: Day;
  readonly until: Day;
  readonly kinds: readonly string[];
}

/** Of the units and topics that had to show something in the last period that was over on a day, those that did. */
async function onTime(survey: Survey): Promise<readonly Measured[]> {
  const parameters = await survey.parameters();
  const asked = survey.days.flatMap((day) =>
    DISCLOSED.flatMap((topic): readonly Asked[] => {
      const governing = parameters.on(perYearOf(topic), day);
      return governing && governing.value > 0 ? [{ day, topic, ...lastPeriod(day, governing.value), kinds: governing.kinds }] : [];
    }),
  );
  const periods = [...new Map(asked.map(({ topic, from, until }) => [`${topic}.${from}`, { topic, from, until }])).values()];
  const found = await survey.rows<Omit<Measured, 'id'>>(
    `, asked AS (SELECT * FROM jsonb_to_recordset($3::jsonb) AS a(day text, topic text, "from" text, until text, kinds text[])),
       periods AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($4::jsonb) AS p(topic text, "from" text, until text)),
       opened AS MATERIALIZED (SELECT b.unit, min(b.published_on) AS first FROM ${survey.context.table(BOARD)} b GROUP BY 1),
       met AS MATERIALIZED (SELECT DISTINCT b.unit, p.topic, p."from" FROM periods p
         JOIN ${survey.context.table(BOARD)} b ON b.topic = p.topic AND b.published_on BETWEEN p."from" AND p.until)
     SELECT u.top, a.day, count(*)::int AS whole, count(m.unit)::int AS part FROM asked a
     JOIN scope u ON u.is_base AND (cardinality(a.kinds) = 0 OR u.kind = ANY (a.kinds)) AND (u.until IS NULL OR u.until >= a.day)
     JOIN opened o ON o.unit = u.code AND o.first < a."from" LEFT JOIN met m ON m.unit = u.code AND m.topic = a.topic AND m."from" = a."from" GROUP BY 1, 2`,
    [JSON.stringify(asked), JSON.stringify(periods)],
  );
  return found.map((one) => ({ id: 'disclosure.on-time', ...one }));
}
