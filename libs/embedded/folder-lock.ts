import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { EngineRefusal } from './engine-refusal';
import { codeOf, isAlive, markOfSelf, type ProcessMark } from './processes';

export interface FolderLock {
  release(): void;
}

/**
 * Takes a folder for this process by a lock file that names pid and start instant. One left by a dead process is taken over.
 * @throws EngineRefusal `engine.folder-in-use` when a living process, other than this one, holds it.
 */
export function lockFolder(file: string, folder: string): FolderLock {
  const self = markOfSelf();
  const mine = JSON.stringify(self);
  for (let attempt = 0; attempt < 5; attempt++) {
    if (create(file, mine)) return { release: () => release(file, mine) };
    const text = read(file);
    if (text === mine) return { release: () => release(file, mine) };
    const holder = parse(text);
    if (holder !== undefined && isAlive(holder)) throw inUse(folder, holder);
    if (text !== undefined) setAside(file, text);
  }
  throw inUse(folder, undefined);
}

/** Who holds the lock now, when that process lives. */
export function lockHolder(file: string): ProcessMark | undefined {
  const holder = parse(read(file));
  return holder !== undefined && isAlive(holder) ? holder : undefined;
}

function create(file: string, text: string): boolean {
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    linkSync(draft, file); // whole content or nothing: a reader never sees a half-written lock
    return true;
  } catch (reason) {
    if (codeOf(reason) === 'EEXIST') return false;
    throw reason;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Two starters may see the same dead lock: only what was read is removed; a newer lock met by accident is put back. */
function setAside(file: string, stale: string): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  try {
    if (read(aside) !== stale) linkSync(aside, file);
  } finally {
    rmSync(aside, { force: true });
  }
}

function release(file: string, mine: string): void {
  if (read(file) === mine) rmSync(file, { force: true });
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text: string | undefined): ProcessMark | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('started' in value)) return undefined;
    return typeof value.pid === 'number' && typeof value.started === 'string' ? { pid: value.pid, started: value.started } : undefined;
  } catch {
    return undefined;
  }
}

function inUse(folder: string, holder: ProcessMark | undefined): EngineRefusal {
  const who = holder === undefined ? '' : ` (pid ${holder.pid})`;
  return new EngineRefusal(
    'engine.folder-in-use',
    `数据目录 ${folder} 正被另一个进程使用${who}。请先停止它，或用 --data 换一个目录。`,
    `The data folder ${folder} is in use by another process${who}. Stop that one first, or choose another folder with --data.`,
  );
}
