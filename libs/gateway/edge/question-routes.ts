import { checkFields, fieldsOf, type FieldSpec } from '#contracts';
import { isObject, type JsonObject } from '#kernel';
import type { Answer, QuestionSpec } from '#readside';
import { problem, type Problem } from '../problem';
import { LIST_SCHEMA, readAnswer, readerOf, standardAsk, standardParameters, withReading, type Asked, type ReadingParts } from './reading';
import type { EdgeAnswer, EdgeOutcome, EdgeRequest, RouteSpec } from './route';

/** One route per question of the mechanisms: `GET /api/{path}`. */
export function questionRoutes(questions: readonly QuestionSpec[], parts: ReadingParts): readonly RouteSpec[] {
  return questions.map((question) => {
    const fields = fieldsOf(question.asks);
    return {
      method: 'GET',
      path: `/api/${question.path}`,
      label: question.label,
      who: question.who,
      scope: question.who === 'public' ? 'none' : 'unit',
      operation: operationOf(question, fields),
      handle: (request) => ask(question, fields, request, parts),
    };
  });
}

async function ask(question: QuestionSpec, fields: readonly FieldSpec[], request: EdgeRequest, parts: ReadingParts): Promise<EdgeOutcome> {
  const today = parts.today();
  const asked = standardAsk(request, today);
  if ('status' in asked) return asked;
  const errors = checkFields(fields, asked.own);
  if (errors.length > 0) return problem('request.query', {}, { errors });
  const { asOf, knownAt, after, page } = asked;
  const own = asked.own as Readonly<Record<string, string | undefined>>;
  return withReading({ asOf, knownAt, after, today, reader: readerOf(request, question.who) }, parts, async (reading) => {
    const fresh = async (): Promise<EdgeAnswer | Problem> => answered(await question.answer(own, reading.context, page), reading);
    const unit = knownAt === undefined ? question.keptBy?.(own) : undefined;
    if (unit === undefined || !parts.kept) return fresh();
    const key = JSON.stringify([question.path, asOf, page.cursor ?? null, page.limit, Object.entries(own).sort()]);
    return parts.kept.answer({ key, unit, position: reading.position, has: request.headers['if-none-match'] }, fresh);
  });
}

function answered(answer: Answer, { context, position }: Asked): EdgeAnswer | Problem {
  if ('missing' in answer) return problem('thing.unknown', { id: answer.missing });
  if ('items' in answer) return readAnswer({ ...answer.told, items: answer.items, next: answer.next }, context, position);
  const found: JsonObject = isObject(answer.found) ? (answer.found as JsonObject) : { found: answer.found };
  const revision = found['revision'];
  return readAnswer(found, context, position, context.knownAt === undefined && typeof revision === 'number' ? revision : undefined);
}

function operationOf(question: QuestionSpec, fields: readonly FieldSpec[]): JsonObject {
  const inPath = new Set([...question.path.matchAll(/:(\w+)/g)].map((match) => match[1]));
  const parameters = fields.map((field) => ({
    name: field.name,
    in: inPath.has(field.name) ? 'path' : 'query',
    required: inPath.has(field.name) || field.optional !== true,
    description: `${field.label.zh} · ${field.label.en}`,
    schema: {
      type: 'string',
      ...(field.pattern ? { pattern: field.pattern } : {}),
      ...(field.choices ? { enum: field.choices.map((choice) => choice.value) } : {}),
    },
  }));
  const schema = question.list ? LIST_SCHEMA(question.answers) : question.answers;
  return {
    tags: [question.path.split('/')[0] ?? 'questions'],
    parameters: [...parameters, ...standardParameters(question.list)],
    responses: { '200': { description: question.label.en, content: { 'application/json': { schema } } } },
  };
}
