import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, markOf, until, type ProcessMark } from '#embedded';

/**
 * Which processes this supervisor started, on disk, so that the next one can end what a kill -9 left behind. A process is known by pid and
 * start instant, never by the port it holds.
 */
export class ChildRegistry {
  private readonly marks = new Map<number, ProcessMark>();

  constructor(private readonly file: string) {}

  /** Ends the processes an earlier supervisor of this folder left running. */
  async endLeftOvers(): Promise<void> {
    const left = readMarks(this.file).filter(isAlive);
    for (const { pid } of left) kill(pid);
    await until(() => !left.some(isAlive), 5_000);
    rmSync(this.file, { force: true });
  }

  add(pid: number | undefined): void {
    const mark = pid === undefined ? undefined : markOf(pid);
    if (mark === undefined) return;
    this.marks.set(mark.pid, mark);
    this.save();
  }

  remove(pid: number | undefined): void {
    if (pid !== undefined && this.marks.delete(pid)) this.save();
  }

  private save(): void {
    try {
      writeFileSync(this.file, JSON.stringify([...this.marks.values()]), { mode: 0o600 });
    } catch {
      // a full disk: the processes end by themselves when the pipe to us closes; this list is the second rope
    }
  }
}

function readMarks(file: string): ProcessMark[] {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(value) ? value.filter(isMark) : [];
  } catch {
    return [];
  }
}

function isMark(value: unknown): value is ProcessMark {
  if (typeof value !== 'object' || value === null || !('pid' in value) || !('started' in value)) return false;
  return typeof value.pid === 'number' && typeof value.started === 'string';
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended meanwhile
  }
}
