import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { markOf, processesIn, until } from '../processes';
import { startPostgres, type RunningPostgres } from './cluster';

jest.setTimeout(60_000);

let dataDir: string;
let running: RunningPostgres | undefined;
let others: ChildProcess[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ledger-postgres-'));
});

afterEach(async () => {
  for (const other of others) other.kill('SIGKILL');
  others = [];
  await running?.stop();
  running = undefined;
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<RunningPostgres> {
  running = await startPostgres({ dataDir, databases: ['events', 'ledger', 'keys'] });
  return running;
}

async function ask<Row extends object>(postgres: RunningPostgres, sql: string, database = 'ledger'): Promise<Row[]> {
  const client = new Client({ connectionString: postgres.url(database) });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const nobodyWorksThere = (): boolean => processesIn(join(dataDir, 'cluster'), '').length === 0;

test('a fresh cluster understands Chinese, is durable, bounded in time, reached by scram on loopback alone', async () => {
  const postgres = await start();
  const settings = await ask<{ name: string; setting: string }>(
    postgres,
    `select name, setting from pg_settings where name in
      ('fsync', 'synchronous_commit', 'statement_timeout', 'listen_addresses', 'unix_socket_directories', 'server_encoding', 'data_checksums')`,
  );
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
    fsync: 'on',
    synchronous_commit: 'on',
    statement_timeout: '60000',
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    server_encoding: 'UTF8',
    data_checksums: 'on',
  });
  for (const database of ['events', 'ledger', 'keys']) {
    expect(await ask(postgres, `select length('暨阳')::int as long, current_database()::text as name`, database)).toEqual([
      { long: 2, name: database },
    ]);
  }
  const auth = await ask<{ auth_method: string }>(postgres, 'select distinct auth_method from pg_hba_file_rules');
  expect(auth).toEqual([{ auth_method: 'scram-sha-256' }]);
  const stranger = new Client({ connectionString: postgres.url('ledger').replace(/:[^:@]+@/, ':wrong@') });
  await expect(stranger.connect()).rejects.toMatchObject({ code: '28P01' });
  expect(statSync(join(dataDir, 'password')).mode & 0o777).toBe(0o600);
});

test('what was committed is there after a stop, and the second start is on the same data', async () => {
  const first = await start();
  await ask(first, 'create table kept (n int)');
  await ask(first, 'insert into kept values (7)');
  await first.stop();
  expect(nobodyWorksThere()).toBe(true);
  expect(await ask(await start(), 'select n from kept')).toEqual([{ n: 7 }]);
});

test('after kill -9 of the postmaster with a busy backend, the next start ends what was left and keeps what was committed', async () => {
  const first = await start();
  await ask(first, 'create table kept as select 1 as n');
  const busy = new Client({ connectionString: first.url('ledger') });
  busy.on('error', () => undefined);
  await busy.connect();
  const lost = busy.query(`do $$ declare n bigint := 0; begin loop n := n + 1; end loop; end $$`).catch(() => 'lost');
  await until(
    async () => (await ask(first, `select 1 from pg_stat_activity where query like 'do $$%' and state = 'active'`)).length > 0,
    5_000,
  );
  process.kill(first.pid, 'SIGKILL');
  expect((await first.exited).signal).toBe('SIGKILL');
  expect(nobodyWorksThere()).toBe(false);
  await first.stop();
  expect(await ask(await start(), 'select n from kept')).toEqual([{ n: 1 }]);
  expect(await lost).toBe('lost');
});

test('when its starter is killed the server ends by itself, and the next start works', async () => {
  const starter = join(dataDir, 'starter.cjs');
  const dist = join(process.cwd(), 'dist/libs/embedded/postgres/cluster.js');
  if (!existsSync(dist)) await build();
  writeFileSync(
    starter,
    `require(${JSON.stringify(dist)}).startPostgres({ dataDir: ${JSON.stringify(dataDir)}, databases: ['ledger'] }).then((p) => process.send(p.pid));
     setInterval(() => undefined, 1000);`,
  );
  const child = spawn(process.execPath, [starter], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  others.push(child);
  await new Promise((ready) => child.once('message', ready));
  child.kill('SIGKILL');
  expect(await until(nobodyWorksThere, 15_000)).toBe(true);
  expect(await ask(await start(), 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('a stale pid file that names a living stranger does not stop the start', async () => {
  await (await start()).stop();
  writeFileSync(join(dataDir, 'cluster', 'postmaster.pid'), `${process.pid}\n${join(dataDir, 'cluster')}\n0\n5432\n\n127.0.0.1\n`);
  expect(await ask(await start(), 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('refuses a folder another process holds, a taken port and a cluster of another version, each in one sentence', async () => {
  const postgres = await start();
  await postgres.stop();
  const holder = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
  others.push(holder);
  writeFileSync(join(dataDir, 'owner.lock'), JSON.stringify(markOf(holder.pid ?? 0)));
  await expect(start()).rejects.toMatchObject({ code: 'engine.folder-in-use', zh: expect.stringContaining(String(holder.pid)) });
  holder.kill('SIGKILL');
  await new Promise((ended) => holder.once('exit', ended));

  const squatter = createServer().listen(0, '127.0.0.1');
  await new Promise((ready) => squatter.once('listening', ready));
  const { port } = squatter.address() as AddressInfo;
  await expect(startPostgres({ dataDir, port, databases: [] })).rejects.toMatchObject({ code: 'engine.port-taken' });
  squatter.close();

  writeFileSync(join(dataDir, 'cluster', 'PG_VERSION'), '99\n');
  await expect(start()).rejects.toMatchObject({ code: 'engine.newer-cluster' });
});

function build(): Promise<void> {
  return new Promise((done, fail) => {
    execFile('node_modules/.bin/swc', ['libs', '-d', 'dist'], (failure) => (failure === null ? done() : fail(failure)));
  });
}
