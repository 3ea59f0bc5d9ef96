import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEventStore, startPostgres, type RunningEventStore, type RunningPostgres } from '#embedded';
import { startEngines, type Engines } from '#testing';
import { createLedger } from './create-ledger';
import { CONTRACTS, issue } from './ledger.fixture';
import { migrateLedger, type Migration, type MigrationOptions } from './migrating';
import { RawStore, type RawEvent } from './raw-events';

jest.setTimeout(120_000);

const STREAMS = 6;
const ROUNDS = 20;
const folder = mkdtempSync(join(tmpdir(), 'ledger-migrating-'));
let [engines, postgres, store]: [Engines, RunningPostgres, RunningEventStore] = [] as never;
beforeAll(async () => {
  engines = await startEngines();
  postgres = await startPostgres({ dataDir: join(folder, 'postgres'), databases: ['events'] });
  store = await startTarget(0);
  await fill(engines.eventStoreUrl, engines.prefix);
});
afterAll(async () => {
  await store.close();
  await postgres.stop();
  await engines.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('goes on where it was broken off, and where the target went away; every byte, id, revision and the order are then the same', async () => {
  const abort = new AbortController();
  const broken = migrate({ signal: abort.signal, onProgress: (step, done) => (step === 'copy' && done >= 30 ? abort.abort() : undefined) });
  await expect(broken).rejects.toMatchObject({ name: 'AbortError' });
  const half = await held(targetUrl(), engines.prefix);
  const whole = await held(engines.eventStoreUrl, engines.prefix);
  expect(half.length).toBeGreaterThan(0);
  expect(half.length).toBeLessThan(whole.length);
  expect(half).toEqual(whole.slice(0, half.length));

  let restart: Promise<void> | undefined;
  const migration = await migrate({
    onProgress: (step, done) => {
      if (step === 'copy' && done >= 60) restart ??= restartTarget();
    },
  });
  await restart;
  expect(await held(targetUrl(), engines.prefix)).toEqual(whole);
  expect(migration).toMatchObject({
    facts: whole.length,
    streams: STREAMS + 2,
    alreadyThere: half.length,
    copied: whole.length - half.length,
    differing: 0,
    differences: [],
    sourceGrew: false,
  });
  expect(migration.sha256.target).toBe(migration.sha256.source);
  expect(migration.source.eventId).toBe(whole.at(-1)?.id);
  expect(migration.target.eventId).toBe(whole.at(-1)?.id);
  expect(migration.appends).toBeLessThan(migration.copied);
});

it('copies nothing twice, and what was added since', async () => {
  expect(await migrate()).toMatchObject({ copied: 0, appends: 0, differing: 0 });
  await record(engines.eventStoreUrl, engines.prefix, [issue('later', -1)]);
  expect(await migrate()).toMatchObject({ copied: 1, appends: 1, differing: 0 });
});

it('says when facts came to the source meanwhile', async () => {
  const migration = await migrate({
    onProgress: once('compare', () => record(engines.eventStoreUrl, engines.prefix, [issue('meanwhile', -1)])),
  });
  expect(migration).toMatchObject({ copied: 0, differing: 0, sourceGrew: true });
  expect(await migrate()).toMatchObject({ copied: 1, alreadyThere: migration.facts, differing: 0, sourceGrew: false });
});

it('finds what somebody wrote into the target before it was compared, and copies no further', async () => {
  const migration = await migrate({ onProgress: once('compare', () => record(targetUrl(), engines.prefix, [issue('foreign', -1)])) });
  const stream = `${engines.prefix}cards-foreign`;
  expect(migration).toMatchObject({ differing: 1, differences: [{ stream, source: { count: 0 }, target: { count: 1 } }] });
  expect(migration.sha256.target).not.toBe(migration.sha256.source);
  await expect(migrate()).rejects.toMatchObject({ code: 'migrate.target-differs' });
});

it('refuses a target that holds other facts under these names, before writing anything', async () => {
  const prefix = `b_${engines.prefix}`;
  await fill(targetUrl(), prefix);
  await record(engines.eventStoreUrl, prefix, [issue('s0', -1, 1, 'another')]);
  const before = await held(engines.eventStoreUrl, prefix);
  await expect(migrate({ from: targetUrl(), to: engines.eventStoreUrl, prefix })).rejects.toMatchObject({ code: 'migrate.target-differs' });
  expect(await held(engines.eventStoreUrl, prefix)).toEqual(before);
});

it('copies into a server with TLS and accounts', async () => {
  const prefix = `c_${engines.prefix}`;
  await fill(targetUrl(), prefix);
  expect(await migrate({ from: targetUrl(), to: engines.eventStoreUrl, prefix })).toMatchObject({ streams: STREAMS + 2, differing: 0 });
  expect(await held(engines.eventStoreUrl, prefix)).toEqual(await held(targetUrl(), prefix));
});

it('refuses one server given twice, a source without the ledger, and a stream that was deleted', async () => {
  await expect(migrate({ to: engines.eventStoreUrl })).rejects.toMatchObject({ code: 'migrate.same-server' });
  await expect(migrate({ prefix: 'nobody_' })).rejects.toMatchObject({ code: 'migrate.source-empty' });
  const prefix = `d_${engines.prefix}`;
  await fill(targetUrl(), prefix);
  const target = raw(targetUrl());
  const name = `$$${prefix}cards-s0`;
  const truncates = {
    stream: name,
    revision: 0n,
    position: 0n,
    id: randomUUID(),
    type: '$metadata',
    contentType: 'application/json',
    created: '',
  };
  await target.append(name, 0n, [{ ...truncates, data: Buffer.from('{"$tb":3}'), metadata: new Uint8Array() }]);
  await target.close();
  await expect(migrate({ from: targetUrl(), to: engines.eventStoreUrl, prefix })).rejects.toMatchObject({ code: 'migrate.stream-touched' });
});

function migrate(more: Partial<MigrationOptions> = {}): Promise<Migration> {
  return migrateLedger({ from: engines.eventStoreUrl, to: targetUrl(), prefix: engines.prefix, contracts: CONTRACTS, ...more });
}

/** Does it at the first sign of a step, which waits for it. */
function once(awaited: string, work: () => Promise<void>): NonNullable<MigrationOptions['onProgress']> {
  let done = false;
  return (step) => {
    if (done || step !== awaited) return undefined;
    done = true;
    return work();
  };
}

function startTarget(port: number): Promise<RunningEventStore> {
  return startEventStore({ databaseUrl: postgres.url('events'), host: '127.0.0.1', port, insecure: true });
}

async function restartTarget(): Promise<void> {
  const { port } = store;
  await store.close();
  store = await startTarget(port);
}

function targetUrl(): string {
  return `esdb://127.0.0.1:${store.port}?tls=false`;
}

function raw(url: string): RawStore {
  return new RawStore(url, 30_000, undefined);
}

/** Interleaved streams, an append of several facts, and events whose bytes no JSON writer would write again. */
async function fill(url: string, prefix: string): Promise<void> {
  const requests = Array.from({ length: STREAMS * ROUNDS }, (_, n) => issue(`s${n % STREAMS}`, Math.floor(n / STREAMS) - 1));
  await record(url, prefix, [...requests, issue('many', -1, 40)]);
  const stream = `${prefix}funds-暨阳`;
  const odd = (n: number, contentType: string, data: string, metadata: string): RawEvent => ({
    ...{ stream, revision: BigInt(n), position: 0n, created: '', id: randomUUID(), type: '拨付', contentType },
    ...{ data: Buffer.from(data, 'latin1'), metadata: Buffer.from(metadata, 'latin1') },
  });
  const store = raw(url);
  try {
    await store.append(stream, 0n, [
      odd(0, 'application/json', '{ "fen": 1.0, "fen": 10e2, "\\u540d": "" }\n', '{"v" : 1}'),
      odd(1, 'application/octet-stream', '\x00\xff\xfe{', ''),
      odd(2, 'application/json', 'not json', '\xff'),
    ]);
  } finally {
    await store.close();
  }
}

async function record(url: string, prefix: string, requests: readonly ReturnType<typeof issue>[]): Promise<void> {
  const ledger = await createLedger({ url, prefix, contracts: CONTRACTS, limit_ms: 30_000 });
  try {
    for (const request of requests) await ledger.append(request);
  } finally {
    await ledger.close();
  }
}

/** Everything of a ledger in a server but where and when that server stored it. */
async function held(url: string, prefix: string): Promise<readonly Omit<RawEvent, 'position' | 'created'>[]> {
  const store = raw(url);
  const events: Omit<RawEvent, 'position' | 'created'>[] = [];
  try {
    for (let last = -1n; ;) {
      const page = (await store.page(last < 0n ? 'start' : last)).filter(({ position }) => position > last);
      const end = page.at(-1);
      if (!end) return events;
      last = end.position;
      for (const { position: _position, created: _created, ...event } of page) if (event.stream.startsWith(prefix)) events.push(event);
    }
  } finally {
    await store.close();
  }
}
