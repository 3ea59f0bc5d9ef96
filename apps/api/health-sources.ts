import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { isObject, type Day } from '#kernel';

/** What the last `ledgerctl backup` left behind. */
export interface BackupRecord {
  readonly at: string;
  readonly to: string;
  readonly files: number;
  readonly bytes: number;
}

export function lastBackup(dataFolder: string): BackupRecord | undefined {
  const record = parsed(join(dataFolder, 'last-backup.json'));
  if (!isObject(record)) return undefined;
  const { at, to, files, bytes } = record;
  return typeof at === 'string' && typeof to === 'string' && typeof files === 'number' && typeof bytes === 'number'
    ? { at, to, files, bytes }
    : undefined;
}

/** Programs the supervisor of this folder had to start again since an instant; undefined where no supervisor of ours runs. */
export function restartsSince(
  dataFolder: string,
  since_ms: number,
  supervised: boolean,
): readonly { readonly name: string; readonly at: string }[] | undefined {
  if (!supervised) return undefined;
  const list = parsed(join(dataFolder, 'restarts.json'));
  return (Array.isArray(list) ? (list as readonly unknown[]) : []).flatMap((one) => {
    const [name, at] = isObject(one) ? [one['name'], one['at']] : [];
    return typeof name === 'string' && typeof at === 'string' && Date.parse(at) >= since_ms ? [{ name, at }] : [];
  });
}

/** Bytes; undefined where the file system does not tell. */
export async function roomOf(folder: string): Promise<{ readonly free: number; readonly total: number } | undefined> {
  try {
    const { bavail, bsize, blocks } = await statfs(folder);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    return undefined;
  }
}

export interface ReactorStanding {
  readonly position: string | null;
  /** Acts whose day has come and that wait. */
  readonly waiting: number;
  /** Acts that were refused and are not tried again. */
  readonly refused: number;
}

/** How far the process of automatic acts is; undefined before it ever ran. */
export async function reactorStanding(databaseUrl: string, prefix: string, today: Day): Promise<ReactorStanding | undefined> {
  const schema = `"${prefix}reactor"`;
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 3_000, statement_timeout: 3_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows: there } = await client.query<{ there: boolean }>(`SELECT to_regclass($1) IS NOT NULL AS there`, [`${schema}.dues`]);
    if (!there[0]?.there) return undefined;
    const { rows } = await client.query<ReactorStanding>(
      `SELECT (SELECT max(position)::text FROM ${schema}.followed) AS position, (SELECT count(*)::int FROM ${schema}.dues WHERE refused IS NULL AND on_day < $1) AS waiting,
        (SELECT count(*)::int FROM ${schema}.dues WHERE refused IS NOT NULL) AS refused`,
      [today],
    );
    return rows[0];
  } finally {
    await client.end();
  }
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
