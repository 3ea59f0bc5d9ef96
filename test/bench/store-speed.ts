import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEventStore, startPostgres } from '#embedded';
import { startIdleStore } from './idle-store';

const run = promisify(execFile);
const EVENT_BYTES = 290;

/** The embedded store beside a server that does nothing, one client process at a time: rates and their ratio. `npm run bench -- --only store` */
export async function measureStore(scale: number): Promise<readonly string[]> {
  const lines: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'store-speed-'));
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), databases: ['events'] });
  const store = await startEventStore({ databaseUrl: postgres.url('events'), host: '127.0.0.1', port: 0, insecure: true });
  const idle = await startIdleStore(EVENT_BYTES, 1_000_000);
  try {
    for (const [what, count, inFlight] of [
      ['append', 3_000, 1],
      ['append', 20_000, 32],
      ['append', 20_000, 256],
      ['read', 45_000, 1],
    ] as const) {
      const n = Math.round(count * scale);
      const ours: number[] = [];
      const nothing: number[] = [];
      for (let round = 0; round < 2; round++) {
        nothing.push(await measure(idle.port, what, n, inFlight));
        ours.push(await measure(store.port, what, n, inFlight));
      }
      const [a, b] = [Math.max(...ours), Math.max(...nothing)];
      lines.push(
        `store, ${what} ${inFlight} in flight: ${Math.round(a)}/s beside a server that does nothing ${Math.round(b)}/s: ${(a / b).toFixed(2)} (aim ≥ ${AIMS[`${what} ${inFlight}`] ?? 0})`,
      );
    }
  } finally {
    await store.close();
    idle.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return lines;
}

const AIMS: Readonly<Record<string, number>> = { 'append 1': 0.6, 'append 32': 0.5, 'append 256': 0.5, 'read 1': 0.75 };

async function measure(port: number, what: string, count: number, inFlight: number): Promise<number> {
  const url = `esdb://127.0.0.1:${port}?tls=false`;
  const { stdout } = await run(process.execPath, [join(__dirname, 'store-load.js'), url, what, String(count), String(inFlight)]);
  return (JSON.parse(stdout) as { perSecond: number }).perSecond;
}
