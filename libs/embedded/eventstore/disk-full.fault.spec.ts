import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { Client } from 'pg';
import { freePort, startEventStore, startPostgres, type RunningEventStore, type RunningPostgres } from '#embedded';

const MiB = 1024 * 1024;
let folder: string;
let small: boolean;
let port: number;
let postgres: RunningPostgres;
let store: RunningEventStore;
const said: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-full-'));
  small = mountSmallDisk(folder);
  port = await freePort();
  postgres = await begin();
  store = await startEventStore({
    databaseUrl: postgres.url('events'),
    host: '127.0.0.1',
    port: 0,
    insecure: true,
    log: (line) => said.push(line),
  });
}, 120_000);

afterAll(async () => {
  await store?.close();
  await postgres?.stop();
  if (small) execFileSync('umount', ['-l', folder]);
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

it('says that nothing was written when the disk is full, keeps what it acknowledged, and goes on once there is room', async () => {
  const client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${store.port}?tls=false`);
  const acknowledged: string[] = [];
  const append = async (): Promise<void> => {
    const id = randomUUID();
    await client.appendToStream('filling', [jsonEvent({ id, type: 'fact', data: { filler: 'x'.repeat(500_000) } })]);
    acknowledged.push(id);
  };
  await append();
  await fill();
  let refusal: unknown;
  for (let i = 0; i < 400 && refusal === undefined; i++) await append().catch((error: unknown) => (refusal = error));
  expect(refusal).toBeInstanceOf(Error);
  expect(['unknown', 'unavailable', 'timeout']).toContain((refusal as { type?: string }).type);
  await makeRoom();
  const before = acknowledged.length;
  for (const until = Date.now() + 60_000; acknowledged.length === before && Date.now() < until;) await append().catch(() => pause());
  expect(acknowledged.length).toBe(before + 1);

  const stored: string[] = [];
  for await (const { event } of client.readStream('filling')) if (event) stored.push(event.id);
  expect(stored.filter((id) => acknowledged.includes(id))).toEqual(acknowledged);
  expect(new Set(stored).size).toBe(stored.length);
  expect(said.join('\n')).toMatch(/failed|PostgreSQL is gone/);
}, 180_000);

function begin(): Promise<RunningPostgres> {
  return startPostgres({ dataDir: join(folder, 'postgres'), databases: ['events'], port });
}

/** Root gets a real small disk; an ordinary user, who cannot mount one, a database that answers as a full disk makes it answer. */
function mountSmallDisk(at: string): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=220m,mode=755', 'tmpfs', at], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function fill(): Promise<void> {
  if (!small) {
    return administer(`CREATE FUNCTION eventstore.full() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
      CREATE TRIGGER disk_full BEFORE INSERT ON eventstore.events EXECUTE FUNCTION eventstore.full()`);
  }
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(join(folder, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - 24 * MiB)));
}

/** A server that fell for want of room is started again, as its supervisor would; one that lives is left alone. */
async function makeRoom(): Promise<void> {
  if (!small) return administer('DROP FUNCTION eventstore.full() CASCADE');
  if (existsSync(join(folder, 'filler'))) rmSync(join(folder, 'filler'));
  const fell = await Promise.race([postgres.exited.then(() => true), pause().then(() => false)]);
  if (!fell) return;
  await postgres.stop();
  postgres = await begin();
}

async function administer(sql: string): Promise<void> {
  const client = new Client(postgres.url('events'));
  await client.connect();
  await client.query(sql);
  await client.end();
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}
