import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { JsonObject } from '#kernel';
import type { StandaloneRun } from '#testing';
import { readEnvironment } from '../../apps/environment';
import { wire, type Wired } from '../../apps/wiring';
import { metaOf, TEXT, UNIT } from './facts';

const FACTS_PER_STREAM = 4;
const IN_FLIGHT = 64;
const APPS = ['api', 'projector', 'reactor', 'eventstore'] as const;
const RSS_MIB_MAX = 400;

/** Adds `count` facts, waits until all rows are there, and reads what each process holds and held at most. */
export async function measureMemory(ledger: StandaloneRun, count: number): Promise<readonly string[]> {
  const { appendedMs, visibleMs } = await filled(ledger, count);
  const lines = APPS.map((app) => `memory of ${app} with ${count} facts: ${rss(ledger, app)} (aim ≤ ${RSS_MIB_MAX} MiB)`);
  return [
    `${count} facts appended in ${(appendedMs / 1_000).toFixed(0)} s, all rows there after ${(visibleMs / 1_000).toFixed(0)} s`,
    ...lines,
  ];
}

/** Adds `count` facts and waits until all rows are there. */
export async function filled(ledger: StandaloneRun, count: number): Promise<{ readonly appendedMs: number; readonly visibleMs: number }> {
  const wired = await wire(readEnvironment(ledger.engines));
  try {
    const began = performance.now();
    const position = await fill(wired, Math.ceil(count / FACTS_PER_STREAM));
    const appendedMs = performance.now() - began;
    await visible(ledger, position, count);
    return { appendedMs, visibleMs: performance.now() - began };
  } finally {
    await wired.close();
  }
}

async function fill(wired: Wired, streams: number): Promise<string> {
  let left = streams;
  let last = 0n;
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const id = `m-${randomUUID().slice(0, 30)}`;
      const facts = FACTS.map((fact) => ({ ...fact, subjects: [`wish:${id}`, `unit:${UNIT}`] }));
      const { position } = await wired.ledger.append({ stream: { category: 'wishes', id }, at: -1, facts, meta: metaOf(), personal: [] });
      if (BigInt(position) > last) last = BigInt(position);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  return String(last);
}

const FACTS: readonly { readonly type: string; readonly data: JsonObject }[] = [
  { type: 'WishPosted', data: { text: TEXT, unit: UNIT } },
  { type: 'WishClaimed', data: { card: '96345-1' } },
  { type: 'WishGranted', data: {} },
  { type: 'WishConfirmed', data: {} },
];

/** Slower than this the projector is not meant to be. */
const FACTS_PER_SECOND_MIN = 300;

async function visible(ledger: StandaloneRun, position: string, count: number): Promise<void> {
  const until = Date.now() + 60_000 + (count / FACTS_PER_SECOND_MIN) * 1_000;
  while (Date.now() < until) {
    const response = await fetch(`${ledger.url}/readyz`);
    const { lag } = (await response.json()) as { lag?: { shown?: string } };
    if (BigInt(lag?.shown ?? '0') >= BigInt(position)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`the rows of ${count} facts did not appear in time`);
}

function rss(ledger: StandaloneRun, app: (typeof APPS)[number]): string {
  const pid = ledger.pidOf(app);
  if (pid === undefined) throw new Error(`${app} does not run`);
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mib = (name: string): number => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1_024);
  return `${mib('VmRSS')} MiB now, ${mib('VmHWM')} MiB at most`;
}
