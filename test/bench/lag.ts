import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { Client } from 'pg';
import type { StandaloneRun } from '#testing';
import { ReadSchema } from '../../libs/readside/schema';

export interface LagMeasure {
  readonly perSecond: number;
  readonly reached: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
}

interface Sent {
  readonly position: bigint;
  readonly acknowledgedAt: number;
}

/** From the acknowledgement of an append to the commit of its rows, at a steady rate over HTTP. Every acknowledged fact must become visible. */
export async function measureLag(ledger: StandaloneRun, token: string, perSecond: number, seconds: number): Promise<LagMeasure> {
  const schema = new ReadSchema(ledger.engines['LEDGER_PREFIX'] ?? '');
  const client = new Client({ connectionString: ledger.engines['DATABASE_URL'] });
  await client.connect();
  const waiting: Sent[] = [];
  const lags: number[] = [];
  let [reached, reachedAt] = [0n, 0];
  const settle = (): void => {
    while (waiting[0] && waiting[0].position <= reached) lags.push(Math.max(0, reachedAt - (waiting.shift()?.acknowledgedAt ?? 0)));
  };
  client.on('notification', ({ payload }) => {
    [reached, reachedAt] = [BigInt(payload ?? '0'), performance.now()];
    settle();
  });
  await client.query(`LISTEN "${schema.channel}"`);
  const began = performance.now();
  const sent = await steadily(perSecond, seconds, async (post) => {
    const position = await post(ledger.url, token);
    waiting.push({ position: BigInt(position), acknowledgedAt: performance.now() });
    waiting.sort((a, b) => (a.position < b.position ? -1 : 1));
    settle();
  });
  const took = (performance.now() - began) / 1_000;
  const until = Date.now() + 15_000;
  while (waiting.length > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  await client.end();
  if (lags.length !== sent) throw new Error(`${sent} facts were acknowledged, ${lags.length} became visible`);
  const sorted = lags.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
  return { perSecond, reached: Math.round(sent / took), p50Ms: at(0.5), p99Ms: at(0.99), p999Ms: at(0.999) };
}

/** Open loop: what is due is sent whether or not the former ones were answered. Answers how many were acknowledged. */
async function steadily(perSecond: number, seconds: number, one: (post: typeof postWish) => Promise<void>): Promise<number> {
  const total = perSecond * seconds;
  const began = performance.now();
  const running: Promise<void>[] = [];
  while (running.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1_000) * perSecond));
    while (running.length < due) running.push(one(postWish));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(running);
  return running.length;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const BODY = JSON.stringify({ text: '希望社区广场多装几盏路灯,晚上散步安全些', unit: '330681001001' });

function postWish(url: string, token: string): Promise<string> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(BODY), 'idempotency-key': randomUUID(), authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    const asked = request(new URL(`/api/wishes/l-${randomUUID().slice(0, 30)}/post`, url), { method: 'POST', agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const text = Buffer.concat(parts).toString();
        if (response.statusCode === 200) resolve((JSON.parse(text) as { position: string }).position);
        else reject(new Error(`${response.statusCode} ${text.slice(0, 300)}`));
      });
    });
    asked.on('error', reject);
    asked.end(BODY);
  });
}
