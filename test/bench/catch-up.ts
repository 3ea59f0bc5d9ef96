import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '#embedded';
import type { FollowOptions, Ledger, RecordedFact } from '#ledger';
import { runViews } from '#readside';
import { bareCatchUp, bareTables } from './bare-catch-up';
import { paymentFacts, paymentViews } from './catch-up-facts';

/** Facts per second of catching up into a realistic set of views, beside a bare loop that writes the same rows; the rows are compared. */
export interface CatchUpMeasure {
  readonly facts: number;
  readonly bare: number;
  readonly views: number;
  readonly ratio: number;
  readonly same: boolean;
  readonly heapMiB: number;
}

const BATCH = 4_000;
const ROUNDS = 3;

export async function measureCatchUp(count: number): Promise<CatchUpMeasure> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
  const postgres = await startPostgres({ dataDir, databases: ['ledger'] });
  try {
    const databaseUrl = postgres.url('ledger');
    const facts = paymentFacts(count);
    const rates: Record<'bare' | 'views', number[]> = { bare: [], views: [] };
    for (let round = 0; round < ROUNDS; round++) {
      rates.bare.push(count / (await bare(databaseUrl, facts, `bare${round}`)));
      rates.views.push(count / (await derived(databaseUrl, facts, `views${round}_`)));
    }
    const [bareRate, viewRate] = [Math.max(...rates.bare), Math.max(...rates.views)];
    const same = await sameRows(databaseUrl, 'bare0', 'views0_read');
    return {
      facts: count,
      bare: Math.round(bareRate),
      views: Math.round(viewRate),
      ratio: viewRate / bareRate,
      same,
      heapMiB: Math.round(process.memoryUsage().heapUsed / 2 ** 20),
    };
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Seconds from the first batch to the last commit; tables and connections are there before. */
async function bare(databaseUrl: string, facts: readonly RecordedFact[], schema: string): Promise<number> {
  return withClient(databaseUrl, async (client) => {
    await client.query(`CREATE SCHEMA "${schema}"`);
    for (const statement of bareTables(schema)) await client.query(statement);
    await client.query('SET synchronous_commit = off');
    const began = performance.now();
    await bareCatchUp(client, schema, batchesOf(facts, BATCH));
    return (performance.now() - began) / 1_000;
  });
}

async function derived(databaseUrl: string, facts: readonly RecordedFact[], prefix: string): Promise<number> {
  const stop = new AbortController();
  const ledger = new GivenFacts(facts, () => stop.abort());
  await runViews({
    ledger: ledger as unknown as Ledger,
    databaseUrl,
    prefix,
    views: paymentViews,
    signal: stop.signal,
    batchMax: BATCH,
    renew: () => Promise.reject(new Error('nothing to renew')),
  });
  return (performance.now() - ledger.began) / 1_000;
}

/** Hands given facts over as fast as they are taken. */
class GivenFacts {
  began = 0;

  constructor(
    private readonly facts: readonly RecordedFact[],
    private readonly done: () => void,
  ) {}

  async follow(options: FollowOptions): Promise<void> {
    this.began = performance.now();
    for (const batch of batchesOf(this.facts, options.batchMax)) {
      const last = batch.at(-1);
      if (last) await options.onBatch(batch, { position: last.position, eventId: last.eventId }, last === this.facts.at(-1));
    }
    this.done();
  }
}

function* batchesOf(facts: readonly RecordedFact[], size: number): Iterable<readonly RecordedFact[]> {
  for (let at = 0; at < facts.length; at += size) yield facts.slice(at, at + size);
}

async function sameRows(databaseUrl: string, left: string, right: string): Promise<boolean> {
  return withClient(databaseUrl, async (client) => {
    for (const table of paymentViews.flatMap((view) => view.tables)) {
      const columns = ['key', 'stream', 'position', ...Object.keys(table.columns)].map((name) => `"${name}"`).join(', ');
      const names =
        table.history === false
          ? [[table.name, columns]]
          : [
              [table.name, columns],
              [`${table.name}__history`, 'key, day, position'],
            ];
      for (const [name, list] of names) {
        const [one, other] = [`SELECT ${list} FROM "${left}".${name}`, `SELECT ${list} FROM "${right}".${name}`];
        const { rows } = await client.query<{ same: boolean }>(
          `SELECT NOT EXISTS (${one} EXCEPT ${other}) AND NOT EXISTS (${other} EXCEPT ${one}) AND EXISTS (${one}) AS same`,
        );
        if (!rows[0]?.same) return false;
      }
    }
    return true;
  });
}

async function withClient<T>(databaseUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl, statement_timeout: 0 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

if (require.main === module)
  void measureCatchUp(Number(process.argv[2] ?? 60_000)).then((measure) => process.stdout.write(`${JSON.stringify(measure)}\n`));
