import type { FieldError } from '#contracts';
import { FACTS, masked, problem, readAnswer, type EdgeOutcome, type EdgeRequest, type RouteSpec } from '#gateway';
import { isDay, type Json, type JsonObject } from '#kernel';
import { aboutOf, type RecordedFact } from '#ledger';
import { isLater, type Row } from '#readside';
import { differenceOf } from './changes';
import { isPosition, readingAsked, WHO, type HistoryParts, type HistoryRead } from './history-reading';
import { FACT_SCHEMA, query, STREAM_PATH } from './history-routes';
import { saidOf, shownFacts, unitNames, wordedChanges } from './shown-facts';
import { unitCodesIn } from './words';

/** Facts of the span told in the answer; the rest is in the history. */
export const FACTS_MAX = 200;

/** `GET /api/history/{category}/{id}/difference?from=&to=`: what a thing was at two moments (positions, or the ends of days), and what happened between. */
export function differenceRoutes(parts: HistoryParts): readonly RouteSpec[] {
  return [
    {
      method: 'GET',
      path: '/api/history/:category/:id/difference',
      label: { zh: '两个时点的差异', en: 'Difference of two moments' },
      who: WHO,
      scope: 'unit',
      operation: {
        tags: ['history'],
        parameters: [
          ...STREAM_PATH,
          query('from', 'A position, or a day as it was known at its end'),
          query('to', 'The same; default now'),
        ],
        responses: {
          '200': {
            description: `Both states, what differs, and the facts between (${FACTS_MAX} at most)`,
            content: { 'application/json': { schema: DIFFERENCE } },
          },
        },
      },
      handle: (request) => difference(request, parts),
    },
  ];
}

async function difference(request: EdgeRequest, parts: HistoryParts): Promise<EdgeOutcome> {
  return readingAsked(request, parts, async ({ own, ...read }) => {
    const { category = '', id = '', from, to, ...more } = own;
    const ruled = parts.house.categories.get(category);
    if (!ruled) return problem('thing.unknown', { id: category.slice(0, 64) });
    const errors = [wrong('from', from, true), wrong('to', to, false)].filter((error) => error !== undefined);
    if (errors.length > 0 || Object.keys(more).length > 0 || read.knownAt !== null) return problem('request.query', {}, { errors });
    const [first, last] = [await positionOf(from, read, parts), await positionOf(to, read, parts)];
    if (isLater(first, last)) return problem('request.query', {}, { errors: [ORDER] });
    const { facts } = await parts.ledger.readStream({ category, id });
    const known = facts.filter((fact) => !isLater(fact.position, last));
    if (known.length === 0) return problem('thing.unknown', { id: `${category}-${id}`.slice(0, 64) });
    if (!inScope(known, read.scope)) return problem('access.scope');
    const between = known.filter((fact) => isLater(fact.position, first));
    const fold = (some: readonly RecordedFact[]): Json =>
      masked(some.reduce((state, fact) => ruled.decider.evolve(state, fact, aboutOf(fact)), ruled.decider.initial(id)) as Json);
    const [before, after] = [fold(known.slice(0, known.length - between.length)), fold(known)];
    const changes = differenceOf(before, after);
    const { context } = read.asked;
    const units = await unitNames(context, unitCodesIn([changes, before, after]));
    const rows = await rowsBetween(`${category}-${id}`, between.slice(0, FACTS_MAX), read);
    const shown = await shownFacts(rows, parts, context, last);
    const said = { before: saidOf(category, before, parts.words, units), after: saidOf(category, after, parts.words, units) };
    const body = {
      from: first,
      to: last,
      before,
      after,
      said,
      changes: wordedChanges(changes, category, parts.words, units),
      facts: shown,
      count: between.length,
    } as unknown as JsonObject;
    return readAnswer(body, context, last);
  });
}

/** A day stands for the last position recorded on it; nothing said, for what is known now. */
async function positionOf(moment: string | undefined, { asked }: Omit<HistoryRead, 'ask'>, { reading }: HistoryParts): Promise<string> {
  if (moment === undefined) return asked.position;
  return isPosition(moment) ? BigInt(moment).toString() : reading.positionKnownAt(moment);
}

/** A state holds all of its stream: who may not read every fact of it may not read what they add up to. */
function inScope(facts: readonly RecordedFact[], scope: readonly string[] | undefined): boolean {
  return scope === undefined || facts.every((fact) => fact.meta.unit !== undefined && scope.includes(fact.meta.unit));
}

async function rowsBetween(
  stream: string,
  facts: readonly RecordedFact[],
  { asked: { context } }: Omit<HistoryRead, 'ask'>,
): Promise<readonly Row[]> {
  const [first, last] = [facts[0], facts.at(-1)];
  if (!first || !last) return [];
  return context.rows(
    `SELECT f.* FROM ${context.table(FACTS.name)} f WHERE f.stream = $1 AND f.revision BETWEEN $2 AND $3 ORDER BY f.revision`,
    [stream, first.revision, last.revision],
  );
}

function wrong(field: string, value: string | undefined, required: boolean): FieldError | undefined {
  if (value === undefined ? !required : isDay(value) || isPosition(value)) return undefined;
  return { field, code: 'query', text: { zh: '应为日期（如 2026-03-05）或位置', en: 'must be a day such as 2026-03-05, or a position' } };
}

const ORDER: FieldError = { field: 'to', code: 'query', text: { zh: '后一时点不能早于前一时点', en: 'must not lie before from' } };

const DIFFERENCE: JsonObject = {
  type: 'object',
  required: ['from', 'to', 'before', 'after', 'changes', 'facts', 'count'],
  properties: {
    from: { type: 'string' },
    to: { type: 'string' },
    before: { type: 'object' },
    after: { type: 'object' },
    said: { type: 'object', description: 'Both states in words, member by member' },
    changes: { type: 'array', items: { type: 'object' } },
    facts: { type: 'array', items: FACT_SCHEMA },
    count: { type: 'integer', description: 'Facts between the two moments' },
  },
};
