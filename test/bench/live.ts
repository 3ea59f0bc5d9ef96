import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Clerk, type StandaloneRun } from '#testing';
import { percentile } from './percentile';
import { wishPoster } from './wishes';

const [CONNECTIONS, WITHIN_MS, RSS_MIB_MAX, BURST] = [5_000, 2_000, 600, 50];
/** Where `wishPoster` posts. */
const UNIT = '330681001001';

interface Told {
  readonly short: number;
  readonly twice: number;
  readonly most: number;
  readonly lastMs: number;
}

/** 5,000 screens and phones on one api process: how long from asking for an action until the last of them has its line. */
export async function measureLive(ledger: StandaloneRun, scale: number): Promise<readonly string[]> {
  const post = wishPoster(ledger.url, await Clerk.of(ledger, 'desk').bearer(), 8);
  await post();
  const before = rssMib(ledger);
  const listeners = fork(join(__dirname, 'live-listeners.js'), [ledger.url, String(CONNECTIONS), UNIT]);
  try {
    await answer<{ opened: number }>(listeners);
    let lines = 0;
    const times: number[] = [];
    const round = async (count: number): Promise<{ readonly asked: number; readonly recorded: number }> => {
      const began = Date.now();
      await Promise.all(Array.from({ length: count }, post));
      const recorded = Date.now();
      lines += count;
      listeners.send({ lines, withinMs: 30_000 });
      const told = await answer<Told>(listeners);
      if (told.short > 0 || told.twice > 0 || told.most > lines)
        throw new Error(`of ${lines} lines: ${told.short} connections lack some, ${told.twice} came twice, at most ${told.most}`);
      return { asked: told.lastMs - began, recorded: told.lastMs - recorded };
    };
    for (let n = 0; n < Math.max(5, Math.round(20 * scale)); n += 1) times.push((await round(1)).asked);
    const burst = await round(BURST);
    return [
      `live: one line to ${CONNECTIONS} connections, until the last has it: p50 ${percentile(times, 0.5)} ms, most ${percentile(times, 1)} ms; ${BURST} asked for at once: ${burst.asked} ms, ${burst.recorded} ms from the last one’s being recorded (aim ≤ ${WITHIN_MS} ms; every connection got every line once)`,
      `live: memory of api ${before} MiB before, ${rssMib(ledger)} MiB with ${CONNECTIONS} connections (aim ≤ ${RSS_MIB_MAX} MiB)`,
    ];
  } finally {
    listeners.kill('SIGKILL');
  }
}

function answer<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`the listeners ended: ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as T);
    });
  });
}

function rssMib(ledger: StandaloneRun): number {
  const status = readFileSync(`/proc/${ledger.pidOf('api') ?? 0}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
}
