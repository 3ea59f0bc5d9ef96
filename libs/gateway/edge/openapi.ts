import type { Json, JsonObject } from '#kernel';
import type { RouteSpec } from './route';

/** OpenAPI 3.1 of a list of routes: the same list the router is made from. */
export function openApiOf(routes: readonly RouteSpec[], title: { readonly zh: string; readonly en: string }): JsonObject {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  }
  return {
    openapi: '3.1.0',
    info: { title: `${title.zh} · ${title.en}`, version: '1' },
    paths,
    components: { securitySchemes: { session: { type: 'http', scheme: 'bearer' } }, schemas: { Problem: PROBLEM } },
  };
}

function operationOf(route: RouteSpec): JsonObject {
  const open = route.who === 'public';
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[^A-Za-z0-9]+(\w)/g, (_whole, first: string) => first.toUpperCase())}`,
    summary: `${route.label.zh} · ${route.label.en}`,
    security: open ? [] : [{ session: [] }],
    'x-who': typeof route.who === 'string' ? route.who : [...route.who],
    'x-scope': route.scope,
    ...route.operation,
    responses: { ...(route.operation['responses'] as JsonObject | undefined), default: PROBLEM_ANSWER },
  };
}

const PROBLEM_ANSWER: JsonObject = {
  description: 'Refused: what is wrong and what can be done next',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const PROBLEM: JsonObject = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'detailZh', 'next', 'nextZh'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    detailZh: { type: 'string' },
    next: { type: 'string' },
    nextZh: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'code', 'detail', 'detailZh'],
        properties: { field: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' }, detailZh: { type: 'string' } },
      },
    },
  },
};
