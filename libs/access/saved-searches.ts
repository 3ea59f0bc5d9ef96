import type { Pool } from 'pg';
import { problem, type EdgeOutcome, type EdgeRequest, type Problem, type RouteSpec } from '#gateway';
import { isObject, type Instant, type JsonObject } from '#kernel';

/** Searches one account may keep, signs of a name, and of a query as JSON. */
const [KEPT_MAX, NAME_MAX, QUERY_MAX] = [50, 60, 4_000];

interface Saved {
  readonly name: string;
  readonly query: JsonObject;
  readonly savedAt: string;
}

/** Searches that readers of histories keep for themselves. Not facts: they say what somebody looks for, and are theirs to delete. */
export class SavedSearches {
  constructor(
    private readonly pool: Pool,
    private readonly now: () => Instant,
  ) {}

  async of(account: string): Promise<readonly Saved[]> {
    const { rows } = await this.pool.query<Saved>(
      `SELECT name, query, to_char(saved_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "savedAt" FROM saved_searches WHERE account = $1 ORDER BY saved_at DESC, name`,
      [account],
    );
    return rows;
  }

  /** Keeps it under its name, in place of what was kept under it. Problem: `saved-searches.full`. */
  async keep(account: string, name: string, query: JsonObject): Promise<Problem | undefined> {
    // One statement: two windows at once may pass the bound by one, never by more.
    const { rowCount } = await this.pool.query(
      `INSERT INTO saved_searches (account, name, query, saved_at) SELECT $1, $2, $3::jsonb, $4
       WHERE (SELECT count(*) FROM saved_searches WHERE account = $1 AND name <> $2) < ${KEPT_MAX}
       ON CONFLICT (account, name) DO UPDATE SET query = excluded.query, saved_at = excluded.saved_at`,
      [account, name, JSON.stringify(query), this.now()],
    );
    return rowCount === 0 ? FULL : undefined;
  }

  async drop(account: string, name: string): Promise<Problem | undefined> {
    const { rowCount } = await this.pool.query('DELETE FROM saved_searches WHERE account = $1 AND name = $2', [account, name]);
    return rowCount === 0 ? problem('thing.unknown', { id: name.slice(0, NAME_MAX) }) : undefined;
  }
}

/** `GET /api/saved-searches`, `PUT|DELETE /api/saved-searches/{name}`: one's own, of those who read histories. */
export function savedSearchRoutes(saved: SavedSearches): readonly RouteSpec[] {
  const who = ['auditor', 'clerk'] as const;
  const named = {
    tags: ['history'],
    parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string', maxLength: NAME_MAX } }],
  };
  const path = '/api/saved-searches';
  return [
    {
      method: 'GET',
      path,
      label: { zh: '我保存的检索', en: 'My saved searches' },
      who,
      scope: 'own',
      operation: {
        tags: ['history'],
        responses: answer({ type: 'object', required: ['items'], properties: { items: { type: 'array', items: SAVED } } }),
      },
      handle: async ({ known }) => (known ? { body: { items: await saved.of(known.account), next: null } } : problem('access.login')),
    },
    {
      method: 'PUT',
      path: `${path}/:name`,
      label: { zh: '保存检索', en: 'Save a search' },
      who,
      scope: 'own',
      operation: {
        ...named,
        requestBody: { required: true, content: { 'application/json': { schema: ASKED } } },
        responses: answer(SAVED),
      },
      handle: (request) => kept(request, saved),
    },
    {
      method: 'DELETE',
      path: `${path}/:name`,
      label: { zh: '删除保存的检索', en: 'Delete a saved search' },
      who,
      scope: 'own',
      operation: { ...named, responses: answer({ type: 'object' }) },
      handle: async ({ known, params: { name = '' } }) =>
        known ? ((await saved.drop(known.account, name)) ?? { body: {} }) : problem('access.login'),
    },
  ];
}

async function kept({ known, params, body }: EdgeRequest, saved: SavedSearches): Promise<EdgeOutcome> {
  if (!known) return problem('access.login');
  const name = (params['name'] ?? '').trim();
  const query = isObject(body) && Object.keys(body).join() === 'query' ? body['query'] : undefined;
  const errors = [
    ...(name === '' || [...name].length > NAME_MAX
      ? [{ field: 'name', code: 'text', text: { zh: `应为 1 至 ${NAME_MAX} 个字符`, en: `must be 1 to ${NAME_MAX} signs` } }]
      : []),
    ...(isObject(query) && JSON.stringify(query).length <= QUERY_MAX
      ? []
      : [
          {
            field: 'query',
            code: 'object',
            text: { zh: `应为检索条件，不超过 ${QUERY_MAX} 个字符`, en: `must be an object of at most ${QUERY_MAX} signs` },
          },
        ]),
  ];
  if (errors.length > 0) return problem('payload.invalid', {}, { errors });
  return (await saved.keep(known.account, name, query as JsonObject)) ?? { body: { name, query: query as JsonObject } };
}

const FULL: Problem = {
  status: 409,
  code: 'saved-searches.full',
  text: { zh: `最多保存 ${KEPT_MAX} 个检索`, en: `At most ${KEPT_MAX} searches can be kept` },
  next: { zh: '请先删除不再需要的检索', en: 'Delete one that is no longer needed' },
};

const ASKED: JsonObject = { type: 'object', required: ['query'], properties: { query: { type: 'object' } }, additionalProperties: false };
const SAVED: JsonObject = {
  type: 'object',
  required: ['name', 'query'],
  properties: { name: { type: 'string' }, query: { type: 'object' }, savedAt: { type: 'string', format: 'date-time' } },
};

function answer(schema: JsonObject): JsonObject {
  return { '200': { description: 'Done', content: { 'application/json': { schema } } } };
}
