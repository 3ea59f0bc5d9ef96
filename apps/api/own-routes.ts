import { LIST_SCHEMA, problem, readAnswer, type EdgeOutcome, type EdgeRequest, type RouteSpec } from '#gateway';
import { isDay, isObject, type Json, type JsonObject } from '#kernel';
import type { Row } from '#readside';
import { factRows, readingAsked, type HistoryParts } from './history-reading';
import { FACT_SCHEMA, NARROWING, query } from './history-routes';
import { briefFacts } from './shown-facts';

/** `GET /api/submissions`: what the signed-in account has recorded, from whatever device and in whatever role, newest first. Of nobody else. */
export function ownRoutes(parts: HistoryParts): readonly RouteSpec[] {
  const answer = { '200': { description: 'Own facts, newest first', content: { 'application/json': { schema: LIST_SCHEMA(OWN_FACT) } } } };
  return [
    {
      method: 'GET',
      path: '/api/submissions',
      label: { zh: '我提交的', en: 'What I submitted' },
      who: 'known',
      scope: 'own',
      operation: { tags: ['history'], parameters: [...NARROWING, query('cursor'), query('limit')], responses: answer },
      handle: (request) => own(request, parts),
    },
  ];
}

async function own(request: EdgeRequest, parts: HistoryParts): Promise<EdgeOutcome> {
  const account = request.known?.account;
  if (account === undefined) return problem('access.login');
  return readingAsked(request, parts, async (read) => {
    const { from, until, ...others } = read.own;
    if (Object.keys(others).length > 0 || [from, until].some((day) => day !== undefined && !isDay(day))) return problem('request.query');
    const ask = { of: { by: 'actor', value: account }, from, until, newestFirst: true, revision: undefined, brief: true } as const;
    // No tree narrows it: what somebody entered is theirs to see, also of a unit they have since left.
    const { items, next } = await factRows({ ...read, ask, scope: undefined }, parts);
    const { context, position } = read.asked;
    const facts = (await briefFacts(items, parts, context)).map((fact, i) => ({ ...fact, ...entered(items[i]) }));
    const answer = readAnswer({ items: facts, next }, context, read.until ?? position);
    return { ...answer, body: { ...(answer.body as JsonObject), knownAt: read.knownAt } };
  });
}

/** What was entered, values of persons masked as everywhere; facts of one submission share its id. */
function entered(row: Row | undefined): { readonly submission: Json; readonly data: JsonObject } {
  const data = row?.['data'];
  return { submission: row?.['submission'] ?? null, data: isObject(data) ? (data as JsonObject) : {} };
}

const OWN_FACT: JsonObject = {
  ...FACT_SCHEMA,
  required: (FACT_SCHEMA['required'] as readonly string[]).filter((name) => name !== 'authority'),
  properties: {
    ...(FACT_SCHEMA['properties'] as JsonObject),
    submission: { type: ['string', 'null'], description: 'The same for all facts of one submission' },
  },
};
