import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EventStoreDBClient, jsonEvent, NO_STREAM, START, type AllStreamResolvedEvent } from '@eventstore/db-client';
import { freePort, startPostgres, type RunningPostgres } from '#embedded';

const WRITERS = 32;
/** `KILLS=200` makes the long run of it. */
const KILLS = Number(process.env['KILLS'] ?? 20);
const CALL_MS = 5_000;

let folder: string;
let postgres: RunningPostgres;
let port: number;
let store: StoreProcess;

beforeAll(async () => {
  execFileSync('node_modules/.bin/swc', ['libs/embedded', '-d', 'dist'], { stdio: 'ignore' });
  folder = mkdtempSync(join(tmpdir(), 'store-kill-'));
  postgres = await startPostgres({ dataDir: join(folder, 'postgres'), databases: ['events'] });
  port = await freePort();
  store = await startStore();
}, 60_000);

afterAll(async () => {
  store?.kill();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

it(
  `loses, doubles and reorders nothing over ${KILLS} kills of the store or its PostgreSQL under ${WRITERS} writers`,
  async () => {
    const follower = new CheckpointedFollower(port);
    // One client for all: an error on one client's batch stream makes the official client forget the pending appends of every other one.
    const client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${port}?tls=false`);
    const writers = Array.from({ length: WRITERS }, (_, i) => new Writer(`writer-${i}`, client));
    const over = { now: false };
    const running = [...writers.map((writer) => writer.run(over)), follower.run(over)];
    const acknowledged = (): number => writers.reduce((sum, writer) => sum + writer.acknowledged.length, 0);
    for (let kill = 0; kill < KILLS; kill++) {
      const before = acknowledged();
      await until(() => acknowledged() > before + 200, 30_000, 'the writers to go on');
      if (kill % 4 === 3) await killPostgres();
      else await killStore();
    }
    const last = acknowledged();
    await until(() => acknowledged() > last + 50, 30_000, 'the writers to go on after the last kill');
    over.now = true;
    await Promise.all(running);
    leave(client);

    const log = await readLog();
    for (const writer of writers) {
      const stored = log.filter(({ event }) => event?.streamId === writer.stream).map(({ event }) => event?.id);
      expect(stored.slice(0, writer.acknowledged.length)).toEqual(writer.acknowledged);
      expect(new Set(stored).size).toBe(stored.length);
    }
    const positions = log.map(({ event }) => event?.position.commit ?? 0n);
    expect(positions.every((position, i) => i === 0 || position > (positions[i - 1] ?? 0n))).toBe(true);
    const byWriters = log.flatMap(({ event }) => (event?.streamId.startsWith('writer-') ? [event.id] : []));
    await follower.finish(byWriters.at(-1) ?? '');
    expect(follower.seen).toEqual(byWriters);
  },
  180_000 + KILLS * 15_000,
);

async function killStore(): Promise<void> {
  store.kill();
  await store.ended;
  store = await startStore();
}

/** The whole server at once, as a machine that stops; the store lives on and must find it again by itself. */
async function killPostgres(): Promise<void> {
  const at = Number(new URL(postgres.url('events')).port);
  process.kill(postgres.pid, 'SIGKILL');
  await postgres.exited;
  await postgres.stop();
  postgres = await startPostgres({ dataDir: join(folder, 'postgres'), databases: ['events'], port: at });
}

interface StoreProcess {
  readonly ended: Promise<void>;
  kill(): void;
}

async function startStore(): Promise<StoreProcess> {
  const program = `require(${JSON.stringify(resolve('dist/libs/embedded/eventstore/server.js'))}).startEventStore({
    databaseUrl: process.env.URL, host: '127.0.0.1', port: Number(process.env.PORT), insecure: true, log: (line) => console.error(line)
  }).then(() => process.send('ready'), (error) => { console.error(error); process.exit(1); });
  process.on('disconnect', () => process.exit(1));`;
  const child: ChildProcess = fork('-e', [program], {
    execArgv: [],
    env: { ...process.env, URL: postgres.url('events'), PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2000)));
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  await new Promise<void>((ready, fail) => {
    child.once('message', () => ready());
    child.once('exit', () => fail(new Error(`the store ended before it was ready: ${words}`)));
  });
  return { ended, kill: () => child.kill('SIGKILL') };
}

/** Appends to its own stream at the revision it knows; when an outcome is unknown it reads before it goes on. */
class Writer {
  readonly acknowledged: string[] = [];

  constructor(
    readonly stream: string,
    private readonly client: EventStoreDBClient,
  ) {}

  async run(over: { readonly now: boolean }): Promise<void> {
    while (!over.now) {
      const id = randomUUID();
      while (!over.now && !(await this.store(id)));
    }
  }

  private async store(id: string): Promise<boolean> {
    const next = this.acknowledged.length;
    try {
      const event = jsonEvent({ id, type: 'written', data: { next } });
      await limited(this.client.appendToStream(this.stream, [event], { expectedRevision: next === 0 ? NO_STREAM : BigInt(next - 1) }));
    } catch {
      if ((await this.idAt(next)) !== id) return false;
    }
    this.acknowledged.push(id);
    return true;
  }

  private async idAt(revision: number): Promise<string | undefined> {
    for (let tries = 0; tries < 600; tries++) {
      try {
        return await limited(this.read(revision));
      } catch {
        await pause(50);
      }
    }
    throw new Error(`${this.stream}: the store does not come back`);
  }

  private async read(revision: number): Promise<string | undefined> {
    try {
      for await (const { event } of this.client.readStream(this.stream, { fromRevision: BigInt(revision), maxCount: 1 })) return event?.id;
    } catch (error) {
      if (!(error instanceof Error) || error.constructor.name !== 'StreamNotFoundError') throw error;
    }
    return undefined;
  }
}

/** Follows the whole log; after every break it goes on from the last event it has seen. */
class CheckpointedFollower {
  readonly seen: string[] = [];
  private at: { commit: bigint; prepare: bigint } | typeof START = START;
  private readonly client: EventStoreDBClient;

  constructor(at: number) {
    this.client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${at}?tls=false`);
  }

  async run(over: { readonly now: boolean }): Promise<void> {
    while (!over.now) await this.follow(() => over.now).catch(() => pause(50));
  }

  async finish(last: string): Promise<void> {
    for (const until = Date.now() + 30_000; this.seen.at(-1) !== last && Date.now() < until;)
      await this.follow(() => this.seen.at(-1) === last).catch(() => pause(50));
    leave(this.client);
  }

  /** Until the subscription breaks, or has shown enough. */
  private async follow(enough: () => boolean): Promise<void> {
    const subscription = this.client.subscribeToAll({ fromPosition: this.at });
    let watch: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      subscription.on('data', ({ event }) => {
        if (!event) return;
        this.at = event.position;
        if (event.streamId.startsWith('writer-')) this.seen.push(event.id);
      });
      subscription.on('error', reject);
      subscription.on('end', resolve);
      watch = setInterval(() => enough() && resolve(), 50);
    }).finally(() => clearInterval(watch));
    void subscription.unsubscribe().catch(() => undefined);
  }
}

/** Not waited for: after a broken connection the client's dispose never ends. */
function leave(client: EventStoreDBClient): void {
  void client.dispose().catch(() => undefined);
}

async function readLog(): Promise<AllStreamResolvedEvent[]> {
  const client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${port}?tls=false`);
  const log: AllStreamResolvedEvent[] = [];
  for await (const resolved of client.readAll()) log.push(resolved);
  leave(client);
  return log;
}

function limited<T>(call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('no answer in time')), CALL_MS)));
  return Promise.race([call, late]).finally(() => clearTimeout(timer));
}

async function until(is: () => boolean, withinMs: number, what: string): Promise<void> {
  for (const end = Date.now() + withinMs; !is(); await pause(10))
    if (Date.now() > end) throw new Error(`waited ${withinMs} ms in vain for ${what}`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
