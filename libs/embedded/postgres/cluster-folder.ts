import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskFull, EngineRefusal, saysDiskFull } from '../engine-refusal';
import type { PostgresBinaries } from './binaries';
import type { Identity } from './identity';

export const superuser = 'ledger';

/**
 * The files of one cluster inside a data folder: `cluster/` (PGDATA), `password` (0600), `postgres.log`, `owner.lock`.
 * initdb works in `cluster.new`, renamed when whole: a kill in the middle leaves nothing that looks finished.
 */
export interface ClusterFolder {
  readonly data: string;
  readonly password: string;
  readonly log: string;
}

/** @throws EngineRefusal `engine.newer-cluster`, `engine.disk-full`, `engine.initdb`, `engine.password-missing` */
export async function prepareClusterFolder(dataDir: string, binaries: PostgresBinaries, identity: Identity): Promise<ClusterFolder> {
  mkdirSync(dataDir, { recursive: true, mode: identity.uid === undefined ? 0o700 : 0o711 });
  const data = join(dataDir, 'cluster');
  const passwordFile = join(dataDir, 'password');
  if (!existsSync(join(data, 'PG_VERSION'))) await create(dataDir, data, passwordFile, binaries, identity);
  else checkVersion(data, binaries.major);
  if (!existsSync(passwordFile)) {
    throw new EngineRefusal(
      'engine.password-missing',
      `缺少数据库口令文件 ${passwordFile}。请从备份恢复该文件。`,
      `The database's password file ${passwordFile} is missing. Restore it from your backup.`,
    );
  }
  return { data, password: readFileSync(passwordFile, 'utf8').trim(), log: join(dataDir, 'postgres.log') };
}

async function create(dataDir: string, data: string, passwordFile: string, binaries: PostgresBinaries, identity: Identity): Promise<void> {
  const draft = join(dataDir, 'cluster.new');
  rmSync(draft, { recursive: true, force: true });
  try {
    if (!existsSync(passwordFile)) writeFileSync(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
    chmodSync(passwordFile, 0o600);
    mkdirSync(draft, { mode: 0o700 });
  } catch (reason) {
    throw saysDiskFull(reason) ? diskFull(dataDir) : reason;
  }
  handOver(identity, draft, passwordFile);
  for (const ctype of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    const said = await initdb(binaries, identity, draft, passwordFile, ctype);
    if (said === '') {
      renameSync(draft, data);
      return;
    }
    for (const entry of readdirSync(draft)) rmSync(join(draft, entry), { recursive: true, force: true });
    if (saysDiskFull(said)) throw diskFull(dataDir);
    if (!/locale/i.test(said) || ctype === 'C') throw initdbFailed(said);
  }
}

/** Collation by code point and UTF-8 characters come from the builtin provider; the C library's ctype only serves extensions that ask it. */
function initdb(binaries: PostgresBinaries, identity: Identity, draft: string, passwordFile: string, ctype: string): Promise<string> {
  const args = [
    `--pgdata=${draft}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    `--lc-ctype=${ctype}`,
    '--text-search-config=simple',
    '--data-checksums',
  ];
  const [command, ...rest] = [...identity.prefix, binaries.initdb, ...args];
  const options = { ...asWhom(identity), env: engineEnvironment(), timeout: 120_000, maxBuffer: 1 << 20, cwd: draft };
  return new Promise((done) => {
    execFile(command ?? '', rest, options, (failure, stdout, stderr) =>
      done(failure === null ? '' : `${failure.message}\n${stdout}\n${stderr}`),
    );
  });
}

/** PG* variables of the caller's shell would redirect the engine; only what it needs is passed on. */
export function engineEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'TZDIR'];
  return {
    ...Object.fromEntries(kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))),
    LC_ALL: 'C',
  };
}

export function asWhom(identity: Identity): { uid?: number; gid?: number } {
  return identity.uid === undefined || identity.gid === undefined ? {} : { uid: identity.uid, gid: identity.gid };
}

function handOver(identity: Identity, ...paths: string[]): void {
  if (identity.uid === undefined || identity.gid === undefined) return;
  for (const path of paths) chownSync(path, identity.uid, identity.gid);
}

function checkVersion(data: string, major: string): void {
  const found = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (found === major) return;
  throw new EngineRefusal(
    'engine.newer-cluster',
    `${data} 是 PostgreSQL ${found} 的数据，本程序自带的是 ${major}。请使用写入它的那个版本，先备份再恢复到新目录。`,
    `${data} was written by PostgreSQL ${found}; this program ships ${major}. Use the release that wrote it, back up, and restore into a new folder.`,
  );
}

function initdbFailed(said: string): EngineRefusal {
  const line =
    said
      .split('\n')
      .filter((text) => /error|fatal|could not|cannot/i.test(text))
      .slice(-2)
      .join(' ')
      .trim() || said.trim().slice(-300);
  return new EngineRefusal('engine.initdb', `无法建立内置 PostgreSQL：${line}`, `The embedded PostgreSQL could not be set up: ${line}`);
}
