import { execFile, fork } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from '#embedded';
import { Clerk, type StandaloneRun } from '#testing';

const run = promisify(execFile);

export interface PathMeasure {
  readonly inFlight: number;
  readonly path: number;
  readonly plain: number;
  readonly bare: number;
  readonly besidePlain: number;
  readonly besideBare: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface Load {
  readonly perSecond: number;
  readonly acknowledged: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** The whole HTTP command path beside an equal Nest route that only appends and beside the bare client, all on the store of one running ledger. */
export async function measureCommandPath(ledger: StandaloneRun, scale: number): Promise<readonly PathMeasure[]> {
  const token = await Clerk.of(ledger, 'desk').bearer();
  const plain = await startPlain(ledger.engines['EVENTSTORE_URL'] ?? '');
  const measures: PathMeasure[] = [];
  let acknowledged = 0;
  try {
    for (const [inFlight, count] of [[1, 1_200], [8, 5_000], [32, 10_000]] as const) {
      const n = Math.round(count * scale);
      const path: Load[] = [];
      const route: Load[] = [];
      const bare: number[] = [];
      for (let round = 0; round < 2; round++) {
        route.push(await httpLoad(plain.url, 'none', n, inFlight));
        path.push(await httpLoad(ledger.url, token, n, inFlight));
        bare.push(await bareLoad(ledger.engines['EVENTSTORE_URL'] ?? '', n, inFlight));
      }
      acknowledged += path.reduce((sum, load) => sum + load.acknowledged, 0);
      measures.push(measured(inFlight, path, route, bare));
    }
  } finally {
    plain.stop();
  }
  await assertRows(ledger, acknowledged);
  return measures;
}

function measured(inFlight: number, path: readonly Load[], route: readonly Load[], bare: readonly number[]): PathMeasure {
  const best = path.reduce((a, b) => (a.perSecond > b.perSecond ? a : b));
  const plain = Math.max(...route.map((load) => load.perSecond));
  const ceiling = Math.max(...bare);
  return { inFlight, path: Math.round(best.perSecond), plain: Math.round(plain), bare: Math.round(ceiling), besidePlain: best.perSecond / plain, besideBare: best.perSecond / ceiling, p50Ms: best.p50Ms, p99Ms: best.p99Ms };
}

/** The gate: every acknowledged wish has become exactly one row. Waits for the projector by count, bounded. */
async function assertRows(ledger: StandaloneRun, acknowledged: number): Promise<void> {
  const client = new Client({ connectionString: ledger.engines['DATABASE_URL'] });
  await client.connect();
  try {
    const until = Date.now() + 60_000;
    for (;;) {
      const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM "${ledger.engines['LEDGER_PREFIX'] ?? ''}read".wishes`);
      const count = Number(rows[0]?.count);
      if (count === acknowledged) return;
      if (count > acknowledged || Date.now() > until) throw new Error(`${acknowledged} wishes were acknowledged, ${count} rows are there`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  } finally {
    await client.end();
  }
}

async function httpLoad(url: string, token: string, count: number, inFlight: number): Promise<Load> {
  const { stdout } = await run(process.execPath, [join(__dirname, 'http-load.js'), url, token, String(count), String(inFlight)]);
  return JSON.parse(stdout) as Load;
}

async function bareLoad(url: string, count: number, inFlight: number): Promise<number> {
  const { stdout } = await run(process.execPath, [join(__dirname, 'store-load.js'), url, 'append', String(count), String(inFlight)]);
  return (JSON.parse(stdout) as { perSecond: number }).perSecond;
}

async function startPlain(eventStoreUrl: string): Promise<{ readonly url: string; stop(): void }> {
  const port = await freePort();
  const child = fork(join(__dirname, 'plain-route.js'), [], { env: { ...process.env, EVENTSTORE_URL: eventStoreUrl, PORT: String(port) } });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (exit) => reject(new Error(`the plain route ended: ${exit}`)));
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => child.kill('SIGKILL') };
}
