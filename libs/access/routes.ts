import { isDay, isObject, type JsonObject, type Label } from '#kernel';
import { isProblem, problem, sourceOf, type EdgeOutcome, type EdgeRequest, type Problem, type RouteSpec } from '#gateway';
import type { DurableAccessLog } from './access-log';
import type { Accounts } from './accounts';
import { WALL_ROLE, type Sessions } from './sessions';

export interface AccessRouteParts {
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly log: DurableAccessLog;
  /** What a route is called, of those served now: the log says in words what was read. */
  readonly labelOf: (method: string, path: string) => Label | undefined;
}

/** Login and accounts. The administrator's routes touch accounts alone, never anything of the ledger. */
export function accessRoutes(parts: AccessRouteParts): readonly RouteSpec[] {
  return [...sessionRoutes(parts), ...accountRoutes(parts), logRoute(parts)];
}

function sessionRoutes({ sessions, accounts }: AccessRouteParts): readonly RouteSpec[] {
  return [
    {
      method: 'POST',
      path: '/api/session',
      label: { zh: '登录', en: 'Log in' },
      who: 'public',
      scope: 'none',
      login: true,
      operation: taking({ account: TEXT, password: TEXT }, SESSION),
      handle: (request) =>
        withTexts(request, ['account', 'password'], async ({ account = '', password = '' }) =>
          answered(await sessions.begin(account, password, sourceOf(request.ip))),
        ),
    },
    {
      method: 'POST',
      path: '/api/session/renew',
      label: { zh: '续期', en: 'Renew the login' },
      who: 'known',
      scope: 'own',
      passwordOnly: true,
      wall: true,
      operation: giving(SESSION),
      handle: async ({ known }) => (known ? answered(await sessions.renew(known)) : problem('access.login')),
    },
    {
      method: 'POST',
      path: '/api/session/wall',
      label: { zh: '转为展示屏', en: 'Turn into a wall' },
      who: [WALL_ROLE],
      scope: 'own',
      logged: true,
      operation: giving(SESSION),
      handle: async ({ known }) => (known ? answered(await sessions.wall(known)) : problem('access.login')),
    },
    {
      method: 'DELETE',
      path: '/api/session',
      label: { zh: '退出', en: 'Log out' },
      who: 'known',
      scope: 'own',
      passwordOnly: true,
      wall: true,
      operation: giving({ type: 'object' }),
      handle: async ({ known }) => {
        if (known) await sessions.end(known);
        return { body: {} };
      },
    },
    {
      method: 'POST',
      path: '/api/session/password',
      label: { zh: '修改密码', en: 'Change the password' },
      who: 'known',
      scope: 'own',
      passwordOnly: true,
      login: true,
      operation: taking({ old: TEXT, new: TEXT }, SESSION),
      handle: (request) =>
        withTexts(request, ['old', 'new'], async (texts) =>
          request.known
            ? answered(await accounts.change(request.known, texts['old'] ?? '', texts['new'] ?? '', sourceOf(request.ip)))
            : problem('access.login'),
        ),
    },
  ];
}

function accountRoutes({ accounts }: AccessRouteParts): readonly RouteSpec[] {
  const route = (path: string, zh: string, en: string, operation: JsonObject, handle: RouteSpec['handle']): RouteSpec => ({
    method: 'POST',
    path: `/api/accounts${path}`,
    label: { zh, en },
    who: ['administrator'],
    scope: 'city',
    logged: true,
    operation,
    handle,
  });
  const named = (act: (account: string) => Promise<object>) => async (request: EdgeRequest) =>
    answered(await act(request.params['account'] ?? ''));
  const path = { parameters: [{ name: 'account', in: 'path', required: true, schema: TEXT }] };
  return [
    listRoute(accounts),
    route('', '新建账号', 'Make an account', taking({ account: TEXT }, ONE_TIME), (request) =>
      withTexts(request, ['account'], async ({ account = '' }) => answered(await accounts.create(account))),
    ),
    route(
      '/:account/disable',
      '停用账号',
      'Disable an account',
      { ...path, ...giving({ type: 'object' }) },
      named((account) => accounts.setDisabled(account, true)),
    ),
    route(
      '/:account/enable',
      '启用账号',
      'Enable an account',
      { ...path, ...giving({ type: 'object' }) },
      named((account) => accounts.setDisabled(account, false)),
    ),
    route(
      '/:account/reset',
      '重置密码',
      'Reset the password',
      { ...path, ...giving(ONE_TIME) },
      named((account) => accounts.reset(account)),
    ),
  ];
}

function listRoute(accounts: Accounts): RouteSpec {
  return {
    method: 'GET',
    path: '/api/accounts',
    label: { zh: '账号', en: 'Accounts' },
    who: ['administrator'],
    scope: 'city',
    operation: { parameters: ['q', 'cursor', 'limit'].map(query), ...giving({ type: 'object' }) },
    handle: async ({ query: asked }) => {
      const { q, cursor, limit = '100' } = asked as Readonly<Record<string, string | undefined>>;
      if ([q, cursor].some((name) => name !== undefined && !/^[a-z0-9._-]{1,64}$/.test(name)) || !isLimit(limit))
        return problem('request.query');
      const items = await accounts.list({ q, after: cursor, limit: Number(limit) });
      return { body: { items, next: items.length === Number(limit) ? (items.at(-1)?.['account'] ?? null) : null } };
    },
  };
}

function isLimit(limit: string): boolean {
  return /^\d{1,3}$/.test(limit) && Number(limit) >= 1 && Number(limit) <= 500;
}

function query(name: string): JsonObject {
  return { name, in: 'query', schema: TEXT };
}

function logRoute({ log, labelOf }: AccessRouteParts): RouteSpec {
  return {
    method: 'GET',
    path: '/api/access-log',
    label: { zh: '访问日志', en: 'Access log' },
    who: ['auditor'],
    scope: 'city',
    operation: { parameters: ['actor', 'on', 'cursor', 'limit'].map(query), ...giving({ type: 'object' }) },
    handle: async ({ query: asked }) => {
      const { actor, on, cursor, limit = '50' } = asked as Readonly<Record<string, string | undefined>>;
      if ((on !== undefined && !isDay(on)) || (cursor !== undefined && !/^\d{1,18}$/.test(cursor)) || !isLimit(limit))
        return problem('request.query');
      const items = await log.lines({ actor, on, before: cursor, limit: Number(limit) });
      const labelled = items.map((line) => ({ ...line, label: labelOf(String(line['method']), String(line['route'])) ?? null }));
      return { body: { items: labelled, next: items.length === Number(limit) ? (items.at(-1)?.['id'] ?? null) : null } };
    },
  };
}

/** The named members as texts of 1 to 200 signs; anything else in the body is refused. */
async function withTexts(
  request: EdgeRequest,
  names: readonly string[],
  act: (texts: Readonly<Record<string, string>>) => Promise<EdgeOutcome>,
): Promise<EdgeOutcome> {
  const body = isObject(request.body) ? request.body : {};
  const wrong = [...names.filter((name) => !isShortText(body[name])), ...Object.keys(body).filter((name) => !names.includes(name))];
  if (wrong.length === 0) return act(body as Record<string, string>);
  const errors = wrong.slice(0, 10).map((field) => ({
    field: field.slice(0, 64),
    code: 'text',
    text: { zh: '应为 1 至 200 个字符的文字，不得有多余字段', en: 'must be a text of 1 to 200 characters, and a field of this request' },
  }));
  return problem('payload.invalid', {}, { errors });
}

function isShortText(value: unknown): boolean {
  return typeof value === 'string' && value.length >= 1 && value.length <= 200;
}

function answered(outcome: object | Problem): EdgeOutcome {
  return isProblem(outcome) ? outcome : { body: outcome };
}

const TEXT: JsonObject = { type: 'string', minLength: 1, maxLength: 200 };
const HELD: JsonObject = { type: 'object', required: ['role', 'unit'], properties: { role: TEXT, unit: TEXT, organisation: TEXT } };
const SESSION: JsonObject = {
  type: 'object',
  required: ['token', 'expires', 'roles'],
  properties: {
    token: { type: 'string' },
    expires: { type: 'string', format: 'date-time' },
    roles: { type: 'array', items: HELD },
    mustChange: { type: 'boolean' },
    wall: { type: 'object', properties: { endsAt: { type: 'string', format: 'date-time' } } },
  },
};
const ONE_TIME: JsonObject = { type: 'object', required: ['account', 'password'], properties: { account: TEXT, password: TEXT } };

function giving(schema: JsonObject): JsonObject {
  return { responses: { '200': { description: 'Done', content: { 'application/json': { schema } } } } };
}

function taking(properties: JsonObject, answer: JsonObject): JsonObject {
  const schema = { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
  return { requestBody: { required: true, content: { 'application/json': { schema } } }, ...giving(answer) };
}
