import { startEngines, type Engines } from '#testing';
import { KnownStreams } from './known-streams';
import type { Ledger } from './ledger';
import { CONTRACTS, issue } from './ledger.fixture';
import { streamNames } from './stream-names';

jest.setTimeout(60_000);

let engines: Engines;
let ledger: Ledger;
beforeAll(async () => {
  engines = await startEngines();
  ledger = await engines.ledger(CONTRACTS);
});
afterAll(async () => {
  await ledger.close();
  await engines.stop();
});

async function namesUntil(until: string): Promise<Set<string>> {
  const names = new Set<string>();
  const { eventStoreUrl: url, prefix } = engines;
  for await (const page of streamNames({ url, prefix, contracts: CONTRACTS, until })) for (const name of page) names.add(name);
  return names;
}

describe('the names of streams', () => {
  it('are those of all facts up to a position, over many pages, and none of another ledger on the same server', async () => {
    await Promise.all(Array.from({ length: 1_300 }, (_, n) => ledger.append(issue(`暨阳-${n}`, -1, 2))));
    const until = await ledger.head();
    const other = await engines.ledger(CONTRACTS, { prefix: `${engines.prefix}b_` });
    await other.append(issue('theirs', -1));
    await ledger.append(issue('later', -1));
    await other.close();
    expect(await namesUntil(until)).toEqual(new Set(Array.from({ length: 1_300 }, (_, n) => `cards-暨阳-${n}`)));
    expect((await namesUntil(await ledger.head())).has('cards-later')).toBe(true);
  });

  it('make a filter that says "absent" of none of them', async () => {
    const known = new KnownStreams();
    for (const name of await namesUntil(await ledger.head())) known.add(name);
    known.complete();
    expect(known.mayExist('cards-暨阳-1299')).toBe(true);
    expect(known.mayExist('cards-nobody')).toBe(false);
  });
});

describe('a paced follower', () => {
  it('is handed a fact after a pause at once, and what comes within its pace together', async () => {
    const pace_ms = 1_000;
    const stop = new AbortController();
    const [begun, seen]: [number[], string[]] = [[], []];
    let [goLive, arrived, wanted] = [(): void => undefined, (): void => undefined, 'first'];
    const live = new Promise<void>((resolve) => (goLive = resolve));
    const following = ledger.follow({
      name: 'paced',
      from: await ledger.end(),
      batchMax: 500,
      pace_ms,
      signal: stop.signal,
      onState: (state) => void (state === 'live' && goLive()),
      onBatch: async (facts) => {
        if (facts.length > 0) begun.push(performance.now());
        seen.push(...facts.map((fact) => fact.id));
        if (seen.includes(wanted)) arrived();
      },
    });
    const until = (id: string): Promise<void> => new Promise((resolve) => ([arrived, wanted] = [resolve, id]));
    await live;
    const first = until('first');
    await ledger.append(issue('first', -1));
    await first;
    const ids = Array.from({ length: 40 }, (_, n) => `p-${n}`);
    const last = until('p-39');
    for (const id of ids) await ledger.append(issue(id, -1));
    await last;
    stop.abort();
    await following;
    expect(seen).toEqual(['first', ...ids]);
    const pauses = begun.slice(1).map((at, n) => at - (begun[n] ?? 0));
    expect(pauses.length).toBeGreaterThan(0);
    expect(pauses.filter((pause) => pause < pace_ms - 5)).toEqual([]);
  });
});
