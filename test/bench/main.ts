import { measureBoard } from './board';
import { measureCatchUp } from './catch-up';
import { measureCommandPath } from './command-path';
import { measureLag } from './lag';
import { measureLargeLog } from './large-log';
import { measureLive } from './live';
import { measureMemory } from './memory';
import { measureRebuild } from './rebuild';
import { measureStore } from './store-speed';
import { measureViews } from './views-beside-read';
import { Clerk, StandaloneRun } from '#testing';

const ratio = (value: number): string => value.toFixed(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * `npm run bench [-- --quick] [--only path,lag,…] [--facts 1000000]`: ratios of one run on this machine, each behind its correctness gate (a failed gate
 * ends the bench). `--facts` is the size of the ledger for `memory` and of the log for `large`, which runs only when it is named. Figures are per second unless
 * they name a unit.
 */
async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const scale = args.includes('--quick') ? 0.2 : 1;
  const only = args[args.indexOf('--only') + 1]?.split(',') ?? [];
  const wanted = (name: string): boolean => !args.includes('--only') || only.includes(name);
  if (wanted('store')) for (const line of await measureStore(scale)) say(line);
  if (wanted('catch-up')) await catchUp(scale);
  const facts = args.includes('--facts') ? Number(args[args.indexOf('--facts') + 1]) : Math.round(1_000_000 * scale);
  if (!Number.isSafeInteger(facts) || facts < 1) throw new Error('--facts wants a number');
  if (only.includes('large')) await measureLargeLog(facts, say);
  if (['start', 'path', 'lag', 'views', 'rebuild', 'board', 'live', 'memory'].some(wanted)) await wholeLedger(scale, wanted, facts);
}

async function catchUp(scale: number): Promise<void> {
  const { facts, bare, views, ratio: share, same } = await measureCatchUp(Math.round(60_000 * scale));
  if (!same) throw new Error('the rows of catching up differ from those of the bare loop');
  say(
    `catch-up of ${facts} facts: views ${views}/s beside a bare loop writing the same rows ${bare}/s: ${ratio(share)} (aim ≥ 0.8; rows equal)`,
  );
}

async function wholeLedger(scale: number, wanted: (name: string) => boolean, facts: number): Promise<void> {
  const began = performance.now();
  const ledger = await StandaloneRun.start({ env: { LEDGER_RATE_PER_ACCOUNT: '1000000' } });
  try {
    if (wanted('start')) await startUp(ledger, performance.now() - began);
    if (wanted('path')) for (const paused of [false, true]) await commandPath(ledger, scale, paused);
    if (wanted('lag')) {
      const token = await Clerk.of(ledger, 'desk').bearer();
      for (const rate of [100, 500]) {
        const m = await measureLag(ledger, token, rate, Math.max(4, Math.round(20 * scale)));
        say(
          `lag at ${m.perSecond} facts/s (reached ${m.reached}/s): p50 ${m.p50Ms} ms, p99 ${m.p99Ms} ms, p99.9 ${m.p999Ms} ms (aim p99 ≤ 50 ms); every fact became visible`,
        );
      }
    }
    if (wanted('views')) say(await measureViews(ledger, Math.round(100_000 * scale)));
    if (wanted('rebuild')) say(await measureRebuild(ledger));
    if (wanted('live')) for (const line of await measureLive(ledger, scale)) say(line);
    if (wanted('board')) for (const line of await measureBoard(ledger, scale)) say(line);
    if (wanted('memory')) for (const line of await measureMemory(ledger, facts)) say(line);
  } finally {
    await ledger.remove();
  }
}

async function commandPath(ledger: StandaloneRun, scale: number, paused: boolean): Promise<void> {
  say(`command path, projector and reactor ${paused ? 'paused' : 'running'}; every side records the same fact; rows = acknowledgements`);
  for (const { inFlight, path, plain, bare } of await measureCommandPath(ledger, scale, paused)) {
    const [besidePlain, besideBare] = [path.perSecond / plain.perSecond, path.perSecond / bare.perSecond];
    say(
      `  ${inFlight} in flight: ${Math.round(path.perSecond)}/s (p50 ${path.p50Ms} ms, p99 ${path.p99Ms} ms) beside an equal route ${Math.round(plain.perSecond)}/s: ${ratio(besidePlain)} (aim ≥ 0.8), beside the bare client ${Math.round(bare.perSecond)}/s: ${ratio(besideBare)} (aim ≥ 0.25)`,
    );
    for (const [name, { cpuMs }] of Object.entries({ path, 'equal route': plain, 'bare client': bare }))
      say(`      CPU ms a fact, ${name}: ${cpuLine(cpuMs)}`);
  }
}

function cpuLine(cpuMs: ReadonlyMap<string, number>): string {
  const all = [...cpuMs.values()].reduce((sum, ms) => sum + ms, 0);
  return `${all.toFixed(2)} = ${[...cpuMs].map(([program, ms]) => `${program} ${ms.toFixed(2)}`).join(' + ')}`;
}

async function startUp(ledger: StandaloneRun, firstMs: number): Promise<void> {
  await ledger.stop();
  const again = await ledger.start();
  say(
    `start-up: first (with the whole genesis) ${(firstMs / 1_000).toFixed(1)} s (aim < 60), second ${(again / 1_000).toFixed(1)} s (aim < 15)`,
  );
}

main().catch((reason: unknown) => {
  process.stderr.write(`${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`);
  process.exit(1);
});
