import { request, type IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import fastify, { type FastifyInstance } from 'fastify';
import { packed, PACKED_BYTES_MIN } from './compressing';

const rows = JSON.stringify({ items: Array.from({ length: 200 }, (_, i) => ({ id: i, text: '楼道照明维修' })) });
const same = Buffer.from(rows);
let app: FastifyInstance;
let base: string;

beforeAll(async () => {
  app = fastify();
  app.addHook('onSend', packed);
  const json = 'application/json; charset=utf-8';
  app.get('/rows', (_request, reply) => reply.header('content-type', json).send(rows));
  app.get('/kept', (_request, reply) => reply.header('content-type', json).header('etag', 'W/"a"').send(same));
  app.get('/named', (_request, reply) => reply.header('content-type', json).header('etag', '"3"').send(rows));
  app.get('/short', (_request, reply) => reply.header('content-type', json).send(`"${'x'.repeat(PACKED_BYTES_MIN - 3)}"`));
  app.get('/file', (_request, reply) => reply.header('content-type', 'application/pdf').send(same));
  app.post('/rows', (_request, reply) => reply.header('content-type', json).send(rows));
  base = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => app.close());

/** The bytes as they come: what unpacks by itself would hide whether they were packed. */
async function ask(
  path: string,
  accepted?: string,
  method: 'GET' | 'POST' = 'GET',
): Promise<{ status: number; headers: IncomingMessage['headers']; bytes: Buffer }> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(base + path, { method, headers: accepted === undefined ? {} : { 'accept-encoding': accepted } }, resolve)
      .on('error', reject)
      .end();
  });
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  return { status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(parts) };
}

describe('an answer', () => {
  it.each(['/rows', '/kept'])('%s goes out packed to who takes it, and is the same unpacked', async (url) => {
    for (const accepted of ['gzip', 'br, gzip;q=0.5', '*', 'GZIP']) {
      const answer = await ask(url, accepted);
      expect(answer.headers).toMatchObject({
        'content-encoding': 'gzip',
        vary: 'accept-encoding',
        'content-length': String(answer.bytes.length),
      });
      expect(gunzipSync(answer.bytes).toString()).toBe(rows);
      expect(answer.bytes.length).toBeLessThan(rows.length / 4);
    }
  });

  it('goes out as it is to who does not, and says that it may be otherwise', async () => {
    for (const accepted of [undefined, '', 'br', 'gzip;q=0', 'identity', '*;q=0']) {
      const answer = await ask('/rows', accepted);
      expect([accepted, answer.headers['content-encoding'], answer.headers['vary'], answer.bytes.toString() === rows]).toEqual([
        accepted,
        undefined,
        'accept-encoding',
        true,
      ]);
    }
  });

  it.each([
    ['/short', 'GET'],
    ['/named', 'GET'],
    ['/file', 'GET'],
    ['/rows', 'POST'],
  ] as const)('%s to a %s is never packed', async (url, method) => {
    const answer = await ask(url, 'gzip', method);
    expect([answer.status, answer.headers['content-encoding']]).toEqual([200, undefined]);
  });
});
