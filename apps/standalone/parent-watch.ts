import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isAlive, markOf, type ProcessMark } from '#embedded';

/**
 * npm exits at once on SIGTERM without passing it on, and node would live on without a terminal. So when npm started us, its death is our
 * signal to stop. Started otherwise (a service manager, `node` by hand) nobody is watched: signals arrive then.
 */
export function watchParent(onGone: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const watched = ancestorsUpToNpm();
  if (watched.length === 0) return;
  const timer = setInterval(() => {
    if (watched.every(isAlive)) return;
    clearInterval(timer);
    onGone();
  }, 500);
  timer.unref();
}

/** npm runs scripts through a shell, which may have given way to us (exec) or still stand between. */
function ancestorsUpToNpm(): ProcessMark[] {
  const marks: ProcessMark[] = [];
  let at: number | undefined = process.ppid;
  for (let depth = 0; depth < 3 && at !== undefined && at > 1; depth++) {
    const mark = markOf(at);
    if (mark === undefined) break;
    marks.push(mark);
    const { name, parent } = look(at);
    if (!/^-?(sh|dash|bash|zsh|ksh|ash|busybox)$/.test(name)) break;
    at = parent;
  }
  return marks;
}

function look(pid: number): { name: string; parent: number | undefined } {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const close = stat.lastIndexOf(')');
      return { name: stat.slice(stat.indexOf('(') + 1, close), parent: Number(stat.slice(close + 2).split(' ')[1]) };
    }
    const [parent = '', ...name] = execFileSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/);
    return { name: name.join(' ').split('/').at(-1) ?? '', parent: Number(parent) };
  } catch {
    return { name: '', parent: undefined };
  }
}
