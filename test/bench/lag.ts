import { Client } from 'pg';
import type { StandaloneRun } from '#testing';
import { ReadSchema } from '../../libs/readside/schema';
import { percentile } from './percentile';
import { wishPoster } from './wishes';

const CONNECTIONS = 64;
/** Of the same load before it counts: programs that have just started still compile what they run. */
const WARM_UP_S = 5;
const VISIBLE_WITHIN_MS = 15_000;

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

/**
 * From the acknowledgement of an append to the commit of its rows, at a steady rate over HTTP, after a warm-up at that rate. Every acknowledged
 * fact must become visible, those of the warm-up too.
 */
export async function measureLag(ledger: StandaloneRun, token: string, perSecond: number, seconds: number): Promise<LagMeasure> {
  const schema = new ReadSchema(ledger.engines['LEDGER_PREFIX'] ?? '');
  const client = new Client({ connectionString: ledger.engines['DATABASE_URL'] });
  await client.connect();
  const waiting: Sent[] = [];
  const lags: number[] = [];
  const cold: number[] = [];
  let counted = cold;
  let [reached, reachedAt] = [0n, 0];
  const settle = (): void => {
    while (waiting[0] && waiting[0].position <= reached) counted.push(Math.max(0, reachedAt - (waiting.shift()?.acknowledgedAt ?? 0)));
  };
  client.on('notification', ({ payload }) => {
    [reached, reachedAt] = [BigInt(payload ?? '0'), performance.now()];
    settle();
  });
  await client.query(`LISTEN "${schema.channel}"`);
  const post = wishPoster(ledger.url, token, CONNECTIONS);
  const one = async (): Promise<void> => {
    const position = await post();
    waiting.push({ position: BigInt(position), acknowledgedAt: performance.now() });
    waiting.sort((a, b) => (a.position < b.position ? -1 : 1));
    settle();
  };
  const warm = await steadily(perSecond, WARM_UP_S, one);
  await allVisible(waiting);
  if (cold.length !== warm) throw new Error(`${warm} facts were acknowledged, ${cold.length} became visible`);
  counted = lags;
  const began = performance.now();
  const sent = await steadily(perSecond, seconds, one);
  const took = (performance.now() - began) / 1_000;
  await allVisible(waiting);
  await client.end();
  if (lags.length !== sent) throw new Error(`${sent} facts were acknowledged, ${lags.length} became visible`);
  const at = (share: number): number => percentile(lags, share);
  return { perSecond, reached: Math.round(sent / took), p50Ms: at(0.5), p99Ms: at(0.99), p999Ms: at(0.999) };
}

async function allVisible(waiting: readonly Sent[]): Promise<void> {
  const until = Date.now() + VISIBLE_WITHIN_MS;
  while (waiting.length > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Open loop: what is due is sent whether or not the former ones were answered. Answers how many were acknowledged. */
async function steadily(perSecond: number, seconds: number, one: () => Promise<void>): Promise<number> {
  const total = perSecond * seconds;
  const began = performance.now();
  const running: Promise<void>[] = [];
  while (running.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1_000) * perSecond));
    while (running.length < due) running.push(one());
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(running);
  return running.length;
}
