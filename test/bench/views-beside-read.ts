import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { house } from '../../apps/wiring';
import type { StandaloneRun } from '#testing';
import { filled } from './memory';

const run = promisify(execFile);
const ROUNDS = 2;
/** As the supervisor gives the projector. */
const HEAP_MIB = 280;

/** Facts per second of deriving every view from the beginning, beside the bare client reading the same `$all` to its end; the digests must be the served ones. */
export async function measureViews(ledger: StandaloneRun, count: number): Promise<string> {
  await filled(ledger, count);
  const [reads, views]: [number[], number[]] = [[], []];
  let facts = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const prefix = `bench${round}_`;
    const env = { ...process.env, ...ledger.engines };
    const derived = await program(['--max-old-space-size=' + HEAP_MIB, join(__dirname, 'all-views.js'), prefix], env);
    const { facts: seen = 0, seconds = 1 } = derived;
    await assertDigests(ledger, prefix);
    const read = await program([join(__dirname, 'store-load.js'), ledger.engines['EVENTSTORE_URL'] ?? '', 'read', String(seen), '1'], env);
    facts = seen;
    views.push(seen / seconds);
    reads.push(read['perSecond'] ?? 1);
  }
  const [v, r] = [Math.max(...views), Math.max(...reads)];
  return `catch-up of ${facts} facts into all ${house.views.length} views: ${Math.round(v)}/s beside a bare read of $all ${Math.round(r)}/s: ${(v / r).toFixed(2)} (aim ≥ 0.4; digests as served)`;
}

async function program(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Readonly<Record<string, number>>> {
  const { stdout } = await run(process.execPath, args, { env });
  return JSON.parse(stdout.slice(stdout.lastIndexOf('{'))) as Record<string, number>;
}

/** The gate: what was derived anew adds up to what is served. */
async function assertDigests(ledger: StandaloneRun, prefix: string): Promise<void> {
  const served = `${ledger.engines['LEDGER_PREFIX'] ?? ''}read`;
  const client = new Client({ connectionString: ledger.engines['DATABASE_URL'] });
  await client.connect();
  try {
    const { rows } = await client.query<{ view: string }>(
      `SELECT s.view FROM "${served}".checkpoints s FULL JOIN "${prefix}read".checkpoints b USING (view) WHERE s.digest IS DISTINCT FROM b.digest`,
    );
    if (rows.length > 0) throw new Error(`derived anew, these views differ: ${rows.map((row) => row.view).join(', ')}`);
    await client.query(`DROP SCHEMA "${prefix}read" CASCADE`);
  } finally {
    await client.end();
  }
}
