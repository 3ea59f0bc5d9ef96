import { execFile, fork } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from '#embedded';
import { Clerk, type StandaloneRun } from '#testing';
import { cpuEach, cpuOf, whilePaused } from './processes';

const run = promisify(execFile);

/** One level of load, three sides of it: the command path, an equal Nest route that only appends, the bare client. Each records the same fact. */
export interface PathMeasure {
  readonly inFlight: number;
  readonly path: Load;
  readonly plain: Load;
  readonly bare: Load;
}

export interface Load {
  readonly perSecond: number;
  readonly acknowledged: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU milliseconds for each acknowledged fact, by program, the loading client aside. */
  readonly cpuMs: ReadonlyMap<string, number>;
}

const ROUNDS = 2;
const LEVELS = [
  [1, 1_200],
  [8, 5_000],
  [32, 10_000],
] as const;

/**
 * The whole HTTP command path beside an equal Nest route that only appends and beside the bare client, all on the store of one running ledger, in turns.
 * All three append the same fact, so that projector, reactor and the api's own follow have the same standing work from each. With `paused` projector and
 * reactor stand still meanwhile and do their part afterwards.
 */
export async function measureCommandPath(ledger: StandaloneRun, scale: number, paused: boolean): Promise<readonly PathMeasure[]> {
  const before = await wishes(ledger);
  const sides = await Sides.of(ledger);
  let measures: readonly PathMeasure[];
  try {
    measures = await (paused ? whilePaused(ledger, ['projector', 'reactor'], () => sides.measure(scale)) : sides.measure(scale));
  } finally {
    sides.stop();
  }
  await assertRows(ledger, before + sides.acknowledged);
  return measures;
}

class Sides {
  acknowledged = 0;

  private constructor(
    private readonly ledger: StandaloneRun,
    private readonly token: string,
    private readonly plain: { readonly url: string; readonly pid: number; stop(): void },
  ) {}

  static async of(ledger: StandaloneRun): Promise<Sides> {
    return new Sides(ledger, await Clerk.of(ledger, 'desk').bearer(), await startPlain(ledger));
  }

  stop(): void {
    this.plain.stop();
  }

  async measure(scale: number): Promise<readonly PathMeasure[]> {
    const measures: PathMeasure[] = [];
    for (const [inFlight, count] of LEVELS) {
      const n = Math.round(count * scale);
      const rounds: Omit<PathMeasure, 'inFlight'>[] = [];
      for (let round = 0; round < ROUNDS; round++) rounds.push(await this.round(n, inFlight));
      measures.push({
        inFlight,
        path: best(rounds.map((one) => one.path)),
        plain: best(rounds.map((one) => one.plain)),
        bare: best(rounds.map((one) => one.bare)),
      });
    }
    return measures;
  }

  private async round(n: number, inFlight: number): Promise<Omit<PathMeasure, 'inFlight'>> {
    const url = this.ledger.engines['EVENTSTORE_URL'] ?? '';
    const plain = await this.load('http-load.js', [this.plain.url, this.token, String(n), String(inFlight)]);
    const path = await this.load('http-load.js', [this.ledger.url, this.token, String(n), String(inFlight)]);
    const bare = await this.load('store-load.js', [url, 'wish', String(n), String(inFlight)]);
    return { plain, path, bare };
  }

  private async load(program: string, args: readonly string[]): Promise<Load> {
    const before = cpuOf(this.ledger, { 'plain route': this.plain.pid });
    const env = { ...process.env, LEDGER_PREFIX: this.ledger.engines['LEDGER_PREFIX'] ?? '' };
    const { stdout } = await run(process.execPath, [join(__dirname, program), ...args], { env });
    const load = { p50Ms: 0, p99Ms: 0, ...(JSON.parse(stdout) as Pick<Load, 'perSecond' | 'acknowledged'>) };
    this.acknowledged += load.acknowledged;
    return { ...load, cpuMs: cpuEach(before, cpuOf(this.ledger, { 'plain route': this.plain.pid }), load.acknowledged) };
  }
}

function best(loads: readonly Load[]): Load {
  return loads.reduce((a, b) => (a.perSecond > b.perSecond ? a : b));
}

/** The gate: every acknowledged wish has become exactly one row. Waits for the projector by count, bounded. */
async function assertRows(ledger: StandaloneRun, expected: number): Promise<void> {
  const until = Date.now() + 120_000;
  for (;;) {
    const count = await wishes(ledger);
    if (count === expected) return;
    if (count > expected || Date.now() > until) throw new Error(`${expected} wishes were acknowledged, ${count} rows are there`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function wishes(ledger: StandaloneRun): Promise<number> {
  const client = new Client({ connectionString: ledger.engines['DATABASE_URL'] });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM "${ledger.engines['LEDGER_PREFIX'] ?? ''}read".wishes`);
    return Number(rows[0]?.count);
  } finally {
    await client.end();
  }
}

async function startPlain(ledger: StandaloneRun): Promise<{ readonly url: string; readonly pid: number; stop(): void }> {
  const port = await freePort();
  const child = fork(join(__dirname, 'plain-route.js'), [], { env: { ...process.env, ...ledger.engines, PORT: String(port) } });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (exit) => reject(new Error(`the plain route ended: ${exit}`)));
  });
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => child.kill('SIGKILL') };
}
