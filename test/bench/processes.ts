import { readdirSync, readFileSync } from 'node:fs';
import type { StandaloneRun } from '#testing';

/** Jiffies of /proc are hundredths of a second on every Linux we know. */
const MS_PER_TICK = 10;
const APPS = ['api', 'eventstore', 'projector', 'reactor'] as const;
type App = (typeof APPS)[number];

/** CPU milliseconds that each program of a running ledger has used so far; PostgreSQL is all its processes together. */
export function cpuOf(ledger: StandaloneRun, also: Readonly<Record<string, number>> = {}): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  for (const app of APPS) used.set(app, ticks(ledger.pidOf(app)));
  const postmaster = ledger.pidOf('postgres');
  if (postmaster !== undefined)
    used.set(
      'postgres',
      [postmaster, ...childrenOf(postmaster)].reduce((sum, pid) => sum + ticks(pid), 0),
    );
  for (const [name, pid] of Object.entries(also)) used.set(name, ticks(pid));
  return new Map([...used].map(([name, count]) => [name, count * MS_PER_TICK]));
}

/** CPU milliseconds per piece of work between two looks, by program; what used none is left out. */
export function cpuEach(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  count: number,
): ReadonlyMap<string, number> {
  return new Map([...after].map(([name, ms]) => [name, (ms - (before.get(name) ?? 0)) / count] as const).filter(([, ms]) => ms >= 0.005));
}

/** Stops programs in their tracks while something runs; they go on afterwards whatever came of it. */
export async function whilePaused<T>(ledger: StandaloneRun, apps: readonly App[], work: () => Promise<T>): Promise<T> {
  const pids = apps.map((app) => ledger.pidOf(app)).filter((pid) => pid !== undefined);
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  try {
    return await work();
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  }
}

/** CPU milliseconds that a process has used so far, and all below it together. */
export function cpuBelow(pid: number): { readonly own: number; readonly below: number } {
  const below = (parent: number): number =>
    childrenOf(parent).reduce((sum, child) => sum + ticks(child) + below(child), endedTicks(parent));
  return { own: ticks(pid) * MS_PER_TICK, below: below(pid) * MS_PER_TICK };
}

function ticks(pid: number | undefined): number {
  const fields = statOf(pid);
  return fields ? Number(fields[11]) + Number(fields[12]) : 0;
}

/** Of children that have ended and been waited for, and theirs. */
function endedTicks(pid: number): number {
  const fields = statOf(pid);
  return fields ? Number(fields[13]) + Number(fields[14]) : 0;
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(statOf(Number(name))?.[1]) === parent)
    .map(Number);
}

/** The fields after the command's name, which may hold spaces: state, parent, …; user and system time are the 12th and 13th, ended children's the next two. */
function statOf(pid: number | undefined): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
