import { Client } from 'pg';
import { until } from '#embedded';
import { openFacts, type RecordedFact } from '#ledger';
import { InMemoryLedger, startEngines, type Engines } from '#testing';
import { ReadSide } from './reading';
import { forgetPersonal, rebuildView, rollbackView } from './rebuild';
import { redriveStream } from './redrive';
import { runViews, type RunnerState } from './runner';
import { counts, subjects, things, thingsView } from './things.fixture';
import type { ViewSpec } from './view';

jest.setTimeout(60_000);

let engines: Engines;
let prefix: string;
let ledger: InMemoryLedger;
let next = 0;
const running: { stop: AbortController; done: Promise<void> }[] = [];

beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => {
  await engines?.stop();
});
beforeEach(() => {
  prefix = `${engines.prefix}${next++}_`;
  ledger = new InMemoryLedger([things, subjects]);
});
afterEach(stopAll);

async function stopAll(): Promise<void> {
  for (const one of running.splice(0)) {
    one.stop.abort();
    await one.done;
  }
}

function project(
  views: readonly ViewSpec[],
  batchMax = 100,
): { state(): RunnerState | undefined; stop(): Promise<void>; done: Promise<void> } {
  const stop = new AbortController();
  let state: RunnerState | undefined;
  const databaseUrl = engines.databaseUrl;
  const { keys } = ledger;
  const personal = {
    open: (facts: readonly RecordedFact[]) => openFacts(facts, keys),
    restrict: keys.restrict.bind(keys),
    lift: keys.lift.bind(keys),
    erase: keys.erase.bind(keys),
  };
  const renew = async (one: ViewSpec): Promise<void> => void (await rebuildView({ ledger, databaseUrl, prefix, view: one }));
  const done = runViews({
    ledger,
    databaseUrl,
    prefix,
    views,
    signal: stop.signal,
    batchMax,
    personal,
    renew,
    onState: (now) => (state = now),
  });
  const one = { stop, done: done.catch(() => undefined) };
  running.push(one);
  return { state: () => state, done, stop: async () => (stop.abort(), await done) };
}

async function record(
  id: string,
  type: string,
  data: RecordedFact['data'] = { name: id },
  options: { category?: string; personal?: readonly string[]; at?: string } = {},
): Promise<string> {
  const stream = { category: options.category ?? 'things', id };
  const { revision } = await ledger.readStream(stream);
  const meta = {
    v: 1 as const,
    submission: crypto.randomUUID(),
    digest: '0'.repeat(64),
    action: 'name',
    actor: { account: 'zhou', role: 'registrar', unit: '330681' },
    authority: { kind: 'clause' as const, power: 'territory.govern', clause: '1' },
    refs: [],
    occurredOn: '2021-06-15',
    recordedAt: options.at ?? '2021-06-15T02:00:00.000Z',
    source: { kind: 'web' as const },
    trace: '0'.repeat(32),
  };
  return (await ledger.append({ stream, at: revision, facts: [{ type, data, subjects: [] }], meta, personal: options.personal ?? [] }))
    .position;
}

async function eventually(condition: () => Promise<boolean>, withinMs = 10_000): Promise<void> {
  expect(await until(condition, withinMs)).toBe(true);
}

async function sql<T extends object>(text: string): Promise<T[]> {
  const client = new Client({ connectionString: engines.databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(text.replaceAll('READ.', `"${prefix}read".`))).rows;
  } finally {
    await client.end();
  }
}

/** Ends the connection that holds this test's views, and no other test's. */
function killProjector(): string {
  return `SELECT pg_terminate_backend(l.pid) FROM pg_locks l
    WHERE l.locktype = 'advisory' AND ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended('${prefix}read:counts', 0)`;
}

async function reach(position: string): Promise<void> {
  const reading = new ReadSide({ databaseUrl: engines.databaseUrl, prefix, views: [counts], city: '330681' });
  try {
    await eventually(
      async () =>
        reading.waitFor(position, 500).then(
          () => true,
          () => false,
        ),
      20_000,
    );
  } finally {
    await reading.close();
  }
}

const digests = (): Promise<{ view: string; digest: string }[]> =>
  sql(`SELECT view, digest FROM READ.checkpoints WHERE view NOT LIKE '~%' ORDER BY view`);

test('the first projector writes, the second waits for it and goes on where it ended', async () => {
  await record('a', 'ThingNamed');
  const first = project([thingsView(1, 'refuse'), counts]);
  await reach(await ledger.head());
  const second = project([thingsView(1, 'refuse'), counts]);
  await eventually(async () => second.state()?.phase === 'standby');
  await record('b', 'ThingNamed');
  await reach(await ledger.head());
  expect(second.state()?.phase).toBe('standby');
  await first.stop();
  await record('c', 'ThingNamed');
  await reach(await ledger.head());
  expect(await sql('SELECT count FROM READ.thing_counts')).toEqual([{ count: 3 }]);
});

test('its connection killed in the middle, the projector comes back and nothing is there twice', async () => {
  project([thingsView(1, 'refuse'), counts], 7);
  for (let round = 0; round < 6; round++) {
    for (let one = 0; one < 20; one++) await record(`t${one}`, 'ThingNamed');
    await eventually(async () => (await sql(killProjector())).length > 0);
  }
  await reach(await ledger.head());
  expect(await sql('SELECT count FROM READ.thing_counts')).toEqual([{ count: 120 }]);
  const before = await digests();
  const report = await rebuildView({ ledger, databaseUrl: engines.databaseUrl, prefix, view: counts });
  expect(report).toMatchObject({ equal: true, swapped: true, facts: 120 });
  expect(await digests()).toEqual(before);
});

test('a rebuild beside the running projector finds what was altered, swaps, is undone by one command, and twice changes nothing', async () => {
  const spec = thingsView(1, 'refuse');
  project([spec, counts]);
  for (const id of ['a', 'b', 'c', 'd']) await record(id, 'ThingNamed', { name: `${id}\t\\N"{}\n暨阳` });
  await record('d', 'ThingGone');
  await reach(await ledger.head());
  await sql(`UPDATE READ.things SET name = '改' WHERE key = 'a'`);
  await sql(`DELETE FROM READ.things WHERE key = 'b'`);
  const options = { ledger, databaseUrl: engines.databaseUrl, prefix, view: spec };
  const dry = await rebuildView({ ...options, dry: true });
  expect(dry).toMatchObject({ equal: false, swapped: false });
  expect(dry.differences.find((one) => one.table === 'things')).toEqual({
    table: 'things',
    rows: 3,
    missing: 1,
    extra: 0,
    different: 1,
    samples: [
      { key: 'a', is: 'different' },
      { key: 'b', is: 'missing' },
    ],
  });
  expect(await rebuildView(options)).toMatchObject({ equal: false, swapped: true });
  expect(await sql('SELECT key, name FROM READ.things ORDER BY key')).toEqual(
    ['a', 'b', 'c'].map((key) => ({ key, name: `${key}\t\\N"{}\n暨阳` })),
  );
  await rollbackView(options);
  expect(await sql(`SELECT name FROM READ.things WHERE key = 'a'`)).toEqual([{ name: '改' }]);
  await rollbackView(options);
  await record('e', 'ThingNamed');
  await reach(await ledger.head());
  const twice = [await rebuildView(options), await rebuildView(options)];
  expect(twice.map((report) => [report.equal, report.digest.served === report.digest.rebuilt])).toEqual([
    [true, true],
    [true, true],
  ]);
  await record('f', 'ThingNamed');
  await reach(await ledger.head());
  await eventually(async () => (await sql('SELECT key FROM READ.things')).length === 5);
});

test('a raised version, and changed columns too, are rebuilt before following', async () => {
  const first = project([thingsView(1, 'refuse'), counts]);
  await record('a', 'ThingNamed', { name: '暨阳' });
  await reach(await ledger.head());
  await first.stop();
  project([thingsView(2, 'refuse', { length: 'integer' }), counts]);
  await record('b', 'ThingNamed', { name: '浣' });
  await reach(await ledger.head());
  await eventually(async () => (await sql('SELECT key FROM READ.things')).length === 2);
  expect(await sql('SELECT key, length FROM READ.things ORDER BY key')).toEqual([
    { key: 'a', length: 2 },
    { key: 'b', length: 1 },
  ]);
  expect(await sql(`SELECT version, generation FROM READ.checkpoints WHERE view = 'things'`)).toEqual([{ version: 2, generation: 2 }]);
});

test('a parked stream is told, driven again by command once it can be taken, and equal to a rebuild', async () => {
  const projector = project([thingsView(1, 'refuse'), counts]);
  await record('a', 'ThingNamed');
  await record('a', 'ThingOdd');
  await record('a', 'ThingNamed', { name: '后' });
  await record('b', 'ThingNamed');
  await reach(await ledger.head());
  await eventually(async () => projector.state()?.parked.some((one) => one.queued === 2) === true);
  expect(projector.state()?.parked).toMatchObject([{ view: 'things', stream: 'things-a', type: 'ThingOdd', reason: 'odd', queued: 2 }]);
  const options = { databaseUrl: engines.databaseUrl, prefix, stream: 'things-a' };
  expect(await redriveStream({ ...options, view: thingsView(1, 'refuse') })).toEqual({ applied: 0, waiting: 1, reason: 'odd' });
  expect(await redriveStream({ ...options, view: thingsView(1, 'take') })).toEqual({ applied: 2, waiting: 0, reason: undefined });
  expect(await sql('SELECT key, name FROM READ.things ORDER BY key')).toEqual([
    { key: 'a', name: '后' },
    { key: 'b', name: 'b' },
  ]);
  await record('a', 'ThingNamed', { name: '末' });
  await reach(await ledger.head());
  await eventually(async () => (await sql(`SELECT key FROM READ.things WHERE name = '末'`)).length === 1);
  expect(await rebuildView({ ledger, ...options, view: thingsView(1, 'take') })).toMatchObject({ equal: true });
});

test('plain personal values follow the keys: filled, hidden, shown again, gone', async () => {
  const subject = 'p-aaaaaaaaaaaaaaaaaaaaaaaaaa';
  project([thingsView(1, 'refuse'), counts]);
  await record('a', 'ThingNamed', { name: { subject, purpose: 'card', mask: '张*', veil: 0 } }, { personal: ['张三'] });
  const values = (): Promise<object[]> => sql('SELECT subject, purpose, field, value FROM READ.personal');
  await reach(await ledger.head());
  await eventually(async () => (await values()).length === 1);
  expect(await values()).toEqual([{ subject, purpose: 'card', field: 'name', value: '张三' }]);
  await record(subject, 'SubjectRestricted', { name: 'x' }, { category: 'subjects' });
  await eventually(async () => (await sql('SELECT FROM READ.personal WHERE value IS NULL')).length === 1);
  await record(subject, 'SubjectRestrictionLifted', { name: 'x' }, { category: 'subjects' });
  await eventually(async () => (await sql('SELECT FROM READ.personal WHERE value IS NOT NULL')).length === 1);
  expect(await values()).toEqual([{ subject, purpose: 'card', field: 'name', value: '张三' }]);
  await record(subject, 'SubjectErased', { name: 'x' }, { category: 'subjects', at: '2030-01-01T00:00:00.000Z' });
  await eventually(async () => (await values()).length === 0);
  const held = await sql<{ text: string }>(
    `SELECT t::text AS text FROM READ.things t UNION ALL SELECT h::text FROM READ.things__history h`,
  );
  expect(held.some((row) => row.text.includes('张三'))).toBe(false);
});

test('a log that is not the one of the checkpoint ends the projector loudly', async () => {
  const first = project([thingsView(1, 'refuse'), counts]);
  await record('a', 'ThingNamed');
  await reach(await ledger.head());
  await first.stop();
  ledger = new InMemoryLedger([things, subjects]);
  await record('z', 'ThingNamed');
  await expect(project([thingsView(1, 'refuse'), counts]).done).rejects.toMatchObject({ code: 'ledger.halted' });
  for (const spec of [thingsView(1, 'refuse'), counts])
    await rebuildView({ ledger, databaseUrl: engines.databaseUrl, prefix, view: spec, fresh: true });
  await forgetPersonal({ databaseUrl: engines.databaseUrl, prefix });
  expect(await sql('SELECT key FROM READ.things')).toEqual([{ key: 'z' }]);
  project([thingsView(1, 'refuse'), counts]);
  await record('y', 'ThingNamed');
  await reach(await ledger.head());
  expect(await sql('SELECT key FROM READ.things ORDER BY key')).toEqual([{ key: 'y' }, { key: 'z' }]);
});
