import { code, unitCode } from '#contracts';
import type { Day, JsonObject } from '#kernel';
import { CLAUSE_ORDER, indicator, rounded, statusOf, TARGETS, type PolicyTarget, type Target } from '#policy';
import { pageOf, type QuestionSpec } from '#readside';
import type { Mechanism } from '../mechanism';
import { evidenceOf } from './evidence.queries';
import { childSchema, indicatorSchema } from './indicators.lines';
import { VIEWERS } from './overdue.queries';
import { ranksOf, seriesDays, together, valueOf, type Parts } from './indicators.rules';
import type { KeptLists } from './kept.queries';
import { readableRoot, surveyOf, treeOf, type TreeUnit } from './scope.queries';
import type { IndicatorSource, IndicatorSpec, ParameterInForce, PolicyParameters, Survey } from './sources';

class IndicatorsAsked {
  @unitCode({ zh: '单位', en: 'Unit', optional: true, help: { zh: '默认本单位', en: 'Your own unit unless given' } })
  readonly unit?: string;
}

class IndicatorAsked {
  @code({
    zh: '指标',
    en: 'Indicator',
    max: 64,
    pattern: '^[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*$',
    says: { zh: '应为指标代码，如 funds.service', en: 'must be an indicator such as funds.service' },
  })
  readonly id!: string;
  @unitCode({ zh: '上级单位', en: 'Parent', optional: true, help: { zh: '默认本单位', en: 'Your own unit unless given' } })
  readonly parent?: string;
}

/** `GET /api/indicators`: the policy's scoreboard for a unit; `GET /api/indicators/{id}`: one indicator for every unit directly below. */
export function indicatorsQuestions(mechanisms: readonly Mechanism[], kept: KeptLists): readonly QuestionSpec[] {
  const board = scoreboardOf(mechanisms);
  return [
    {
      path: 'indicators',
      label: { zh: '政策指标', en: 'The policy’s scoreboard' },
      asks: IndicatorsAsked,
      who: VIEWERS,
      list: true,
      answers: indicatorSchema,
      answer: async ({ unit }, context, page) => {
        const asked = unit ?? readableRoot(context);
        const tree = await treeOf(asked, context, kept);
        if (!tree) return { missing: asked };
        const look = () => scoreboard(board, tree.root, surveyOf(context, tree.whole, seriesDays(context.asOf)));
        return pageOf(await kept.list(context, ['indicators', asked], look), page);
      },
    },
    {
      path: 'indicators/:id',
      label: { zh: '一项指标的下级单位比较', en: 'One indicator, by the units directly below' },
      asks: IndicatorAsked,
      who: VIEWERS,
      list: true,
      answers: childSchema,
      answer: async ({ id = '', parent }, context, page) => {
        const entry = board.find((one) => one.spec.id === id);
        if (!entry) return { missing: id };
        const asked = parent ?? readableRoot(context);
        const tree = await treeOf(asked, context, kept);
        if (!tree) return { missing: asked };
        const look = () => compared(entry, tree.children, surveyOf(context, tree.byChild, [context.asOf]));
        return pageOf(await kept.list(context, ['indicator', id, asked], look), page);
      },
    },
  ];
}

/** An indicator of the scoreboard; without a source it is a target nobody feeds yet. */
interface Entry {
  readonly spec: PolicyTarget | IndicatorSpec;
  readonly source: IndicatorSource | undefined;
  readonly mechanism: string | null;
}

/** The policy's targets and what mechanisms measure beyond them, by clause. @throws Error at start-up when one is fed twice or shows no evidence. */
function scoreboardOf(mechanisms: readonly Mechanism[]): readonly Entry[] {
  const fed = mechanisms.flatMap(({ name, indicators = [] }) =>
    indicators.flatMap((source) => source.indicators.map((spec): Entry => ({ spec, source, mechanism: name }))),
  );
  const ids = fed.map(({ spec }) => spec.id);
  if (new Set(ids).size !== ids.length) throw new Error(`an indicator is fed twice: ${ids.join(', ')}`);
  for (const { spec, source } of fed) if (!source?.evidence[spec.id]) throw new Error(`${spec.id}: nothing says what it rests on`);
  const unfed = TARGETS.filter(({ id }) => !ids.includes(id)).map((spec): Entry => ({ spec, source: undefined, mechanism: null }));
  const place = ({ spec }: Entry): number => {
    const inPolicy = TARGETS.findIndex(({ id }) => id === spec.id);
    return CLAUSE_ORDER.indexOf(spec.clause) * 1_000 + (inPolicy < 0 ? 999 : inPolicy);
  };
  return [...fed, ...unfed].sort((a, b) => place(a) - place(b));
}

async function scoreboard(board: readonly Entry[], unit: TreeUnit, survey: Survey): Promise<readonly JsonObject[]> {
  const sources = [...new Set(board.flatMap(({ source }) => (source ? [source] : [])))];
  const [parameters, measured, evidence] = await Promise.all([
    survey.parameters(),
    Promise.all(sources.map((source) => source.measure(survey))).then((found) => found.flat()),
    Promise.all(sources.map((source) => evidenceOf(source, survey, EVIDENCE_MAX))).then((found) => found.flat()),
  ]);
  return board.map(({ spec, mechanism }) => {
    const standing = standingOf(spec, unit, survey.context.asOf, parameters);
    if (!('combine' in spec)) return unrecorded(spec, standing);
    const own = measured.filter((one) => one.id === spec.id);
    const parts = survey.days.map((day) => together(own.filter((one) => one.day === day)));
    const series = survey.days.map((on, at) => ({ on, value: valueOf(spec.combine, parts[at]) }));
    const rests = evidence.filter((one) => one.id === spec.id).map((one) => one.rests);
    const { id, clause, label, unitOfMeasure } = spec;
    return {
      ...shown(indicator({ id, clause, label, unitOfMeasure, target: standing.target, series, evidence: rests })),
      ...partsShown(parts.at(-1)),
      parameters: standing.parameters,
      mechanism,
    };
  });
}

const EVIDENCE_MAX = 50;
const CHILD_EVIDENCE_MAX = 10;

/** The same indicator for the children, each measured against what governs units of its kind; ranked among those with a value. */
async function compared({ spec, source }: Entry, children: readonly TreeUnit[], survey: Survey): Promise<readonly JsonObject[]> {
  const only = source && { ...source, evidence: Object.fromEntries(Object.entries(source.evidence).filter(([id]) => id === spec.id)) };
  const [parameters, measured, evidence] = await Promise.all([
    survey.parameters(),
    only ? only.measure(survey) : [],
    only ? evidenceOf(only, survey, CHILD_EVIDENCE_MAX) : [],
  ]);
  const combine = 'combine' in spec ? spec.combine : undefined;
  const found = children.map((unit) => {
    const parts = together(measured.filter((one) => one.id === spec.id && one.top === unit.code));
    return { unit, parts, value: combine ? valueOf(combine, parts) : null };
  });
  const ranks = ranksOf(
    found.map(({ value }) => value),
    spec.better,
  );
  return found.map(({ unit: { code: unit, name, level, kind, ...rest }, parts, value }, at) => {
    const { target } = standingOf(spec, { code: unit, name, level, kind, ...rest }, survey.context.asOf, parameters);
    return {
      unit,
      name,
      kind,
      level,
      value: value === null ? null : rounded(value),
      ...partsShown(parts),
      target: target && { ...target },
      status: combine ? statusOf(value, target) : 'not-recorded',
      rank: ranks[at] ?? null,
      evidence: evidence.filter((one) => one.top === unit).map((one) => one.rests),
    };
  });
}

function unrecorded(spec: PolicyTarget, { target, parameters }: Standing): JsonObject {
  const { id, clause, label, unitOfMeasure } = spec;
  return {
    ...shown({ id, clause, label, unitOfMeasure, target, value: null, status: 'not-recorded', trend: null, series: [], evidence: [] }),
    ...partsShown(undefined),
    parameters,
    mechanism: null,
  };
}

function shown({ label, target, series, evidence, ...rest }: ReturnType<typeof indicator>): JsonObject {
  return { ...rest, label: { ...label }, target: target && { ...target }, series: series.map((point) => ({ ...point })), evidence };
}

function partsShown(parts: Parts | undefined): JsonObject {
  return { part: parts ? rounded(parts.part) : null, whole: parts ? rounded(parts.whole) : null };
}

interface Standing {
  readonly target: Target | null;
  /** What governs: the numbers themselves with the facts that set them. */
  readonly parameters: readonly JsonObject[];
}

/** What an indicator is measured against at a unit on a day. A bound whose parameter does not govern yet is none. */
function standingOf(spec: PolicyTarget, unit: TreeUnit, on: Day, parameters: PolicyParameters): Standing {
  const governing = (bound: string): ParameterInForce | undefined => parameters.on(bound, on, unit.kind) ?? parameters.on(bound, on);
  const number = (bound: string | number | undefined): number | undefined => (typeof bound === 'string' ? governing(bound)?.value : bound);
  const [min, max] = [number(spec.min), number(spec.max)];
  const codes = [...new Set([spec.min, spec.max, ...(spec.applies ?? [])].filter((bound) => typeof bound === 'string'))];
  const target =
    min === undefined && max === undefined ? null : { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  return {
    target,
    parameters: codes.flatMap((one) => {
      const found = governing(one);
      return found
        ? [{ code: found.code, value: found.value, unitOfMeasure: found.unitOfMeasure, from: found.from, rests: found.rests }]
        : [];
    }),
  };
}
