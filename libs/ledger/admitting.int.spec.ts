import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BACKWARDS, END, EventStoreDBClient } from '@eventstore/db-client';
import { ensureStoreCredentials, startEventStore, startPostgres, type RunningEventStore, type RunningPostgres } from '#embedded';
import { admitReader } from '#ledger';

let folder: string;
let postgres: RunningPostgres;
let store: RunningEventStore;
let url: (name: string) => string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'admit-'));
  postgres = await startPostgres({ dataDir: join(folder, 'postgres'), databases: ['events'] });
  const { tls, accounts } = await ensureStoreCredentials(join(folder, 'store'), ['127.0.0.1'], Date.now());
  const all = [...accounts, { name: 'carol', password: 'a word of hers', groups: [] }];
  store = await startEventStore({ databaseUrl: postgres.url('events'), host: '127.0.0.1', port: 0, insecure: false, tls, accounts: all });
  url = (name) => {
    const password = encodeURIComponent(all.find((account) => account.name === name)?.password ?? '');
    return `esdb://${name}:${password}@127.0.0.1:${store.port}?tls=true&tlsCAFile=${encodeURIComponent(tls.caFile)}`;
  };
}, 60_000);

afterAll(async () => {
  await store?.close();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

it('lets an account that is no administrator read the whole log, once, and takes nothing from others', async () => {
  await expect(readAll('carol')).rejects.toMatchObject({ type: 'access-denied' });
  await expect(admitReader(url('carol'), 'carol')).rejects.toMatchObject({ code: 'ledger.denied' });
  expect(await admitReader(url('admin'), 'carol')).toBe('admitted');
  expect(await readAll('carol')).toBeGreaterThan(3);
  expect(await admitReader(url('admin'), 'carol')).toBe('already');
  expect(await readAll('ledger')).toBe(await readAll('admin'));
  expect(await rights()).toEqual({ $acl: { $r: ['$admins', 'ledger', 'carol'] } });
}, 60_000);

async function readAll(name: string): Promise<number> {
  const client = EventStoreDBClient.connectionString(url(name));
  try {
    let seen = 0;
    for await (const { event } of client.readAll()) if (event) seen += 1;
    return seen;
  } finally {
    await client.dispose();
  }
}

async function rights(): Promise<unknown> {
  const client = EventStoreDBClient.connectionString(url('admin'));
  try {
    for await (const { event } of client.readStream('$$$all', { direction: BACKWARDS, fromRevision: END, maxCount: 1 })) return event?.data;
  } finally {
    await client.dispose();
  }
  return undefined;
}
