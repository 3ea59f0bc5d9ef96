import { FACTS, readAnswer, type EdgeOutcome, type EdgeRequest, type RouteSpec } from '#gateway';
import type { JsonObject } from '#kernel';
import { ASKED_BY, conditionsOf, readingHistory, WHO, type HistoryParts } from './history-reading';
import { NARROWING, query } from './history-routes';

/** A century. */
const MONTHS_MAX = 1_200;

/** `GET /api/history/calendar`, with the filters of `/api/history`, also `category`+`id` or `q`: how many facts each month has. Where a long history is dense, and where to jump to. */
export function calendarRoutes(parts: HistoryParts): readonly RouteSpec[] {
  return [
    {
      method: 'GET',
      path: '/api/history/calendar',
      label: { zh: '历史按月计数', en: 'Facts by month' },
      who: WHO,
      scope: 'unit',
      operation: {
        tags: ['history'],
        parameters: [...ASKED_BY.map((name) => query(name)), query('category'), query('id'), query('q'), ...NARROWING],
        responses: {
          '200': { description: 'Months with facts, by the day of the act', content: { 'application/json': { schema: CALENDAR } } },
        },
      },
      handle: (request) => calendar(request, parts),
    },
  ];
}

async function calendar(request: EdgeRequest, parts: HistoryParts): Promise<EdgeOutcome> {
  return readingHistory(request, parts, async (read) => {
    const { where, values } = conditionsOf(read, parts);
    const { context, position } = read.asked;
    const sql = `SELECT left(f.occurred_on::text, 7) AS month, count(*)::int AS facts, count(DISTINCT f.account)::int AS accounts FROM ${context.table(FACTS.name)} f WHERE ${where} GROUP BY 1 ORDER BY 1 LIMIT ${MONTHS_MAX}`;
    const items = await context.rows<{ month: string; facts: number; accounts: number }>(sql, values);
    const count = items.reduce((sum, { facts }) => sum + facts, 0);
    const answer = readAnswer({ items: items.map((item) => ({ ...item })), next: null, count }, context, read.until ?? position);
    return { ...answer, body: { ...(answer.body as JsonObject), knownAt: read.knownAt } };
  });
}

const CALENDAR: JsonObject = {
  type: 'object',
  required: ['items', 'count', 'position'],
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        properties: { month: { type: 'string', pattern: '^\\d{4}-\\d{2}$' }, facts: { type: 'integer' }, accounts: { type: 'integer' } },
      },
    },
    count: { type: 'integer' },
    position: { type: 'string' },
  },
};
