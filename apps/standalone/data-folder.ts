import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf, diskFull, lockFolder, saysDiskFull, type FolderLock } from '#embedded';
import { DEMO_SEED } from './demo/seeded';
import { StartRefusal } from './start-refusal';

/** Layout version of the data folder. Raised when an older program could no longer read it. */
const formatKnown = 1;
const mebibyte = 1024 * 1024;
/** A fresh cluster with its write-ahead log takes about 100 MiB; below the lesser bound nothing can be recorded safely. */
const freeMiBToBegin = 256;
const freeMiBToGoOn = 48;

export interface DataFolder {
  readonly path: string;
  readonly fresh: boolean;
  readonly synthetic: boolean;
  readonly secretFiles: {
    readonly ledgerSecret: string;
    readonly masterKey: string;
    readonly tokenKey: string;
  };
  readonly logs: string;
  release(): void;
}

/**
 * Takes a data folder for this process: locks it, checks room and format, makes the secrets of a new one (0600).
 * @throws StartRefusal `start.folder-newer`, `start.folder-not-demo`, `start.folder-unusable`, `start.secret-missing`
 * @throws EngineRefusal `engine.folder-in-use`, `engine.disk-full`
 */
export function openDataFolder(path: string, demo: boolean): DataFolder {
  try {
    return open(path, demo);
  } catch (reason) {
    if (saysDiskFull(reason) && !(reason instanceof StartRefusal)) throw diskFull(path);
    if (['EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'EROFS', 'ENOENT'].includes(codeOf(reason) ?? ''))
      throw unusable(path, codeOf(reason) ?? '');
    throw reason;
  }
}

/** Where ledgerctl finds the engines of a running ledger on this machine: the apps' environment, 0600, gone when it stops. */
export function writeEngines(folder: DataFolder, env: Readonly<Record<string, string>>): void {
  writeDurably(join(folder.path, enginesFile), `${JSON.stringify(env)}\n`);
}

export function removeEngines(folder: DataFolder): void {
  rmSync(join(folder.path, enginesFile), { force: true });
}

const enginesFile = 'engines.json';

/** True when the folder's disk has no room left to work with. */
export function isFull(path: string, wantedMiB = 4): boolean {
  return freeMiB(path) < wantedMiB;
}

function open(path: string, demo: boolean): DataFolder {
  // Root may have to hand PostgreSQL over to another user, who must pass through (not look around): everything inside is closed itself.
  makeFolder(path, process.geteuid?.() === 0 ? 0o711 : 0o700);
  const formatFile = join(path, 'format.json');
  const known = readFormat(formatFile);
  if (known !== undefined && known.format > formatKnown) throw newer(path, known.format);
  if (isFull(path, known === undefined ? freeMiBToBegin : freeMiBToGoOn)) throw diskFull(path);
  const lock: FolderLock = lockFolder(join(path, 'ledger.lock'), path);
  try {
    const format = readFormat(formatFile) ?? { format: formatKnown, synthetic: demo };
    if (demo && !format.synthetic) throw notDemo(path);
    const secretFiles = prepareSecrets(join(path, 'secrets'), known !== undefined, format.synthetic);
    const logs = join(path, 'logs');
    mkdirSync(logs, { recursive: true, mode: 0o700 });
    if (known === undefined) writeDurably(formatFile, `${JSON.stringify(format)}\n`); // last: a folder without it is still being made
    return { path, fresh: known === undefined, synthetic: format.synthetic, secretFiles, logs, release: () => lock.release() };
  } catch (reason) {
    lock.release();
    throw reason;
  }
}

/** With the folders above it. Step by step: Node's own recursive form never returns where a file system makes none (`/proc`). */
function makeFolder(path: string, mode: number): void {
  if (existsSync(path) && statSync(path).isDirectory()) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above, mode);
  mkdirSync(path, { mode });
}

interface Format {
  readonly format: number;
  readonly synthetic: boolean;
}

function readFormat(file: string): Format | undefined {
  if (!existsSync(file)) return undefined;
  const value = parsed(readFileSync(file, 'utf8'));
  const isFormat = typeof value === 'object' && value !== null && 'format' in value && typeof value.format === 'number';
  if (!isFormat)
    throw new StartRefusal('start.folder-unusable', `${file} 已损坏，请从备份恢复。`, `${file} is damaged. Restore it from your backup.`);
  return { format: Number(value.format), synthetic: 'synthetic' in value && value.synthetic === true };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The ledger secret of a demonstration comes from its seed, so that pseudonyms are the same every time; it protects nobody. */
function prepareSecrets(folder: string, mustExist: boolean, synthetic: boolean): DataFolder['secretFiles'] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = (name: string, made = randomBytes(32)): string => {
    const at = join(folder, name);
    if (existsSync(at)) return at;
    // A new secret beside old data would make it unreadable for good, silently.
    if (mustExist) {
      throw new StartRefusal(
        'start.secret-missing',
        `缺少密钥文件 ${at}。请从备份恢复，不要新建。`,
        `The secret ${at} is missing. Restore it from your backup; do not make a new one.`,
      );
    }
    writeDurably(at, `${made.toString('base64url')}\n`);
    return at;
  };
  return {
    ledgerSecret: synthetic ? file('ledger-secret', createHash('sha256').update(DEMO_SEED).digest()) : file('ledger-secret'),
    masterKey: file('master-key'),
    tokenKey: file('token-key'),
  };
}

/** Whole or not at all, on the disk before anything relies on it. */
export function writeDurably(file: string, text: string): void {
  const draft = `${file}.new`;
  const fd = openSync(draft, 'w', 0o600);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, file);
  if (process.platform === 'win32') return; // folders cannot be synced there
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function freeMiB(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path);
    return (bavail * bsize) / mebibyte;
  } catch {
    return Number.POSITIVE_INFINITY; // a file system that does not tell is asked by writing
  }
}

function newer(path: string, format: number): StartRefusal {
  return new StartRefusal(
    'start.folder-newer',
    `数据目录 ${path} 由更新的版本写成（格式 ${format}，本程序认识到 ${formatKnown}）。请升级程序，或用 --data 换一个目录。`,
    `The data folder ${path} was written by a newer version (format ${format}; this program knows up to ${formatKnown}). Upgrade, or choose another folder with --data.`,
  );
}

function notDemo(path: string): StartRefusal {
  return new StartRefusal(
    'start.folder-not-demo',
    `数据目录 ${path} 里是真实账本，演示数据不能写入其中。请用 --data 换一个新目录再加 --demo。`,
    `The data folder ${path} holds a real ledger; demonstration data never enters one. Choose a new folder with --data for --demo.`,
  );
}

function unusable(path: string, code: string): StartRefusal {
  return new StartRefusal(
    'start.folder-unusable',
    `无法使用数据目录 ${path}（${code}）。请检查它是不是目录、是否可写，或用 --data 换一个。`,
    `The data folder ${path} cannot be used (${code}). Check that it is a folder and writable, or choose another one with --data.`,
  );
}
