import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { TEXT, UNIT } from './facts';

const BODY = JSON.stringify({ text: TEXT, unit: UNIT });

/** As lean a client as Node has, its connections kept: posts a wish under an id of its own. Answers its position; rejects unless it was recorded. */
export function wishPoster(url: string, token: string, connections: number): () => Promise<string> {
  const { hostname: host, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const always = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(BODY), authorization: `Bearer ${token}` };
  return () =>
    new Promise((resolve, reject) => {
      const path = `/api/wishes/w-${randomUUID().slice(0, 30)}/post`;
      const headers = { ...always, 'idempotency-key': randomUUID() };
      const asked = request({ host, port, path, method: 'POST', agent, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          if (response.statusCode === 200) resolve((JSON.parse(text) as { position: string }).position);
          else reject(new Error(`${response.statusCode} ${text.slice(0, 500)}`));
        });
      });
      asked.on('error', reject);
      asked.end(BODY);
    });
}
