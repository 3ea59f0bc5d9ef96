import { LIST_SCHEMA, readAnswer, type EdgeOutcome, type EdgeRequest, type RouteSpec } from '#gateway';
import type { JsonObject } from '#kernel';
import { ASKED_BY, factRows, readingHistory, WHO, type HistoryParts } from './history-reading';
import { briefFacts, shownFacts } from './shown-facts';

/** Every fact of one subject, of one stream, or found by a search. Auditors see all; clerks what concerns their own tree. */
export function historyRoutes(parts: HistoryParts): readonly RouteSpec[] {
  const list = {
    responses: {
      '200': {
        description: 'Facts, oldest first unless order=newest',
        content: { 'application/json': { schema: LIST_SCHEMA(FACT_SCHEMA) } },
      },
    },
  };
  const route = (path: string, zh: string, en: string, parameters: readonly JsonObject[]): RouteSpec => ({
    method: 'GET',
    path,
    label: { zh, en },
    who: WHO,
    scope: 'unit',
    operation: {
      tags: ['history'],
      parameters: [
        ...parameters,
        ...NARROWING,
        query('order', 'oldest (default) or newest'),
        query('brief', 'true: without data and changes, for long lists'),
        query('cursor'),
        query('limit'),
      ],
      ...list,
    },
    handle: (request) => history(request, parts),
  });
  return [
    route(
      '/api/history',
      '按对象查历史',
      'History of a subject',
      ASKED_BY.map((name) => query(name)),
    ),
    route('/api/history/:category/:id', '一个对象流的历史', 'History of a stream', [...STREAM_PATH, query('revision', 'This fact alone')]),
    route('/api/history/search', '检索历史', 'Search the history', [
      query('q', 'Payee account, amount in yuan, voucher hash, unit, account, or words'),
    ]),
  ];
}

async function history(request: EdgeRequest, parts: HistoryParts): Promise<EdgeOutcome> {
  return readingHistory(request, parts, async (read) => {
    const { items, next } = await factRows(read, parts);
    const { context, position } = read.asked;
    const shown = await (read.ask.brief ? briefFacts(items, parts, context) : shownFacts(items, parts, context, read.until));
    const answer = readAnswer({ items: shown, next }, context, read.until ?? position);
    return { ...answer, body: { ...(answer.body as JsonObject), knownAt: read.knownAt } };
  });
}

export function query(name: string, description = ''): JsonObject {
  return { name, in: 'query', description, schema: { type: 'string' } };
}

export const NARROWING: readonly JsonObject[] = [
  query('from', 'First day of the act'),
  query('until', 'Last day of the act'),
  query('knownAt', 'A day, or a position'),
];
export const STREAM_PATH: readonly JsonObject[] = ['category', 'id'].map((name) => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string' },
}));

const LABEL: JsonObject = { type: 'object', required: ['zh', 'en'], properties: { zh: { type: 'string' }, en: { type: 'string' } } };

/** A fact as it is answered everywhere. */
export const FACT_SCHEMA: JsonObject = {
  type: 'object',
  required: ['stream', 'revision', 'position', 'type', 'label', 'says', 'occurredOn', 'recordedAt', 'actor', 'authority', 'source', 'data'],
  properties: {
    stream: { type: 'string' },
    revision: { type: 'integer' },
    position: { type: 'string' },
    type: { type: 'string' },
    label: LABEL,
    categoryLabel: LABEL,
    says: LABEL,
    occurredOn: { type: 'string' },
    recordedAt: { type: 'string' },
    actor: { type: 'object' },
    authority: { type: 'object' },
    source: { type: 'object' },
    data: { type: 'object' },
    said: {
      type: 'array',
      description: 'The members of the data in words',
      items: { type: 'object', properties: { label: LABEL, text: LABEL } },
    },
    corrects: { type: ['string', 'null'], description: 'stream@revision of the fact it takes back' },
    correctedBy: { type: ['string', 'null'], description: 'stream@revision of the fact that takes it back' },
    changes: {
      type: ['array', 'null'],
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, label: LABEL, says: { type: 'object', properties: { before: LABEL, after: LABEL } } },
      },
    },
  },
};
