import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, chown, lstat, mkdir, open, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Client } from 'pg';

/** One copied file, by its path relative to the root of the copy. */
export interface CopiedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export type OnCopied = (file: CopiedFile) => void;

/** Not part of a copy of a running cluster: what belongs to the process, and the log, which is copied last. */
const LEFT_OUT = new Set([
  'postmaster.pid',
  'postmaster.opts',
  'pg_wal',
  'pg_replslot',
  'pg_stat_tmp',
  'pg_dynshmem',
  'pg_notify',
  'pg_subtrans',
]);
const EMPTY = ['pg_wal', 'pg_wal/archive_status', 'pg_replslot', 'pg_stat_tmp', 'pg_dynshmem', 'pg_notify', 'pg_subtrans'];
const SLOT = 'ledger_backup';

/**
 * Copies the folder of a running cluster so that it starts as of the end of the copy, all databases at one moment (PostgreSQL manual 26.3.4,
 * low-level base backup). A replication slot keeps the log from the first to the last byte.
 * @param url connection string of a superuser, any database
 */
export async function copyRunningCluster(url: string, from: string, to: string, onCopied: OnCopied): Promise<void> {
  const client = new Client({ connectionString: url, application_name: 'ledger-backup', options: '-c statement_timeout=0' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await dropSlot(client);
    await client.query('SELECT pg_create_physical_replication_slot($1, true)', [SLOT]);
    await client.query("SELECT pg_backup_start('ledger', fast => true)");
    await copyTree(from, to, onCopied, (path) => LEFT_OUT.has(path) || path.endsWith('pgsql_tmp'));
    const { rows } = await client.query<{ label: string; map: string }>(
      'SELECT labelfile AS label, spcmapfile AS map FROM pg_backup_stop(wait_for_archive => false)',
    );
    await emptyFolders(from, to);
    await copyTree(
      join(from, 'pg_wal'),
      join(to, 'pg_wal'),
      (file) => onCopied({ ...file, path: join('pg_wal', file.path) }),
      (path) => path === 'archive_status' || path === 'summaries',
    );
    onCopied(await written(from, to, 'backup_label', rows[0]?.label ?? ''));
    if (rows[0]?.map) onCopied(await written(from, to, 'tablespace_map', rows[0].map));
  } finally {
    await dropSlot(client).catch(() => undefined);
    await client.end().catch(() => undefined);
  }
}

/** Copies a folder with modes and, for root, owners; hashes on the way, fsyncs each file. Links and sockets are passed over. */
export async function copyTree(
  from: string,
  to: string,
  onCopied: OnCopied,
  leaveOut: (path: string) => boolean = () => false,
  root = from,
): Promise<void> {
  await mkdir(to, { recursive: true });
  await alike(from, to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const path = relative(root, join(from, entry.name));
    if (leaveOut(path)) continue;
    if (entry.isDirectory()) await copyTree(join(from, entry.name), join(to, entry.name), onCopied, leaveOut, root);
    else if (entry.isFile()) await copied(join(from, entry.name), join(to, entry.name), path, onCopied);
  }
}

/** A file of a running cluster may vanish between the listing and the copy (a dropped table): then it is no part of it. */
async function copied(from: string, to: string, path: string, onCopied: OnCopied): Promise<void> {
  try {
    onCopied(await copyFile(from, to, path));
  } catch (reason) {
    if ((reason as NodeJS.ErrnoException).code !== 'ENOENT') throw reason;
  }
}

async function copyFile(from: string, to: string, path: string): Promise<CopiedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  const source = createReadStream(from);
  await once(source, 'open');
  const target = createWriteStream(to, { mode: 0o600, flush: true });
  for await (const chunk of source) {
    const part = chunk as Buffer;
    hash.update(part);
    bytes += part.length;
    if (!target.write(part)) await once(target, 'drain');
  }
  target.end();
  await once(target, 'close');
  await alike(from, to);
  return { path, bytes, sha256: hash.digest('hex') };
}

async function emptyFolders(from: string, to: string): Promise<void> {
  for (const name of EMPTY) {
    await mkdir(join(to, name), { recursive: true });
    await alike(join(from, name), join(to, name)).catch(() => undefined);
  }
}

async function written(from: string, to: string, name: string, text: string): Promise<CopiedFile> {
  const file = join(to, name);
  await writeFile(file, text, { mode: 0o600 });
  await alike(from, file, 0o600);
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
  return { path: name, bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') };
}

async function alike(from: string, to: string, mode?: number): Promise<void> {
  const { mode: own, uid, gid } = await lstat(from);
  await chmod(to, mode ?? own & 0o7777);
  if (process.getuid?.() === 0) await chown(to, uid, gid);
}

async function dropSlot(client: Client): Promise<void> {
  await client.query('SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1 AND NOT active', [SLOT]);
}
