import { code } from '#contracts';
import type { JsonObject } from '#kernel';
import { PARAMETERS } from '#policy';
import { keyset, paged, type QuestionSpec } from '#readside';

class ValuesAsked {
  @code({
    zh: '参数',
    en: 'Parameter',
    max: 80,
    optional: true,
    pattern: '^[a-z]+(-[a-z]+)*\\.[a-z0-9]+(-[a-z0-9]+)*$',
    says: { zh: '应为「领域.参数」', en: 'must be field.parameter' },
  })
  readonly code?: string;
}

const valuesSchema: JsonObject = {
  type: 'object',
  required: ['code', 'name', 'nameEn', 'kinds', 'value', 'unitOfMeasure', 'clause', 'values'],
  properties: {
    code: { type: 'string' },
    name: { type: 'string' },
    nameEn: { type: 'string' },
    kinds: { type: 'array', items: { type: 'string' } },
    value: { type: ['integer', 'null'] },
    unitOfMeasure: { type: 'string' },
    clause: { type: 'string' },
    from: { type: 'string', format: 'date' },
    values: { type: 'array', items: { type: 'object' } },
  },
};

/** Every parameter for the kinds of unit it governs: the value in effect on the day asked, and all values it ever had or will have. */
export const parametersQuestions: readonly QuestionSpec[] = [
  {
    path: 'parameter-values',
    label: { zh: '参数及其沿革', en: 'Parameters with all their values' },
    asks: ValuesAsked,
    who: 'public',
    list: true,
    answers: valuesSchema,
    answer: async ({ code: asked = null }, context, page) => {
      const place = keyset([{ sql: 'p.key' }], page, 2);
      const rows = await context.rows<SeriesRow>(
        `SELECT p.key, p.code, p.kinds, p.timeline FROM ${context.table('parameter_values')} p
         WHERE ($1::text IS NULL OR p.code = $1) AND ${place.where} ORDER BY ${place.orderBy} LIMIT ${place.limit}`,
        [asked, ...place.values],
      );
      return paged(
        rows,
        page,
        (row) => [row.key],
        (row) => itemOf(row, context.asOf),
      );
    },
  },
];

interface SeriesRow {
  readonly key: string;
  readonly code: string;
  readonly kinds: readonly string[];
  readonly timeline: readonly Entry[];
}

interface Entry {
  readonly from: string;
  readonly value: number;
  readonly unit_of_measure: string;
  readonly clause: string;
  readonly decided_by: string;
}

function itemOf({ code: named, kinds, timeline }: SeriesRow, asOf: string): JsonObject {
  const known = PARAMETERS.find((one) => one.code === named);
  const begun = timeline.filter((entry) => entry.from <= asOf);
  const [current, shown] = [begun.at(-1), begun.at(-1) ?? timeline[0]];
  return {
    code: named,
    name: known?.label.zh ?? named,
    nameEn: known?.label.en ?? named,
    kinds,
    value: current?.value ?? null,
    unitOfMeasure: shown?.unit_of_measure ?? '',
    clause: shown?.clause ?? '',
    ...(current ? { from: current.from } : {}),
    values: timeline.map(({ from, value, unit_of_measure, clause, decided_by }) => ({
      from,
      value,
      unitOfMeasure: unit_of_measure,
      clause,
      decidedBy: decided_by,
    })),
  };
}
