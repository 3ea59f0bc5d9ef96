import type { Day } from '#kernel';
import { BOARD } from '../board/lines';
import {
  factOf,
  type IndicatorSource,
  type Measured,
  type OverdueCount,
  type OverdueSource,
  type OverdueThing,
  type Survey,
} from '../insight/sources';
import { dueLineOf, unshownTitle } from './dues.queries';
import { lastPeriod } from './rules';
import { DISCLOSED, DISCLOSURES, perYearOf, standsOn, unmetIn } from './shown.queries';

/** The duty of each unit and topic, for whole trees: the same rule as on a board. */
export const disclosureOverdue: OverdueSource = {
  label: { zh: '三务公开', en: 'Three affairs disclosed' },
  count: overdue,
  things: unshown,
};

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
        `SELECT u.top, d.stream, d.position, d.revision FROM ${context.table(DISCLOSURES)} d JOIN scope u ON u.code = d.unit AND u.is_base
         WHERE d.published_on >= $4 AND ${standsOn('$3')}`,
    },
  },
];

async function overdue(survey: Survey): Promise<readonly OverdueCount[]> {
  return (await unmetIn(survey)).map(({ top, standing: { is, period } }) => ({
    top,
    open: 1,
    late: is === 'late' ? 1 : 0,
    oldest: period.until,
  }));
}

/** Each topic a unit had to show and has not, by the number of the policy that says how often. */
async function unshown(survey: Survey): Promise<readonly OverdueThing[]> {
  return (await unmetIn(survey)).map(({ code, topic, standing: { is, period }, rests }) => ({
    key: dueLineOf(code, topic, period),
    isLine: true,
    unit: code,
    title: unshownTitle(topic),
    due: period.until,
    late: is === 'late',
    rests: factOf(rests),
  }));
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
       met AS MATERIALIZED (SELECT DISTINCT d.unit, p.topic, p."from" FROM periods p
         JOIN ${survey.context.table(DISCLOSURES)} d ON d.affair = p.topic AND d.published_on BETWEEN p."from" AND p.until
           AND (d.withdrawn_on IS NULL OR d.withdrawn_on > p.until))
     SELECT u.top, a.day, count(*)::int AS whole, count(m.unit)::int AS part FROM asked a
     JOIN scope u ON u.is_base AND (cardinality(a.kinds) = 0 OR u.kind = ANY (a.kinds)) AND (u.until IS NULL OR u.until >= a.day)
     JOIN opened o ON o.unit = u.code AND o.first < a."from" LEFT JOIN met m ON m.unit = u.code AND m.topic = a.topic AND m."from" = a."from" GROUP BY 1, 2`,
    [JSON.stringify(asked), JSON.stringify(periods)],
  );
  return found.map((one) => ({ id: 'disclosure.on-time', ...one }));
}
