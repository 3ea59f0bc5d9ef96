import type { RouteSpec } from '#gateway';
import type { Json, JsonObject, Label } from '#kernel';
import { SUBJECTS } from './history-reading';

/** What else a search finds or a history is narrowed to. */
const FOUND: Readonly<Record<string, Label>> = {
  stream: { zh: '对象', en: 'Thing' },
  q: { zh: '检索', en: 'Search' },
  voucher: { zh: '凭证', en: 'Voucher' },
  person: { zh: '任职人', en: 'Person in a role' },
};

/** `GET /api/history/subjects`: kinds of subject with their names. Says nothing of any ledger, so it is open. */
export const subjectKindsRoute: RouteSpec = {
  method: 'GET',
  path: '/api/history/subjects',
  label: { zh: '可按什么查历史', en: 'What a history is asked by' },
  who: 'public',
  scope: 'none',
  operation: {
    tags: ['history'],
    responses: {
      '200': {
        description: 'Kinds of subject in words; `asked` ones are members of the query of /api/history',
        content: { 'application/json': { schema: schema() } },
      },
    },
  },
  handle: () => Promise.resolve({ body: { items: [...kinds(SUBJECTS, true), ...kinds(FOUND, false)] as unknown as Json } }),
};

function kinds(labels: Readonly<Record<string, Label>>, asked: boolean): readonly JsonObject[] {
  return Object.entries(labels).map(([kind, { zh, en }]) => ({ kind, label: { zh, en }, asked }));
}

function schema(): JsonObject {
  const label = { type: 'object', required: ['zh', 'en'], properties: { zh: { type: 'string' }, en: { type: 'string' } } };
  const item = {
    type: 'object',
    required: ['kind', 'label', 'asked'],
    properties: { kind: { type: 'string' }, label, asked: { type: 'boolean' } },
  };
  return { type: 'object', required: ['items'], properties: { items: { type: 'array', items: item } } };
}
