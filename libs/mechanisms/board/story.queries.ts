import { ROLES, text, unitCode, type Contract } from '#contracts';
import type { JsonObject, Label } from '#kernel';
import type { QuestionSpec, ReadContext } from '#readside';
import type { DueSource, LineRemarks } from './lines';
import { duesOf, LINE_SCHEMA, named, unitNames, unitOf } from './queries';
import { recordedLine } from './recorded.queries';
import { codesIn, toldOf } from './story.rules';
import { STEPS } from './story.views';

class StoryAsked {
  @unitCode({ zh: '单位', en: 'Unit' })
  readonly unit!: string;
  @text({ zh: '公开内容编号', en: 'Id of a line', max: 200 })
  readonly line!: string;
}

/** Steps of one story at most, the latest of them; a line with more is no longer a line of a board. */
const STEPS_MAX = 200;

/** `GET /api/board/{unit}/{line}/story`: what became of a line, step by step, in plain words; who = in what office, never whose account. */
export function storyQuestion(
  contracts: readonly Contract[],
  sources: readonly DueSource[],
  remarks: readonly LineRemarks[],
): QuestionSpec {
  const byCategory = new Map(contracts.map((contract) => [contract.category, contract]));
  return {
    path: 'board/:unit/:line/story',
    label: { zh: '公开内容的来历', en: 'The story of a line' },
    asks: StoryAsked,
    who: 'public',
    list: false,
    answers: STORY_SCHEMA,
    keptBy: ({ unit }) => unit,
    answer: async ({ unit = '', line: id = '' }, context) => {
      const line = (await recordedLine(id, unit, context)) ?? (await dueLine(id, unit, sources, context));
      if (!line) return { missing: id };
      const [shown] = await named([line], context);
      const steps = await stepsOf(id, context);
      const objections = await Promise.all(remarks.map((remark) => remark.about(id, context)));
      return { found: { line: shown ?? line, steps: await toldSteps(steps, byCategory, context), objections: objections.flat() } };
    },
  };
}

/** What is due has no steps yet: it says itself what it follows from. */
async function dueLine(id: string, code: string, sources: readonly DueSource[], context: ReadContext): Promise<JsonObject | undefined> {
  const unit = await unitOf(code, context);
  return unit && (await duesOf(unit, sources, context)).find((line) => line.id === id);
}

interface Step {
  readonly stream: string;
  readonly category: string;
  readonly type: string;
  readonly revision: number;
  readonly occurred_on: string;
  readonly recorded_at: string;
  readonly role: string;
  readonly unit: string;
  readonly told: JsonObject;
  readonly files: readonly string[] | null;
  readonly position: string;
}

async function stepsOf(line: string, context: ReadContext): Promise<readonly Step[]> {
  const rows = await context.rows<Step>(
    `SELECT s.stream, s.category, s.type, s.revision, s.occurred_on, s.recorded_at, s.role, s.unit, s.told, s.files, s.position::text AS position FROM ${context.table(STEPS.name)} s
     WHERE s.line = $1 AND s.occurred_on <= $2 ORDER BY s.key DESC LIMIT ${STEPS_MAX}`,
    [line, context.asOf],
  );
  return rows.toReversed();
}

async function toldSteps(
  steps: readonly Step[],
  contracts: ReadonlyMap<string, Contract>,
  context: ReadContext,
): Promise<readonly JsonObject[]> {
  const names = await unitNames([...steps.map((step) => step.unit), ...steps.flatMap((step) => codesIn(step.told))], context);
  const nameOf = (code: string): string => names.get(code) ?? code;
  return steps.map((step): JsonObject => {
    const spec = contracts.get(step.category)?.facts[step.type];
    const told: Label = spec ? toldOf(spec, step.told, nameOf) : { zh: '已登记', en: 'Recorded' };
    return {
      on: step.occurred_on,
      recordedAt: step.recorded_at,
      type: step.type,
      label: labelOf(spec?.label),
      text: labelOf(told),
      by: whoOf(step, nameOf),
      stream: step.stream,
      revision: step.revision,
      position: step.position,
      files: [...(step.files ?? [])],
    };
  });
}

/** A resident who asked is nobody’s official: of them the ledger knows no more than that. */
function whoOf({ role, unit }: Step, nameOf: (code: string) => string): JsonObject {
  if (role === 'public') return { role };
  return { role: OFFICES.find((office) => office === role) ?? null, unit, unitName: nameOf(unit) };
}

/** Offices, and the two that are nobody’s: what the ledger began with, and what it records by itself when a day has come. */
const OFFICES: readonly string[] = [...ROLES, 'genesis', 'reactor'];

function labelOf(label: Label = { zh: '已登记', en: 'Recorded' }): JsonObject {
  return { zh: label.zh, en: label.en };
}

const TEXT = { type: 'string' } as const;
const LABEL: JsonObject = { type: 'object', required: ['zh', 'en'], properties: { zh: TEXT, en: TEXT } };
const STORY_SCHEMA: JsonObject = {
  type: 'object',
  required: ['line', 'steps', 'objections'],
  properties: {
    line: LINE_SCHEMA,
    objections: { type: 'array', items: { type: 'object' } },
    steps: {
      type: 'array',
      items: {
        type: 'object',
        required: ['on', 'recordedAt', 'text', 'by', 'stream', 'revision', 'position', 'files', 'type'],
        properties: {
          on: { type: 'string', format: 'date' },
          recordedAt: { type: 'string', format: 'date-time' },
          type: TEXT,
          label: LABEL,
          text: LABEL,
          by: { type: 'object', properties: { role: { type: ['string', 'null'] }, unit: TEXT, unitName: TEXT } },
          stream: TEXT,
          revision: { type: 'integer' },
          position: TEXT,
          files: { type: 'array', items: TEXT },
        },
      },
    },
  },
};
