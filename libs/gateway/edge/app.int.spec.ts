import { once } from 'node:events';
import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { createEdge, type EdgeParts } from './app';
import type { RouteSpec } from './route';

const parts = (more: Partial<EdgeParts>): EdgeParts =>
  ({
    submissions: {},
    controllers: {},
    access: {},
    accessLog: {},
    position: () => '0',
    log: () => undefined,
    ...more,
  }) as unknown as EdgeParts;
const taken = { takes: () => true };
const access = {
  identities: { identify: () => Promise.resolve(undefined) },
  perAddress: taken,
  perAccount: taken,
  logins: taken,
  anyone: taken,
} as unknown as EdgeParts['access'];
const things = {
  path: '/api/things',
  label: { zh: '事项', en: 'Things' },
  scope: 'city',
  quiet: true,
  operation: {},
  handle: () => Promise.resolve({ body: {} }),
} as const;
const hidden = (fastify: FastifyInstance): Promise<void> => Promise.resolve(void fastify.get('/hidden', () => 'seen'));

/** Default deny begins before the first request: what nobody declared who may ask for is never served. */
describe('an edge', () => {
  it('does not begin with a route that no list names', async () => {
    await expect(createEdge(parts({ plugins: hidden }))).rejects.toThrow('routes without declared access: GET /hidden');
  });

  it('does not begin without a route that a list names', async () => {
    const also = ['GET /hidden', 'GET /gone'];
    await expect(createEdge(parts({ plugins: hidden, also }))).rejects.toThrow('declared routes that are not served: GET /gone');
  });

  it('begins with exactly what the lists name, and answers addresses that are none in its own words', async () => {
    const route: RouteSpec = { ...things, method: 'GET', who: ['auditor'] };
    const app = await createEdge(parts({ controllers: { ThingController: [route] }, access }));
    try {
      await app.listen(0, '127.0.0.1');
      const base = await app.getUrl();
      for (const path of ['/%ff', '/api/%E0%A4%A', '/nothing']) {
        const answer = await fetch(base + path);
        expect([path, answer.status, answer.headers.get('content-type'), answer.headers.get('ledger-position')]).toEqual([
          path,
          404,
          'application/problem+json; charset=utf-8',
          '0',
        ]);
        expect(await answer.json()).toMatchObject({ code: 'route.unknown', detailZh: '没有这个地址' });
      }
      expect((await fetch(`${base}/api/things`)).status).toBe(401);
    } finally {
      await app.close();
    }
  });

  it('hears out who sends too much, so that the refusal arrives instead of a broken connection', async () => {
    const route: RouteSpec = { ...things, method: 'POST', who: 'public' };
    const app = await createEdge(parts({ controllers: { ThingController: [route] }, access }));
    try {
      await app.listen(0, '127.0.0.1');
      const port = Number(new URL(await app.getUrl()).port);
      for (let round = 0; round < 5; round++) expect(await sentWhole(port, 16)).toEqual([413, 404]);
    } finally {
      await app.close();
    }
  });
});

/** Sends so many MiB of JSON to the end, and asks for another thing on the same connection. Statuses of both; throws when the connection breaks before. */
async function sentWhole(port: number, mib: number): Promise<readonly number[]> {
  const socket = connect(port, '127.0.0.1');
  const closed = once(socket, 'close');
  let answered = '';
  socket.on('data', (bytes) => (answered += bytes.toString('latin1')));
  socket.write(`POST /api/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${mib * 2 ** 20}\r\n\r\n`);
  for (let sent = 0; sent < mib; sent++) if (!socket.write(Buffer.alloc(2 ** 20, 32))) await once(socket, 'drain');
  socket.write('GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  await closed;
  return [...answered.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
}
