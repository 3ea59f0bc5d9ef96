import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';

/** A process named so that a reused pid is not taken for it: pid + the instant the kernel says it started. */
export interface ProcessMark {
  readonly pid: number;
  readonly started: string;
}

export function markOf(pid: number): ProcessMark | undefined {
  const started = startOf(pid);
  return started === undefined ? undefined : { pid, started };
}

export function markOfSelf(): ProcessMark {
  return markOf(process.pid) ?? { pid: process.pid, started: 'unknown' };
}

export function isAlive(mark: ProcessMark): boolean {
  return startOf(mark.pid) === mark.started;
}

/**
 * Processes that work in a folder (their current directory), such as the backends a killed postmaster left behind.
 * On Linux from /proc; elsewhere by the `title` they carry in their command line (PostgreSQL's cluster_name).
 */
export function processesIn(folder: string, title: string): number[] {
  if (process.platform === 'win32') return [];
  return process.platform === 'linux' ? byCurrentDirectory(folder) : byTitle(title);
}

/** Sends a signal; a process that is gone already, or is not ours to signal, is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // gone between the look and the signal
  }
}

/** Looks again every few milliseconds until the condition holds; false when it does not within `withinMs`. */
export async function until(condition: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs;
  for (;;) {
    if (await condition()) return true;
    if (performance.now() > end) return false;
    await new Promise((next) => setTimeout(next, 20));
  }
}

/** The system's name for an error (`ENOENT`, `EEXIST`, …). Not by `instanceof`: under a test runner errors come from another realm. */
export function codeOf(reason: unknown): string | undefined {
  return typeof reason === 'object' && reason !== null && 'code' in reason && typeof reason.code === 'string' ? reason.code : undefined;
}

function startOf(pid: number): string | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (process.platform === 'linux') return startFromProc(pid);
  if (process.platform === 'win32') return exists(pid) ? 'unknown' : undefined;
  try {
    const text = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
    const [state, ...started] = text.trim().split(/\s+/);
    return state === undefined || state === '' || state.startsWith('Z') ? undefined : started.join(' ');
  } catch {
    return undefined;
  }
}

function startFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command name may hold blanks and brackets: fields are counted after its last bracket (proc(5): state is 3rd, starttime 22nd).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${bootId()}:${fields[19] ?? ''}`;
  } catch {
    return undefined;
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim().slice(0, 8);
  } catch {
    return 'boot';
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (reason) {
    return codeOf(reason) === 'EPERM';
  }
}

function byCurrentDirectory(folder: string): number[] {
  const wanted = real(folder);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === wanted && startFromProc(pid) !== undefined && isPostgres(pid);
      } catch {
        return false;
      }
    });
}

/** A person's shell may sit in the same folder: only PostgreSQL's own processes are named. */
function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'latin1').startsWith('postgres');
  } catch {
    return false;
  }
}

function byTitle(title: string): number[] {
  try {
    return execFileSync('ps', ['-axww', '-o', 'pid=,command='], { encoding: 'utf8', maxBuffer: 1 << 24 })
      .split('\n')
      .filter((line) => line.includes(title) && line.includes('postgres'))
      .map((line) => Number.parseInt(line, 10))
      .filter((pid) => Number.isSafeInteger(pid) && pid !== process.pid);
  } catch {
    return [];
  }
}

function real(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
