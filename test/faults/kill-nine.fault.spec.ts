import { createLedger } from '#ledger';
import { rebuildView } from '#readside';
import { until } from '#embedded';
import { Clerk, StandaloneRun } from '#testing';
import { house } from '../../apps/wiring';
import { PersistentClient } from './persistent-client';
import { recordedFacts } from './recorded-facts';

jest.setTimeout(900_000);

const unit = '330681001001';
const victims = ['api', 'postgres', 'projector', 'eventstore', 'reactor'] as const;
const killsMin = 20;
const requestMs = 10_000;

let ledger: StandaloneRun;

beforeAll(async () => {
  ledger = await StandaloneRun.start();
});

afterAll(() => ledger.remove());

interface Acknowledged {
  readonly key: string;
  readonly stream: string;
  readonly revision: number;
  readonly residents?: number;
}

/** Clients that retry by key, one stream for each wish and one stream that all write counts to. */
class Load {
  readonly acknowledged: Acknowledged[] = [];
  readonly refused: unknown[] = [];
  private over = false;
  private readonly workers: Promise<void>[];

  constructor(clients: readonly PersistentClient[]) {
    this.workers = clients.map((client, worker) => this.work(client, worker));
  }

  /** Every request under way is settled first. */
  async end(): Promise<void> {
    this.over = true;
    await Promise.all(this.workers);
  }

  private async work(client: PersistentClient, worker: number): Promise<void> {
    for (let n = 1; !this.over; n++) {
      const key = `load-${worker}-${n}`;
      const residents = worker * 100_000 + n;
      const counts = n % 3 === 0;
      const answer = counts
        ? await client.submit(`counts/${unit}/record`, { households: 1, residents, countedOn: '2024-12-31' }, key)
        : await client.submit(`wishes/${key}/post`, { text: `第 ${worker} 组第 ${n} 个心愿`, unit }, key);
      if (answer.status !== 200) this.refused.push({ key, answer });
      else
        this.acknowledged.push({
          key,
          stream: String(answer.body['stream']),
          revision: Number(answer.body['revision']),
          ...(counts && { residents }),
        });
    }
  }
}

test('twenty kills under load: every acknowledged submission is recorded exactly once, and the rows are what the facts say', async () => {
  const clerk = ledger.accounts.find(({ account }) => account === 'clerk');
  const clients = Array.from({ length: 4 }, () => new PersistentClient(new Clerk(ledger.url, clerk, requestMs)));
  const load = new Load(clients);
  try {
    for (let kill = 0; kill < killsMin; kill++) await killUnderLoad(victims[kill % victims.length] ?? 'api', load);
    await moreAcknowledged(load);
    await ledger.killSupervisor(); // and with it all others, by the pipes that close
    await ledger.start();
    await moreAcknowledged(load);
  } finally {
    await load.end();
  }
  expect(load.refused).toEqual([]);
  await compareWithFacts(load.acknowledged, clients[0] as PersistentClient);
  await compareRebuilt();
});

/** Some were acknowledged since the last kill, and the victim comes back under another pid. */
async function killUnderLoad(victim: (typeof victims)[number], load: Load): Promise<void> {
  await moreAcknowledged(load);
  const pid = await ledger.kill(victim);
  expect(await until(() => ![pid, undefined].includes(ledger.pidOf(victim)), 60_000)).toBe(true);
}

async function moreAcknowledged(load: Load): Promise<void> {
  const before = load.acknowledged.length;
  if (!(await until(() => load.acknowledged.length >= before + 8, 120_000)))
    throw new Error(`nothing is acknowledged any more: ${ledger.output}`);
}

async function compareWithFacts(acknowledged: readonly Acknowledged[], client: PersistentClient): Promise<void> {
  const facts = await recordedFacts(ledger);
  const wishes = facts.filter(({ type }) => type === 'WishPosted');
  const posted = acknowledged.filter(({ residents }) => residents === undefined);
  expect(wishes.map(({ stream }) => stream).sort()).toEqual(posted.map(({ stream }) => stream).sort());
  const counts = facts.filter(({ stream }) => stream === `counts-${unit}`);
  const told = acknowledged.filter(({ residents }) => residents !== undefined);
  const place = (one: { revision: number; residents?: unknown }): string => `${one.revision}: ${String(one.residents)}`;
  expect(counts.map(({ revision, data }) => place({ revision, residents: data['residents'] })).sort()).toEqual(told.map(place).sort());

  const last = facts.at(-1)?.position ?? '0';
  const listed: string[] = [];
  for (let cursor: unknown = null; ;) {
    const page = await client.read(
      `wishes?limit=500&after=${last}${typeof cursor === 'string' ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    );
    listed.push(...(page['items'] as { stream: string }[]).map(({ stream }) => stream));
    cursor = page['next'];
    if (typeof cursor !== 'string') break;
  }
  expect(listed.sort()).toEqual(wishes.map(({ stream }) => stream).sort());
  const row = await client.read(`units/${unit}?after=${last}`);
  expect(row).toMatchObject({ residents: counts.at(-1)?.data['residents'] });
}

/** Every view built anew from the facts has the digest that serves, and no row differs. */
async function compareRebuilt(): Promise<void> {
  const env = ledger.engines;
  const reader = await createLedger({ url: env['EVENTSTORE_URL'] ?? '', prefix: '', contracts: house.contracts });
  try {
    for (const view of house.views) {
      const report = await rebuildView({ ledger: reader, databaseUrl: env['DATABASE_URL'] ?? '', prefix: '', view, dry: true });
      expect({
        view: view.name,
        equal: report.equal,
        differences: report.differences.filter((one) => one.missing + one.extra + one.different > 0),
        parked: report.parked,
      }).toEqual({
        view: view.name,
        equal: true,
        differences: [],
        parked: [],
      });
      expect(report.digest.rebuilt).toBe(report.digest.served);
    }
  } finally {
    await reader.close();
  }
}
