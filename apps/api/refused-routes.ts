import type { DurableAccessLog, RefusedLine } from '#access';
import { holdsPersonalNumber, type ActionSpec, type Contract } from '#contracts';
import { generalWords, LIST_SCHEMA, problem, type Categories, type EdgeOutcome, type EdgeRequest, type RouteSpec } from '#gateway';
import type { Day, JsonObject, Label } from '#kernel';
import type { Position } from '#ledger';
import { query } from './history-routes';

export interface RefusedParts {
  readonly categories: Categories;
  readonly log: Pick<DurableAccessLog, 'refusals'>;
  readonly today: () => Day;
  readonly reading: { readonly position: Position };
}

/**
 * `GET /api/submissions/refused`: what the signed-in account asked for and was refused, from whatever device, newest first. From the access log, which
 * holds who asked for what and the code of the answer, never what was in it: so the sentences are without their values.
 */
export function refusedRoutes(parts: RefusedParts): readonly RouteSpec[] {
  const actions: ReadonlyMap<string, Asked> = new Map(
    [...parts.categories.values()].flatMap(({ contract }) =>
      Object.entries(contract.actions).map(
        ([name, action]) => [`/api/${contract.category}/:id/${name}`, { contract, name, action }] as const,
      ),
    ),
  );
  const told = (line: RefusedLine): readonly JsonObject[] => {
    const asked = actions.get(line.route);
    const words = asked?.contract.refusals[line.code] ?? generalWords(line.code);
    if (!asked || !words) return [];
    const { contract, name, action } = asked;
    return [
      {
        at: line.at,
        category: contract.category,
        categoryLabel: { ...contract.label },
        id: idOf(line.target, contract.id.pattern),
        action: name,
        actionLabel: { ...action.label },
        status: line.status,
        code: line.code,
        text: { ...unfilled({ zh: words.zh, en: words.en }) },
        next: { ...unfilled(words.next) },
      },
    ];
  };
  return [
    {
      method: 'GET',
      path: '/api/submissions/refused',
      label: { zh: '我被退回的', en: 'What I was refused' },
      who: 'known',
      scope: 'own',
      operation: {
        tags: ['history'],
        parameters: ['cursor', 'limit'].map((name) => query(name)),
        responses: {
          '200': { description: 'Own refusals, newest first', content: { 'application/json': { schema: LIST_SCHEMA(REFUSED) } } },
        },
      },
      handle: (request) => refused(request, [...actions.keys()], told, parts),
    },
  ];
}

interface Asked {
  readonly contract: Contract;
  readonly name: string;
  readonly action: ActionSpec;
}

async function refused(
  { known, query: asked }: EdgeRequest,
  routes: readonly string[],
  told: (line: RefusedLine) => readonly JsonObject[],
  { log, today, reading }: RefusedParts,
): Promise<EdgeOutcome> {
  if (!known) return problem('access.login');
  const { cursor, limit = '50', ...others } = asked as Readonly<Record<string, string | undefined>>;
  if (Object.keys(others).length > 0 || (cursor !== undefined && !/^\d{1,18}$/.test(cursor)) || !/^([1-9]\d?|[1-4]\d\d|500)$/.test(limit))
    return problem('request.query');
  const lines = await log.refusals({ account: known.account, routes, before: cursor, limit: Number(limit) });
  const next = lines.length === Number(limit) ? (lines.at(-1)?.id ?? null) : null;
  return {
    body: { items: lines.flatMap(told), next, asOf: today(), knownAt: null, position: reading.position },
    position: reading.position,
  };
}

/** The stream it was about, where the address names one that could be; an address that shows a person is not repeated. */
function idOf(target: string, pattern: string): string | null {
  try {
    const id = decodeURIComponent(target.split('?', 1)[0]?.split('/')[3] ?? '');
    return new RegExp(pattern, 'u').test(id) && !holdsPersonalNumber(id) ? id : null;
  } catch {
    return null;
  }
}

function unfilled({ zh, en }: Label): Label {
  return { zh: zh.replace(/\{\w+\}/g, '…'), en: en.replace(/\{\w+\}/g, '…') };
}

const LABEL: JsonObject = { type: 'object', required: ['zh', 'en'], properties: { zh: { type: 'string' }, en: { type: 'string' } } };
const REFUSED: JsonObject = {
  type: 'object',
  required: ['at', 'category', 'id', 'action', 'actionLabel', 'status', 'code', 'text', 'next'],
  properties: {
    at: { type: 'string', format: 'date-time' },
    category: { type: 'string' },
    categoryLabel: LABEL,
    id: { type: ['string', 'null'] },
    action: { type: 'string' },
    actionLabel: LABEL,
    status: { type: 'integer' },
    code: { type: 'string' },
    text: { ...LABEL, description: 'What was wrong; values are not in the log and stand as …' },
    next: LABEL,
  },
};
