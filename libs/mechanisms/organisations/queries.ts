import { choice, code, UNIT_CODE } from '#contracts';
import type { JsonObject } from '#kernel';
import { DUTIES } from '#policy';
import { keyset, paged, type QuestionSpec, type ReadContext } from '#readside';
import { ORGANISATION_CODE } from './contract';

class DutiesAsked {
  @code({
    zh: '机构',
    en: 'Organisation',
    optional: true,
    ...ORGANISATION_CODE,
  })
  readonly organisation?: string;
  @code({ zh: '所属单位', en: 'Unit', max: 16, optional: true, ...UNIT_CODE })
  readonly unit?: string;
  @choice({
    zh: '本年有无履职记录',
    en: 'Acted on this year',
    optional: true,
    of: [
      { value: 'yes', label: { zh: '有', en: 'yes' } },
      { value: 'no', label: { zh: '无', en: 'no' } },
    ],
  })
  readonly acted?: string;
}

const dutySchema: JsonObject = {
  type: 'object',
  required: ['organisation', 'name', 'unit', 'duty', 'clause', 'from', 'actsThisYear'],
  properties: {
    organisation: { type: 'string' },
    name: { type: 'string' },
    unit: { type: 'string' },
    duty: { type: 'string' },
    text: { type: 'string' },
    textEn: { type: 'string' },
    clause: { type: 'string' },
    from: { type: 'string', format: 'date' },
    history: { type: 'string' },
    actsThisYear: { type: 'integer', minimum: 0 },
  },
};

/** T5: the duty register on a day. */
export const organisationsQuestions: readonly QuestionSpec[] = [
  {
    path: 'duties',
    label: { zh: '部门职责', en: 'Duties in force on a day' },
    asks: DutiesAsked,
    who: 'public',
    list: true,
    answers: dutySchema,
    answer: async ({ organisation = null, unit = null, acted = null }, context, page) => {
      const place = keyset([{ sql: 'd.key' }], page, 6);
      const rows = await context.rows<DutyRow>(`${dutiesOn(context)} AND ${place.where} ORDER BY ${place.orderBy} LIMIT ${place.limit}`, [
        context.asOf,
        organisation,
        unit,
        acted,
        `${context.asOf.slice(0, 4)}-01-01`,
        ...place.values,
      ]);
      return paged(rows, page, (row) => [row.key], itemOf);
    },
  },
];

interface DutyRow {
  readonly key: string;
  readonly organisation: string;
  readonly name: string;
  readonly unit: string;
  readonly duty: string;
  readonly clause: string;
  readonly since: string;
  readonly acts: number;
}

/** T5: an act counts from the first of January to the day asked. */
function dutiesOn(context: ReadContext): string {
  return `SELECT d.key, d.organisation, o.name, o.unit, d.duty, d.clause, d.since, done.acts
    FROM ${context.effective('duties')} d JOIN ${context.table('organisations')} o ON o.key = d.organisation
    CROSS JOIN LATERAL (SELECT coalesce(sum(a.acts), 0)::integer AS acts FROM ${context.table('duty_acts')} a
      WHERE a.organisation = d.organisation AND a.duty = d.duty AND a.day BETWEEN $5 AND $1) done
    WHERE d.held AND (o.until IS NULL OR o.until >= $1) AND ($2::text IS NULL OR d.organisation = $2) AND ($3::text IS NULL OR o.unit = $3)
      AND ($4::text IS NULL OR (done.acts > 0) = ($4 = 'yes'))`;
}

function itemOf({ organisation, name, unit, duty, clause, since, acts }: DutyRow): JsonObject {
  const known = DUTIES.find((one) => one.duty === duty);
  return {
    organisation,
    name,
    unit,
    duty,
    ...(known ? { text: known.label.zh, textEn: known.label.en } : {}),
    clause,
    from: since,
    history: `/api/history/organisations/${organisation}`,
    actsThisYear: acts,
  };
}
