import { choice, code, UNIT_CODE } from '#contracts';
import type { JsonObject } from '#kernel';
import { powerOf } from '#policy';
import { keyset, paged, type QuestionSpec } from '#readside';
import { ORGANISATION_CODE } from '../organisations/contract';

class MandatesAsked {
  @code({
    zh: '持有者',
    en: 'Holder',
    max: 64,
    optional: true,
    pattern: `(${UNIT_CODE.pattern})|${ORGANISATION_CODE.pattern}`,
    says: { zh: '应为区划代码或机构代码', en: 'must be a division code or an organisation' },
  })
  readonly holder?: string;
  @code({
    zh: '职权',
    en: 'Power',
    max: 80,
    optional: true,
    pattern: '^[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*$',
    says: { zh: '应为职权代码，如 funds.approve', en: 'must be a power such as funds.approve' },
  })
  readonly power?: string;
  @choice({
    zh: '状态',
    en: 'Standing',
    optional: true,
    of: [
      { value: 'in-force', label: { zh: '有效', en: 'in force' } },
      { value: 'suspended', label: { zh: '暂停', en: 'suspended' } },
    ],
  })
  readonly standing?: string;
}

const mandateSchema: JsonObject = {
  type: 'object',
  required: ['id', 'holder', 'power', 'name', 'clause', 'basis', 'from', 'history'],
  properties: {
    id: { type: 'string' },
    holder: { type: 'string' },
    power: { type: 'string' },
    name: { type: 'string' },
    nameEn: { type: 'string' },
    clause: { type: 'string' },
    basis: { type: 'string' },
    from: { type: 'string', format: 'date' },
    until: { type: 'string', format: 'date' },
    history: { type: 'string' },
  },
};

/** A1: who held which power on any date. */
export const mandatesQuestions: readonly QuestionSpec[] = [
  {
    path: 'mandates',
    label: { zh: '有效职权', en: 'Mandates in force on a day' },
    asks: MandatesAsked,
    who: 'public',
    list: true,
    answers: mandateSchema,
    answer: async ({ holder = null, power = null, standing = 'in-force' }, context, page) => {
      const place = keyset([{ sql: 'm.key' }], page, 5);
      const rows = await context.rows<MandateRow>(
        `SELECT m.key, m.holder, m.power, m.basis, m.since, m.until FROM ${context.effective('mandates')} m
         WHERE m.granted AND coalesce(m.suspended, false) = ($4 = 'suspended') AND (m.until IS NULL OR m.until >= $1)
           AND ($2::text IS NULL OR m.holder = $2) AND ($3::text IS NULL OR m.power = $3) AND ${place.where} ORDER BY ${place.orderBy} LIMIT ${place.limit}`,
        [context.asOf, holder, power, standing, ...place.values],
      );
      return paged(rows, page, (row) => [row.key], itemOf);
    },
  },
];

interface MandateRow {
  readonly key: string;
  readonly holder: string;
  readonly power: string;
  readonly basis: string;
  readonly since: string;
  readonly until: string | null;
}

function itemOf({ key, holder, power, basis, since, until }: MandateRow): JsonObject {
  const known = powerOf(power);
  return {
    id: key,
    holder,
    power,
    name: known?.label.zh ?? power,
    nameEn: known?.label.en ?? power,
    clause: known?.clause ?? '1',
    basis,
    from: since,
    ...(until === null ? {} : { until }),
    history: `/api/history/mandates/${key}`,
  };
}
