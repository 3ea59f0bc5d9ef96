import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEventStore, startPostgres, type RunningPostgres } from '#embedded';
import { LogReader } from './log-reader';

let folder: string;
let postgres: RunningPostgres;
let admin: Client;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'log-reader-'));
  postgres = await startPostgres({ dataDir: join(folder, 'postgres'), databases: ['events'] });
  const store = await startEventStore({ databaseUrl: postgres.url('events'), host: '127.0.0.1', port: 0, insecure: true });
  await store.close();
  admin = new Client(postgres.url('events'));
  await admin.connect();
}, 60_000);

afterAll(async () => {
  await admin?.end();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

it('never reads a whole table, not even when PostgreSQL was told that it is small: its plans outlive that', async () => {
  await admin.query('ANALYZE eventstore.events; ANALYZE eventstore.streams');
  const before = await scans();
  const reader = new LogReader(postgres.url('events'), () => undefined);
  // A prepared statement keeps its plan after some executions.
  for (let i = 0; i < 12; i++) {
    expect(await reader.allForwards(0n, 3)).toHaveLength(3);
    expect(await reader.allBackwards(9223372036854775807n, 2)).toHaveLength(2);
    const users = (await reader.streams(['$users'])).get('$users');
    expect(users?.last).toBe(1n);
    expect(await reader.streamForwards(users?.id ?? 0n, 0n, 1n, 10)).toHaveLength(2);
    expect(await reader.streamBackwards(users?.id ?? 0n, 1n, 0n, 10)).toHaveLength(2);
  }
  await reader.close();
  const after = await scans();
  expect(after.byIndex).toBeGreaterThanOrEqual(before.byIndex + 60);
  expect(after.whole).toBe(before.whole);
}, 60_000);

it('hands the key of every stream to the filter of known streams', async () => {
  await admin.query(`INSERT INTO eventstore.streams (id, key, name)
    SELECT g, ('x' || substr(md5(g::text), 1, 16))::bit(64)::bigint, convert_to('many-' || g, 'UTF8') FROM generate_series(1000, 40000) g`);
  await admin.query("INSERT INTO eventstore.events (position, stream, revision, body) VALUES (9000000000000000000, 40000, 0, '')");
  const { rows } = await admin.query<[string]>({ text: 'SELECT key FROM eventstore.streams', rowMode: 'array' });
  const reader = new LogReader(postgres.url('events'), () => undefined);
  await reader.known.fill();
  expect(rows.length).toBeGreaterThan(39_000);
  expect(rows.filter(([key]) => !reader.known.mayExist(BigInt(key)))).toEqual([]);
  expect(
    Array.from({ length: 1_000 }, (_, i) => BigInt(i) * 7919n * 2n ** 40n + 5n).filter((key) => reader.known.mayExist(key)).length,
  ).toBeLessThan(50);
  await reader.close();
}, 60_000);

/** How often tables of the log were read whole, and by an index. A session tells of its scans at its end at the latest. */
async function scans(): Promise<{ readonly whole: number; readonly byIndex: number }> {
  for (const until = Date.now() + 20_000; ;) {
    const { rows } = await admin.query<{ n: string }>(
      "SELECT count(*)::text AS n FROM pg_stat_activity WHERE application_name = 'eventstore reader'",
    );
    if (rows[0]?.n === '0') break;
    if (Date.now() > until) throw new Error('the reader does not go');
  }
  await admin.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await admin.query<{ whole: string; byIndex: string }>(`
    SELECT sum(seq_scan)::text AS whole, sum(idx_scan)::text AS "byIndex" FROM pg_stat_user_tables
    WHERE schemaname = 'eventstore' AND relname IN ('events', 'streams')`);
  return { whole: Number(rows[0]?.whole ?? 0), byIndex: Number(rows[0]?.byIndex ?? 0) };
}
