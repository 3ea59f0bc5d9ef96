import type { JsonObject } from '#kernel';
import type { Position } from '#ledger';
import type { RouteSpec } from './route';
import { openApiOf } from './openapi';

export interface Health {
  /** Each part that must be reached, with what is wrong with it (undefined: nothing). */
  check(): Promise<Readonly<Record<string, string | undefined>>>;
  /** Facts recorded but not yet in the rows, as positions. */
  lag(): Promise<{ readonly recorded: Position; readonly shown: Position; readonly behind_ms: number }>;
  /** What every screen must know of this ledger: its city, and whether its data are synthetic (演示数据). */
  readonly about: { readonly city: string; readonly synthetic: boolean };
}

/** Views may lag this much and still be ready. */
export const LAG_MS_MAX = 10_000;

const JSON_ANSWER: JsonObject = {
  responses: { '200': { description: 'OK', content: { 'application/json': { schema: { type: 'object' } } } } },
};
const open = { method: 'GET', who: 'public', scope: 'none', quiet: true, operation: JSON_ANSWER } as const;

/** Health and documentation. `all` is the list of every route, this one's own included; what it documents is open on a machine of one's own alone. */
export function systemRoutes(health: Health, all: () => readonly RouteSpec[], docs: 'public' | 'known'): readonly RouteSpec[] {
  let document: JsonObject | undefined;
  const documented = (): JsonObject => (document ??= openApiOf(all(), { zh: '城市治理账本', en: 'City governance ledger' }));
  return [
    {
      ...open,
      path: '/healthz',
      label: { zh: '存活', en: 'Alive' },
      handle: () => Promise.resolve({ body: { alive: true, ...health.about } }),
    },
    { ...open, path: '/readyz', label: { zh: '就绪', en: 'Ready' }, handle: () => ready(health) },
    {
      ...open,
      who: docs,
      path: '/api/openapi.json',
      label: { zh: '接口说明（机读）', en: 'OpenAPI' },
      handle: () => Promise.resolve({ body: documented() }),
    },
    {
      ...open,
      who: docs,
      path: '/api/docs',
      label: { zh: '接口说明', en: 'Documentation' },
      operation: { responses: { '200': { description: 'HTML', content: { 'text/html': { schema: { type: 'string' } } } } } },
      handle: ({ reply }) => {
        void reply.header('content-type', 'text/html; charset=utf-8').send(docsPage(all()));
        return Promise.resolve('handled');
      },
    },
  ];
}

async function ready(health: Health): Promise<{ readonly status: number; readonly body: JsonObject }> {
  const [parts, lag] = await Promise.all([health.check(), health.lag()]);
  const wrong = Object.entries(parts).filter(([, fault]) => fault !== undefined);
  const isReady = wrong.length === 0 && lag.behind_ms <= LAG_MS_MAX;
  const body = {
    ready: isReady,
    parts: Object.fromEntries(Object.entries(parts).map(([name, fault]) => [name, fault ?? 'ok'])),
    lag: { ...lag, max_ms: LAG_MS_MAX },
  };
  return { status: isReady ? 200 : 503, body };
}

/** Plain HTML without scripts: the list of routes a person can read; machines take the JSON. */
function docsPage(routes: readonly RouteSpec[]): string {
  const rows = [...routes]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(
      (route) =>
        `<tr><td><code>${route.method}</code></td><td><code>${escaped(route.path)}</code></td><td>${escaped(route.label.zh)}</td><td>${escaped(route.label.en)}</td><td>${escaped(typeof route.who === 'string' ? route.who : route.who.join(' '))}</td></tr>`,
    );
  return `<!doctype html><html lang="zh"><meta charset="utf-8"><title>接口说明</title><style>body{font:16px/1.5 system-ui;margin:2rem}td{padding:.2rem .8rem;border-bottom:1px solid #ddd}</style>
<h1>城市治理账本 · 接口说明</h1><p><a href="/api/openapi.json">openapi.json</a></p><table><tbody>${rows.join('')}</tbody></table></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
