import { choice, code, LEVELS, text, UNIT_CODE } from '#contracts';
import type { Day, JsonObject } from '#kernel';
import { keyset, matching, paged, type Page, type QuestionSpec, type ReadContext } from '#readside';
import { KIND_CHOICES, LEVEL_CHOICES, KINDS } from './contract';
import { unitsView } from './views';

const SIZES = ['below', 'within', 'above'] as const;

class UnitsAsked {
  @choice({ zh: '层级', en: 'Level', of: LEVEL_CHOICES, optional: true })
  readonly level?: string;
  @choice({ zh: '类别', en: 'Kind', of: KIND_CHOICES, optional: true })
  readonly kind?: string;
  @code({ zh: '上级', en: 'Parent', max: 16, optional: true, ...UNIT_CODE })
  readonly parent?: string;
  @text({ zh: '名称、代码或拼音首字母', en: 'Name, code or pinyin initials', max: 64, optional: true })
  readonly q?: string;
  @choice({
    zh: '规模',
    en: 'Size',
    optional: true,
    of: [
      { value: 'below', label: { zh: '低于规定户数', en: 'below the range' } },
      { value: 'within', label: { zh: '在规定户数内', en: 'within the range' } },
      { value: 'above', label: { zh: '高于规定户数', en: 'above the range' } },
    ],
  })
  readonly size?: string;
}

class UnitAsked {
  @code({ zh: '区划代码', en: 'Code', max: 16, ...UNIT_CODE })
  readonly code!: string;
}

const unitSchema: JsonObject = {
  type: 'object',
  required: ['code', 'name', 'level', 'kind', 'parent', 'from'],
  properties: {
    code: { type: 'string' },
    name: { type: 'string' },
    level: { enum: [...LEVELS] },
    kind: { enum: [...KINDS] },
    parent: { type: ['string', 'null'] },
    from: { type: 'string', format: 'date' },
    until: { type: 'string', format: 'date' },
    households: { type: 'integer' },
    residents: { type: 'integer' },
    countedOn: { type: 'string', format: 'date' },
    size: { enum: [...SIZES] },
  },
};

export const territoryQuestions: readonly QuestionSpec[] = [
  {
    path: 'units',
    label: { zh: '单位', en: 'Units alive on a day' },
    asks: UnitsAsked,
    who: 'public',
    list: true,
    answers: unitSchema,
    answer: (asked, context, page) => units(asked, context, page),
  },
  {
    path: 'units/:code',
    label: { zh: '一个单位', en: 'One unit, abolished ones too' },
    asks: UnitAsked,
    who: 'public',
    list: false,
    answers: {
      ...unitSchema,
      properties: {
        ...(unitSchema['properties'] as JsonObject),
        became: { type: 'array', items: { type: 'string' } },
        path: { type: 'array', items: { type: 'object' } },
      },
    },
    answer: async ({ code: asked = '' }, context) => {
      const unit = await oneUnit(asked, context);
      return unit ? { found: unit } : { missing: asked };
    },
  },
];

async function units(
  asked: Readonly<Record<string, string | undefined>>,
  context: ReadContext,
  page: Page,
): ReturnType<QuestionSpec['answer']> {
  const values: (string | readonly number[])[] = [context.asOf];
  const parameter = (value: string): string => `$${values.push(value)}`;
  const conditions = ['(u.until IS NULL OR u.until >= $1)'];
  for (const column of ['level', 'kind', 'parent', 'size'] as const) {
    const value = asked[column];
    if (value !== undefined) conditions.push(`u.${column} = ${parameter(value)}`);
  }
  const [table] = unitsView.tables;
  const search = asked['q'] === undefined || !table ? undefined : matching(table, asked['q'], values.length + 1, 'u', false);
  if (search) {
    values.push(...search.values);
    conditions.push(search.sql);
  }
  const place = keyset([{ sql: 'u.key' }], page, values.length + 1);
  const rows = await context.rows<UnitRow>(
    `${sized(context)} SELECT ${COLUMNS} FROM sized u WHERE ${[...conditions, place.where].join(' AND ')} ORDER BY ${place.orderBy} LIMIT ${place.limit}`,
    [...values, ...place.values],
  );
  return paged(rows, page, (row) => [row.key], itemOf);
}

async function oneUnit(asked: string, context: ReadContext): Promise<JsonObject | undefined> {
  const [row] = await context.rows<UnitRow>(
    `${sized(context)} SELECT ${COLUMNS}, u.became FROM sized u WHERE u.key = $1 AND u.since <= $2`,
    [asked, context.asOf],
  );
  if (!row) return undefined;
  const path = await context.rows<{ code: string; name: string }>(
    `WITH RECURSIVE units AS MATERIALIZED (SELECT key, name, parent FROM ${context.effective('units')} t),
       path AS (SELECT key, name, parent, 0 AS depth FROM units WHERE key = $1 UNION ALL SELECT u.key, u.name, u.parent, p.depth + 1 FROM units u JOIN path p ON u.key = p.parent WHERE p.depth < 4)
     SELECT key AS code, name FROM path ORDER BY depth DESC`,
    [asked],
  );
  return {
    ...itemOf(row),
    ...(row.became === null || row.became === undefined ? {} : { became: row.became }),
    path: path.map(({ code: at, name }) => ({ code: at, name })),
  };
}

interface UnitRow {
  readonly key: string;
  readonly name: string;
  readonly level: string;
  readonly kind: string;
  readonly parent: string | null;
  readonly since: Day;
  readonly until: Day | null;
  readonly households: number | null;
  readonly residents: number | null;
  readonly counted_on: Day | null;
  readonly size: string | null;
  readonly became?: readonly string[] | null;
}

const COLUMNS = 'u.key, u.name, u.level, u.kind, u.parent, u.since, u.until, u.households, u.residents, u.counted_on, u.size';

/**
 * Units with their last count and T2's size on the day asked: by the parameters that govern their kind on that day (of several, the one
 * set for the latest day). Nothing governs villages unless a parameter says so.
 */
function sized(context: ReadContext): string {
  const bound = (code: string): string =>
    `SELECT p.value, p.kinds, p.since FROM ${context.effective('parameter_values')} p WHERE p.code = '${code}'`;
  const governing = (bounds: string): string =>
    `LEFT JOIN LATERAL (SELECT b.value FROM ${bounds} b WHERE b.kinds IS NULL OR cardinality(b.kinds) = 0 OR u.kind = ANY (b.kinds) ORDER BY b.since DESC LIMIT 1) ${bounds}_bound ON true`;
  return `WITH least AS MATERIALIZED (${bound('community.households-min')}), most AS MATERIALIZED (${bound('community.households-max')}),
    sized AS (SELECT u.*, c.households, c.residents, c.counted_on,
      CASE WHEN u.level <> 'community' OR c.households IS NULL OR least_bound.value IS NULL OR most_bound.value IS NULL THEN NULL
        WHEN c.households < least_bound.value THEN 'below' WHEN c.households > most_bound.value THEN 'above' ELSE 'within' END AS size
      FROM ${context.effective('units')} u LEFT JOIN ${context.effective('counts')} c ON c.key = u.key ${governing('least')} ${governing('most')})`;
}

function itemOf(row: UnitRow): JsonObject {
  const { key, name, level, kind, parent, since, until, households, residents, counted_on: countedOn, size } = row;
  const counted = countedOn === null ? {} : { households, residents, countedOn };
  return {
    code: key,
    name,
    level,
    kind,
    parent,
    from: since,
    ...(until === null ? {} : { until }),
    ...counted,
    ...(size === null ? {} : { size }),
  };
}
