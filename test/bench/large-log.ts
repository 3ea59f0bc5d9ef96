import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort, startPostgres } from '#embedded';
import { startIdleStore } from './idle-store';
import { cpuBelow } from './processes';

const run = promisify(execFile);
const EVENT_BYTES = 290;
const SMALL = 100_000;
const RESTART_AT = 1_000_000;
const FILL_STEP = 500_000;
const ROUNDS = 2;
const LOADS = [
  ['append', 2_000, 1],
  ['append', 10_000, 32],
  ['append', 10_000, 256],
  ['tail', 45_000, 1],
] as const;

/**
 * A log that grows to `facts` events: what an append and a read of its end cost at a hundred thousand and at the end, beside a server that does nothing;
 * how soon a store with a million is ready; what its process holds. Gates: every acknowledged event is there, no stream has a gap.
 */
export async function measureLargeLog(facts: number, say: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'large-log-'));
  const idle = await startIdleStore(EVENT_BYTES, Infinity);
  let store = await Store.start(folder);
  let acknowledged = 0;
  const fill = async (upTo: number): Promise<void> => {
    while (acknowledged < upTo) acknowledged += await filled(store.port, Math.min(FILL_STEP, upTo - acknowledged));
  };
  const measured = async (): Promise<readonly Figure[]> => {
    const found: Figure[] = [];
    for (const [what, count, inFlight] of LOADS) {
      const figure = await measure(store, idle.port, what, count, inFlight);
      acknowledged += figure.acknowledged;
      found.push(figure);
      say(`  ${acknowledged} events, ${what} ${inFlight} in flight: ${told(figure)}`);
    }
    return found;
  };
  try {
    await fill(SMALL);
    const small = await measured();
    await fill(Math.min(facts, RESTART_AT));
    say(`  at ${acknowledged} events the store held ${store.memory()}`);
    await store.stop();
    store = await Store.start(folder);
    say(
      `a store with ${acknowledged} events was ready after ${(store.readyMs / 1_000).toFixed(2)} s (aim ≤ 1, its PostgreSQL and the start of both processes included)`,
    );
    say(`  right after its start: ${told(await afterStart())}`);
    await fill(facts);
    const large = await measured();
    for (const [i, now] of large.entries()) say(compared(now, small[i] ?? now, acknowledged));
    say(`the store held ${store.memory()} (aim ≤ 400 MiB)`);
    await store.stop();
    await gate(folder, acknowledged);
    say(`  gate: ${acknowledged} acknowledged events are in the log, no stream has a gap`);
  } finally {
    await store.stop();
    idle.close();
    rmSync(folder, { recursive: true, force: true });
  }

  async function afterStart(): Promise<Figure> {
    const figure = await measure(store, idle.port, 'append', 2_000, 32);
    acknowledged += figure.acknowledged;
    return figure;
  }
}

interface Figure {
  readonly what: string;
  readonly inFlight: number;
  readonly perSecond: number;
  readonly idlePerSecond: number;
  /** Of one operation: the store's process, and its PostgreSQL. */
  readonly cpuUs: { readonly own: number; readonly postgres: number };
  readonly acknowledged: number;
}

function told({ perSecond, idlePerSecond, cpuUs }: Figure): string {
  return `${Math.round(perSecond)}/s, a server that does nothing ${Math.round(idlePerSecond)}/s: ${(perSecond / idlePerSecond).toFixed(2)}; CPU each: store ${cpuUs.own.toFixed(0)} µs, PostgreSQL ${cpuUs.postgres.toFixed(0)} µs`;
}

function compared(now: Figure, before: Figure, events: number): string {
  const share = (of: (figure: Figure) => number): string => (of(now) / of(before)).toFixed(2);
  const beside = share(({ perSecond, idlePerSecond }) => perSecond / idlePerSecond);
  const cpu = share(({ cpuUs }) => cpuUs.own + cpuUs.postgres);
  return `${now.what} ${now.inFlight} in flight, ${events} events to ${SMALL}: rate ${share((figure) => figure.perSecond)} (aim ≥ 0.9), beside the server that does nothing ${beside}, CPU an operation ${cpu}`;
}

/** The best of some rounds, taking turns with the server that does nothing; CPU is the least of them. */
async function measure(store: Store, idlePort: number, what: string, count: number, inFlight: number): Promise<Figure> {
  let best: Figure = { what, inFlight, perSecond: 0, idlePerSecond: 0, cpuUs: { own: Infinity, postgres: Infinity }, acknowledged: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const nothing = await load(idlePort, what === 'tail' ? 'read' : what, count, inFlight);
    const before = cpuBelow(store.pid);
    const ours = await load(store.port, what, count, inFlight);
    const after = cpuBelow(store.pid);
    const operations = what === 'tail' ? 2 * count : ours.acknowledged;
    const each = (side: 'own' | 'below'): number => ((after[side] - before[side]) * 1_000) / operations;
    best = {
      ...best,
      perSecond: Math.max(best.perSecond, ours.perSecond),
      idlePerSecond: Math.max(best.idlePerSecond, nothing.perSecond),
      cpuUs: { own: Math.min(best.cpuUs.own, each('own')), postgres: Math.min(best.cpuUs.postgres, each('below')) },
      acknowledged: best.acknowledged + ours.acknowledged,
    };
  }
  return best;
}

interface Loaded {
  readonly perSecond: number;
  readonly acknowledged: number;
}

async function load(port: number, what: string, count: number, inFlight: number): Promise<Loaded> {
  const url = `esdb://127.0.0.1:${port}?tls=false`;
  const { stdout } = await run(process.execPath, [join(__dirname, 'store-load.js'), url, what, String(count), String(inFlight)]);
  return JSON.parse(stdout) as Loaded;
}

async function filled(port: number, events: number): Promise<number> {
  const { stdout } = await run(process.execPath, [join(__dirname, 'store-fill.js'), String(port), String(events)]);
  return (JSON.parse(stdout) as { acknowledged: number }).acknowledged;
}

/** The event store alone, as `npm run eventstore` starts it. */
class Store {
  private constructor(
    readonly port: number,
    readonly pid: number,
    readonly readyMs: number,
    private readonly child: ChildProcess,
    private readonly ended: Promise<void>,
  ) {}

  static async start(folder: string): Promise<Store> {
    const port = await freePort();
    const began = performance.now();
    const args = ['--port', String(port), '--data', folder, '--insecure'];
    const child = spawn(process.execPath, ['dist/apps/standalone/eventstore.js', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    await new Promise<void>((ready, fail) => {
      child.stdout.once('data', () => ready());
      child.once('exit', (code) => fail(new Error(`the store ended with ${code}`)));
    });
    if (child.pid === undefined) throw new Error('the store does not run');
    return new Store(port, child.pid, performance.now() - began, child, ended);
  }

  memory(): string {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    const mib = (name: string): number => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1_024);
    return `${mib('VmRSS')} MiB, ${mib('VmHWM')} MiB at most`;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM');
    await this.ended;
  }
}

/** Looks into the tables: nothing of the store is between. A node's own first events come on top. */
async function gate(folder: string, acknowledged: number): Promise<void> {
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), databases: ['events'] });
  const client = new Client(postgres.url('events'));
  try {
    await client.connect();
    await client.query('SET statement_timeout = 0');
    const { rows } = await client.query<{ events: string; gaps: string; streams: string; named: string }>(`
      SELECT sum(events)::text AS events, count(*) FILTER (WHERE events <> last + 1)::text AS gaps, count(*)::text AS streams,
        (SELECT count(*)::text FROM eventstore.streams WHERE substr(name, 1, 1) <> '$'::bytea) AS named
      FROM (SELECT stream, count(*) AS events, max(revision) AS last FROM eventstore.events
        WHERE stream IN (SELECT id FROM eventstore.streams WHERE substr(name, 1, 1) <> '$'::bytea) GROUP BY stream) AS of_stream`);
    const [found] = rows;
    if (Number(found?.events) !== acknowledged || found?.gaps !== '0' || found.streams !== found.named)
      throw new Error(`${acknowledged} events were acknowledged, the log has ${JSON.stringify(found)}`);
  } finally {
    await client.end();
    await postgres.stop();
  }
}
