import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { EngineRefusal } from '../engine-refusal';
import { processesIn, signal, until } from '../processes';

/** The name this folder's processes carry in their titles, where a process list is all there is to know them by. */
export function clusterName(data: string): string {
  return `ledger-${createHash('sha256').update(data).digest('hex').slice(0, 12)}`;
}

/**
 * Ends whatever still runs in a cluster's folder: a postmaster whose starter died, or backends that outlived theirs (they hold the shared
 * memory, and a restart would fail on it for seconds). Gently first: a living postmaster is asked for a fast shutdown.
 * @throws EngineRefusal `engine.left-overs` when something cannot be ended.
 */
export async function endLeftOvers(data: string): Promise<void> {
  const title = clusterName(data);
  for (const [name, patienceMs] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 3_000],
    ['SIGKILL', 5_000],
  ] as const) {
    const left = processesIn(data, title);
    if (left.length === 0) break;
    for (const pid of left) signal(pid, name);
    await until(() => processesIn(data, title).length === 0, patienceMs);
  }
  const left = processesIn(data, title);
  if (left.length > 0) {
    throw new EngineRefusal(
      'engine.left-overs',
      `${data} 上仍有上次留下的数据库进程（pid ${left.join(', ')}），无法结束。请手动结束后再启动。`,
      `Database processes of an earlier run still work in ${data} (pid ${left.join(', ')}) and cannot be ended. End them by hand, then start again.`,
    );
  }
  // Nothing of this folder runs: a pid file left by a crash can only be mistaken for some stranger with the same pid.
  rmSync(join(data, 'postmaster.pid'), { force: true });
}
