import { addDays, quarterOf, yearOf, type Day } from '#kernel';
import { targetOf } from '#policy';
import type { ReadContext } from '#readside';
import { yearToDate, type Bucket } from '../insight/indicators.rules';
import { ALIVE, inEffect, spansOf, type IndicatorSource, type Measured, type Survey } from '../insight/sources';
import { communityDues, type Period } from './communities.queries';
import { lastDayOf } from './rules';

const clause = '19';

/** F1: what is due and came, what was matched and spent, how long a payment takes. All of the year of the day asked. */
export const fundsIndicators: readonly IndicatorSource[] = [
  {
    indicators: [
      { ...targetOf('funds.service'), combine: 'share' },
      { ...targetOf('funds.work'), combine: 'share' },
    ],
    measure: received,
    evidence: { 'funds.service': (context) => receipts(context, 'service'), 'funds.work': (context) => receipts(context, 'work') },
  },
  {
    indicators: [
      { ...targetOf('funds.match-share'), combine: 'share' },
      {
        id: 'funds.spent',
        clause,
        label: { zh: '经费使用率', en: 'Spent of what communities received' },
        unitOfMeasure: '%',
        combine: 'share',
      },
      {
        id: 'funds.service-share',
        clause,
        label: { zh: '服务群众支出占比', en: 'Share of spending on services' },
        unitOfMeasure: '%',
        combine: 'share',
      },
    ],
    measure: moved,
    evidence: {
      'funds.match-share': (context) => entries(context, `u.is_base AND e.fund = 'work' AND e.kind IN ('matched', 'received')`),
      'funds.spent': (context) => entries(context, `u.is_base AND e.kind IN ('paid', 'received', 'matched')`),
      'funds.service-share': (context) => entries(context, `e.kind = 'paid'`),
    },
  },
  {
    indicators: [
      {
        id: 'funds.days-to-pay',
        clause,
        label: { zh: '审批到支付平均天数', en: 'Days from approval to payment' },
        unitOfMeasure: '天',
        combine: 'mean',
        better: 'lower',
      },
    ],
    measure: daysToPay,
    evidence: {
      'funds.days-to-pay': (context) =>
        `SELECT u.top, p.stream, p.position, NULL::int AS revision FROM ${context.table('payments')} p JOIN scope u ON u.code = p.unit
         WHERE p.year = left($3, 4)::int AND p.paid_on <= $3 AND coalesce(p.reversed_on, '9999') > $3`,
    },
  },
  {
    indicators: [{ ...targetOf('funds.caps'), combine: 'share' }],
    measure: caps,
    evidence: {
      'funds.caps': (context) =>
        `SELECT u.top, c.stream, c.position, NULL::int AS revision FROM ${context.table('fund_caps')} c JOIN scope u ON c.key = u.code || '.' || left($3, 4) || '.work'`,
    },
  },
];

/** Up to the last quarter that is over on a day. What came in advance or to another community makes up for nothing: each counts up to its due. */
async function received(survey: Survey): Promise<readonly Measured[]> {
  const periods = survey.days.map(lastQuarter);
  const dues = await communityDues(survey, periods);
  return dues.flatMap(({ top, at, fund, due, reached }) => {
    const day = survey.days[at];
    return due === null || day === undefined ? [] : [{ id: `funds.${fund}`, top, day, part: Math.min(reached, due), whole: due }];
  });
}

function lastQuarter(day: Day): Period {
  const [year, quarter] = [yearOf(day), quarterOf(day)];
  if (day === lastDayOf(year, quarter)) return { day, year, quarter };
  return quarter === 1 ? { day, year: year - 1, quarter: 4 } : { day, year, quarter: quarter - 1 };
}

/** Of the year whose last full quarter is told of, by what had come by the day. */
function receipts(context: ReadContext, fund: string): string {
  return entries(context, `u.is_base AND e.kind = 'received' AND e.fund = '${fund}'`, lastQuarter(context.asOf).year);
}

/** Entries of accounts of the year of the day asked, unless it is another's. */
function entries(context: ReadContext, which: string, year = yearOf(context.asOf)): string {
  return `SELECT u.top, e.stream, e.position, split_part(split_part(e.key, '@', 2), '.', 1)::int AS revision FROM ${context.table('fund_entries')} e JOIN scope u ON u.code = e.unit
    WHERE e.year = ${year} AND e.day <= $3 AND ${which}`;
}

interface Movement extends Bucket {
  readonly top: string;
  /** On the account of a community. */
  readonly base: boolean;
  readonly kind: string;
  readonly fund: string;
}

/** Entries of communities' accounts, added up from one day of the survey to the next. */
async function moved(survey: Survey): Promise<readonly Measured[]> {
  const { days, context } = survey;
  const found = await survey.rows<Movement>(
    `SELECT u.top, u.is_base AS base, e.kind, e.fund, e.year, width_bucket(e.day, $3::text[]) AS at, sum(e.amount)::bigint AS amount
     FROM ${context.table('fund_entries')} e JOIN scope u ON u.code = e.unit
     WHERE e.kind IN ('received', 'matched', 'paid') AND e.day <= $4 AND e.year BETWEEN $5 AND $6 GROUP BY 1, 2, 3, 4, 5, 6`,
    [days.map((day) => addDays(day, 1)), context.asOf, yearOf(days[0] ?? context.asOf), yearOf(context.asOf)],
  );
  return byTop(found).flatMap(([top, own]) =>
    days.flatMap((day, at) => ratiosOn(top, day, (which) => yearToDate(own.filter(which), days, at))),
  );
}

/** Matching and spending are told of what reached communities; the share of services of all that was paid, by whomever. */
function ratiosOn(top: string, day: Day, sum: (which: (one: Movement) => boolean) => number): readonly Measured[] {
  const work = (wanted: string): number => sum(({ base, kind, fund }) => base && kind === wanted && fund === 'work');
  return [
    { id: 'funds.match-share', top, day, part: work('matched'), whole: work('received') },
    {
      id: 'funds.spent',
      top,
      day,
      part: sum(({ base, kind }) => base && kind === 'paid'),
      whole: sum(({ base, kind }) => base && (kind === 'received' || kind === 'matched')),
    },
    {
      id: 'funds.service-share',
      top,
      day,
      part: sum(({ kind, fund }) => kind === 'paid' && fund === 'service'),
      whole: sum(({ kind }) => kind === 'paid'),
    },
  ];
}

interface Waited extends Bucket {
  readonly top: string;
  readonly waited: number;
}

/** Payments of the year's accounts that were made by a day and not reversed by it. */
async function daysToPay(survey: Survey): Promise<readonly Measured[]> {
  const { days, context } = survey;
  const found = await survey.rows<Waited>(
    `SELECT u.top, m.year, width_bucket(m.day, $3::text[]) AS at, sum(m.count)::int AS amount, sum(m.count * m.waited)::int AS waited
     FROM (SELECT p.unit, p.year, p.paid_on AS day, 1 AS count, p.paid_on::date - p.approved_on::date AS waited FROM ${context.table('payments')} p
         WHERE p.paid_on IS NOT NULL AND p.approved_on IS NOT NULL
       UNION ALL SELECT p.unit, p.year, p.reversed_on, -1, p.paid_on::date - p.approved_on::date FROM ${context.table('payments')} p
         WHERE p.reversed_on IS NOT NULL AND p.paid_on IS NOT NULL AND p.approved_on IS NOT NULL) m
     JOIN scope u ON u.code = m.unit WHERE m.day <= $4 AND m.year BETWEEN $5 AND $6 GROUP BY 1, 2, 3`,
    [days.map((day) => addDays(day, 1)), context.asOf, yearOf(days[0] ?? context.asOf), yearOf(context.asOf)],
  );
  return byTop(found).flatMap(([top, own]) =>
    days.map((day, at) => ({
      id: 'funds.days-to-pay',
      top,
      day,
      part: yearToDate(
        own.map((one) => ({ ...one, amount: one.waited })),
        days,
        at,
      ),
      whole: yearToDate(own, days, at),
    })),
  );
}

/** Communities above the threshold by their last count, and those of them whose work fund of the year has a cap. */
async function caps(survey: Survey): Promise<readonly Measured[]> {
  const { days, context } = survey;
  const parameters = await survey.parameters();
  const thresholds = days.flatMap((day) => {
    const governing = parameters.on('funds.cap-above-households', day);
    return governing ? [{ day, households: governing.value, kinds: governing.kinds }] : [];
  });
  const found = await survey.rows<Omit<Measured, 'id'>>(
    `, d AS (SELECT * FROM jsonb_to_recordset($3::jsonb) AS t(day text, households int, kinds text[]))
     SELECT u.top, d.day, count(*)::int AS whole, count(f.key)::int AS part FROM d JOIN scope u ON ${ALIVE} AND (cardinality(d.kinds) = 0 OR u.kind = ANY (d.kinds))
     JOIN ${spansOf(context, 'counts')} c ON c.key = u.code AND ${inEffect('c')} AND (c.entry->>'households')::int > d.households
     LEFT JOIN ${spansOf(context, 'fund_caps')} f ON f.key = u.code || '.' || left(d.day, 4) || '.work' AND ${inEffect('f')} GROUP BY 1, 2`,
    [JSON.stringify(thresholds)],
  );
  return found.map((one) => ({ id: 'funds.caps', ...one }));
}

function byTop<T extends { readonly top: string }>(rows: readonly T[]): readonly (readonly [string, readonly T[]])[] {
  const found = new Map<string, T[]>();
  for (const row of rows) {
    const own = found.get(row.top);
    if (own) own.push(row);
    else found.set(row.top, [row]);
  }
  return [...found];
}
