import { startEngines, startFaultProxy, type Engines, type FaultProxy } from '#testing';
import { uuid5 } from './ids';
import type { Ledger } from './ledger';
import type { RecordedFact } from './recorded';
import { again, CONTRACTS, FACT, Follower, issue } from './ledger.fixture';

/** `GONE_MS=60000` leaves the node away for a minute. */
const GONE_MS = Number(process.env['GONE_MS'] ?? 700);
jest.setTimeout(60_000 + GONE_MS);

let engines: Engines;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(() => engines.stop());

describe('append and read', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await engines.ledger(CONTRACTS);
  });
  afterAll(() => ledger.close());

  it('records facts with metadata, Chinese ids and texts, and reads the same back', async () => {
    const request = issue('诸暨-暨阳街道', -1, 2);
    const { revision, position } = await ledger.append(request);
    expect(revision).toBe(1);
    const { facts, revision: last } = await ledger.readStream(request.stream);
    expect(last).toBe(1);
    expect(facts.map(({ stream, type, data, meta }) => ({ stream, type, data, meta }))).toEqual(
      request.facts.map((fact) => ({
        stream: 'cards-诸暨-暨阳街道',
        type: fact.type,
        data: fact.data,
        meta: { ...request.meta, subjects: fact.subjects },
      })),
    );
    expect(facts[1]?.position).toBe(position);
    expect((await ledger.readStream(request.stream, 1)).facts).toEqual(facts.slice(1));
    expect(await ledger.readStream(request.stream, 2)).toEqual({ facts: [], revision: 1 });
    expect(await ledger.readStream({ category: 'cards', id: 'none' })).toEqual({ facts: [], revision: -1 });
  });

  it('answers a retry at the same revision as the first time, and another submission with the actual revision', async () => {
    const first = await ledger.append(issue('retried', -1));
    await ledger.append(issue('retried', 0));
    expect(await ledger.append(issue('retried', -1))).toMatchObject({ revision: first.revision, position: first.position });
    await expect(ledger.append(issue('retried', -1, 1, 'other'))).rejects.toMatchObject({ code: 'ledger.wrong-revision', actual: 1 });
    await expect(ledger.append(issue('retried', 7, 1, 'other'))).rejects.toMatchObject({ code: 'ledger.wrong-revision', actual: 1 });
    await expect(ledger.append(issue('unborn', 3))).rejects.toMatchObject({ code: 'ledger.wrong-revision', actual: -1 });
    expect((await ledger.readStream({ category: 'cards', id: 'retried' })).revision).toBe(1);
  });

  it('takes hundreds of appends and reads at once, in bounded streams', async () => {
    await Promise.all(Array.from({ length: 400 }, (_, n) => ledger.append(issue(`many-${n}`, -1))));
    const slices = await Promise.all(Array.from({ length: 400 }, (_, n) => ledger.readStream({ category: 'cards', id: `many-${n}` })));
    expect(slices.every((slice) => slice.revision === 0)).toBe(true);
  });

  it('reads a stream longer than a page whole and in order', async () => {
    for (let at = -1; at < 2_399; at += 400) await ledger.append(issue('long', at, 400));
    const { facts, revision } = await ledger.readStream({ category: 'cards', id: 'long' });
    expect(revision).toBe(2_399);
    expect(facts.map((fact) => fact.revision)).toEqual(Array.from({ length: 2_400 }, (_, n) => n));
  });
});

describe('follow', () => {
  let [ledger, proxied, proxy]: [Ledger, Ledger, FaultProxy] = [] as never;
  beforeAll(async () => {
    const url = new URL(engines.eventStoreUrl.replace(/^esdb/, 'http'));
    proxy = await startFaultProxy({ host: url.hostname, port: Number(url.port) });
    ledger = await engines.ledger(CONTRACTS);
    proxied = await engines.ledger(CONTRACTS, {
      url: engines.eventStoreUrl.replace(url.host, `127.0.0.1:${proxy.port}`),
      heartbeat_ms: 300,
      limit_ms: 1_000,
    });
  });
  afterAll(async () => {
    await Promise.all([ledger.close(), proxied.close()]);
    await proxy.close();
  });

  it('brings every fact of the declared categories once and in order, from the beginning and from a checkpoint', async () => {
    const all = new Follower(ledger, undefined, 50);
    await all.until(() => all.isLive);
    const middle = all.ends[Math.floor(all.ends.length / 2)];
    const rest = new Follower(ledger, middle, 500);
    const { position } = await ledger.append(issue('fresh', -1));
    await Promise.all([all.until(() => all.last === position), rest.until(() => rest.last === position)]);
    all.expectWhole();
    expect(rest.facts).toEqual(all.facts.filter((fact) => BigInt(fact.position) > BigInt(middle?.position ?? 0)));
    const pages: RecordedFact[] = [];
    for await (const page of ledger.readAll(middle?.position, 100)) pages.push(...page);
    expect(pages).toEqual(rest.facts);
    await Promise.all([all.stop(), rest.stop()]);
  });

  it('does not see another ledger on the same server', async () => {
    const other = await engines.ledger(CONTRACTS, { prefix: `x${engines.prefix}` });
    await other.append(issue('foreign', -1));
    const follower = new Follower(other, undefined, 10);
    await follower.until(() => follower.isLive && follower.facts.length > 0);
    expect(follower.facts.map((fact) => fact.stream)).toEqual(['cards-foreign']);
    expect((await ledger.readStream({ category: 'cards', id: 'foreign' })).revision).toBe(-1);
    await follower.stop();
    await other.close();
  });

  it.each([
    ['cut', (): void => proxy.cut()],
    ['half-open', (): void => proxy.halfOpen()],
    ['gone for a while', (): void => (proxy.refuse(), void setTimeout(() => proxy.resume(), GONE_MS))],
    ['stalled for a while', (): void => (proxy.stall(), void setTimeout(() => proxy.resume(), 1_500))],
  ])('goes on by itself after the connection was %s, each fact once', async (fault, strike) => {
    const follower = new Follower(proxied, await ledger.end(), 20);
    await follower.until(() => follower.isLive);
    const stream = `fault-${fault}`;
    for (let n = 0; n < 5; n++) await ledger.append(issue(stream, n - 1));
    strike();
    let position = '';
    // The client rejects all appends of a process when one connection breaks, those of sound connections too: so even these are tried again.
    for (let n = 5; n < 10; n++) ({ position } = await again(() => ledger.append(issue(stream, n - 1))));
    await follower.until(() => follower.last === position, 30_000 + GONE_MS);
    expect(follower.facts.map((fact) => fact.revision)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await follower.stop();
    expect(await again(() => proxied.append(issue(`after-${fault}`, -1)))).toMatchObject({ revision: 0 });
  });

  it('catches up over a connection that breaks again and again, whole and in order', async () => {
    const from = await ledger.end();
    for (let at = -1; at < 5_599; at += 400) await ledger.append(issue('caught-up', at, 400));
    const follower = new Follower(proxied, from, 300);
    for (const count of [300, 2_000, 4_000]) {
      await follower.until(() => follower.facts.length >= count);
      proxy.cut();
    }
    await follower.until(() => follower.isLive && follower.facts.length >= 5_600, 30_000);
    expect(follower.facts.map((fact) => fact.revision)).toEqual(Array.from({ length: 5_600 }, (_, n) => n));
    await follower.stop();
  });

  it('names what became of appends whose connection broke, and hangs none', async () => {
    proxy.delay(300);
    const appends = Array.from({ length: 60 }, (_, n) =>
      proxied.append(issue(`broken-${n}`, -1)).then(
        () => 'recorded',
        (reason: { code: string }) => reason.code,
      ),
    );
    setTimeout(() => proxy.cut(), 100);
    const outcomes = await Promise.all(appends);
    proxy.resume();
    expect(outcomes.filter((outcome) => !['recorded', 'ledger.unavailable', 'ledger.timeout'].includes(outcome))).toEqual([]);
    for (let n = 0; n < 60; n++) await again(() => proxied.append(issue(`broken-${n}`, -1)));
    const slices = await Promise.all(Array.from({ length: 60 }, (_, n) => ledger.readStream({ category: 'cards', id: `broken-${n}` })));
    expect(slices.every((slice) => slice.revision === 0)).toBe(true);
  });

  it('times an append out by itself when nothing answers', async () => {
    proxy.stall();
    await expect(proxied.append(issue('silent', -1))).rejects.toMatchObject({ code: 'ledger.timeout', outcome: 'unknown' });
    await expect(proxied.readStream({ category: 'cards', id: 'silent' })).rejects.toMatchObject({ code: 'ledger.timeout' });
    proxy.resume();
    await again(() => proxied.append(issue('silent', -1)));
    expect((await ledger.readStream({ category: 'cards', id: 'silent' })).revision).toBe(0);
  });

  it('halts when the log is not the one of its checkpoint', async () => {
    const end = await ledger.end();
    const wrong = { position: end?.position ?? '', eventId: uuid5('b0a3c7de-5f0c-5c5e-9d0e-7b1f6a2e4c91', ['x']) };
    await expect(new Follower(ledger, wrong, 10).ended).rejects.toMatchObject({ code: 'ledger.halted' });
    const beyond = { ...wrong, position: (BigInt(wrong.position) + 1_000_000_000_000n).toString() };
    await expect(new Follower(ledger, beyond, 10).ended).rejects.toMatchObject({ code: 'ledger.halted' });
  });

  it('stops at a fact it does not know, after those before it; so does a reader', async () => {
    const from = await ledger.end();
    await ledger.append(issue('mixed', -1));
    const newer = await engines.ledger([{ category: 'cards', facts: { CardIssued: FACT, CardFlown: FACT } }]);
    await newer.append({ ...issue('mixed', 0), facts: [{ type: 'CardFlown', data: {}, subjects: [] }] });
    const follower = new Follower(ledger, from, 10);
    await expect(follower.ended).rejects.toMatchObject({ code: 'ledger.unknown-fact', type: 'CardFlown' });
    expect(follower.facts.map((fact) => fact.revision)).toEqual([0]);
    await expect(ledger.readStream({ category: 'cards', id: 'mixed' })).rejects.toMatchObject({ code: 'ledger.unknown-fact' });
    await newer.close();
  });

  it('hands on what its consumer throws', async () => {
    const stop = new AbortController();
    const failing = ledger.follow({
      name: 'x',
      from: undefined,
      batchMax: 5,
      signal: stop.signal,
      onBatch: () => Promise.reject(new Error('rows are full')),
    });
    await expect(failing).rejects.toThrow('rows are full');
  });

  it('goes on after the event store was stopped and started again', async () => {
    if (!engines.restartEventStore) return;
    const follower = new Follower(ledger, await ledger.end(), 20);
    await follower.until(() => follower.isLive);
    await ledger.append(issue('restart', -1));
    await engines.restartEventStore();
    const { position } = await again(() => ledger.append(issue('restart', 0)));
    await follower.until(() => follower.last === position);
    expect(follower.facts.map((fact) => fact.revision)).toEqual([0, 1]);
    await follower.stop();
  });
});

describe('an account the event store does not know', () => {
  it('is refused by name at once, not waited for', async () => {
    const wrong = engines.eventStoreUrl.replace(/:[^:@]+@/, ':wrong@');
    if (wrong === engines.eventStoreUrl) return;
    await expect(engines.ledger(CONTRACTS, { url: wrong })).rejects.toMatchObject({ code: 'ledger.denied' });
  });
});
