import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { copyRunningCluster, copyTree, lockFolder, lockHolder, type CopiedFile } from '#embedded';
import { isObject } from '#kernel';
import { readErasures } from './erasures';
import { CommandFailure, EXIT, type Output } from './output';

const MANIFEST = 'manifest.json';
const CLUSTER = join('postgres', 'cluster');
/** Of this moment or of this machine, not of the ledger. */
const PASSING = new Set([
  'logs',
  'engines.json',
  'children.json',
  'ledger.lock',
  'restarts.json',
  'last-backup.json',
  'erasures.ndjson.done',
  join('attachments', 'incoming'),
  join('postgres', 'owner.lock'),
  join('postgres', 'postgres.log'),
]);

/** `backup --to DIR`: copies a standalone folder, running or not, with a manifest of hashes. It holds the secrets: keep it as such. */
export async function backup(data: string, to: string, out: Output): Promise<void> {
  if (!existsSync(join(data, 'format.json')))
    throw new CommandFailure(EXIT.usage, 'backup.no-ledger', `${data} 不是账本的数据目录。`, `${data} is no data folder of a ledger.`);
  await emptyFolder(to);
  const files: CopiedFile[] = [];
  const bar = out.bar('备份', 1);
  const copied = (file: CopiedFile): void => void files.push(file);
  const running = lockHolder(join(data, 'ledger.lock')) !== undefined;
  const lock = running ? undefined : lockFolder(join(data, 'ledger.lock'), data);
  try {
    if (existsSync(join(data, CLUSTER))) await copyCluster(data, to, running, copied);
    await copyTree(data, to, copied, (path) => PASSING.has(path) || path === CLUSTER || path.endsWith('.new'));
  } finally {
    lock?.release();
    bar.end();
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  writeFileSync(join(to, MANIFEST), `${JSON.stringify({ format: 1, made: new Date().toISOString(), running, files })}\n`, {
    mode: 0o600,
    flush: true,
  });
  noteBackup(data, { at: new Date().toISOString(), to, files: files.length, bytes });
  out.result({ to, files: files.length, bytes, running }, [
    `已备份 ${files.length} 个文件，${(bytes / 2 ** 20).toFixed(1)} MiB → ${to}`,
    '其中含密钥，请妥善保管。',
  ]);
}

/** For the health page: when and where to the last whole backup was made. Whole itself, or left as it was. */
function noteBackup(data: string, made: Readonly<Record<string, string | number>>): void {
  const file = join(data, 'last-backup.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(made)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

/**
 * `restore --from DIR [--erasures FILE]`: checks every hash, then makes a new data folder of it. An existing folder is never written over. Whoever the list
 * names is erased again at the first start, before any row is written.
 */
export async function restore(from: string, data: string, erasures: string | undefined, out: Output): Promise<void> {
  const list = erasures === undefined ? undefined : readErasures(erasures);
  const listed = manifestOf(from);
  const bar = out.bar('核对并恢复', listed.length);
  try {
    for (const [i, file] of listed.entries()) {
      const { bytes, sha256 } = await hashed(join(from, file.path)).catch(() => ({ bytes: -1, sha256: '' }));
      if (bytes !== file.bytes || sha256 !== file.sha256)
        throw new CommandFailure(
          EXIT.found,
          'restore.damaged',
          `备份已损坏：${file.path}。请换一份备份。`,
          `The backup is damaged at ${file.path}. Use another one.`,
        );
      bar.at(i + 1);
    }
    await emptyFolder(data);
    await copyTree(
      from,
      data,
      () => undefined,
      (path) => path === MANIFEST,
    );
    if (list !== undefined) writeFileSync(join(data, 'erasures.ndjson'), list, { mode: 0o600, flush: true });
  } finally {
    bar.end();
  }
  out.result({ data, files: listed.length }, [`已恢复 ${listed.length} 个文件 → ${data}`, `启动：npm start -- --data ${data}`]);
}

async function copyCluster(data: string, to: string, running: boolean, copied: (file: CopiedFile) => void): Promise<void> {
  const [source, target] = [join(data, CLUSTER), join(to, CLUSTER)];
  const within = (file: CopiedFile): void => copied({ ...file, path: join(CLUSTER, file.path) });
  await mkdir(join(to, 'postgres'), { recursive: true });
  if (running) await copyRunningCluster(databaseUrlOf(data), source, target, within);
  else await copyTree(source, target, within, (path) => path === 'postmaster.pid');
}

function databaseUrlOf(data: string): string {
  const env: unknown = JSON.parse(readFileSync(join(data, 'engines.json'), 'utf8'));
  if (isObject(env) && typeof env['DATABASE_URL'] === 'string') return env['DATABASE_URL'];
  throw new CommandFailure(
    EXIT.away,
    'backup.engines',
    '找不到正在运行的数据库的地址。请等账本就绪后再备份。',
    'The address of the running database is not known. Wait until the ledger is ready.',
  );
}

async function emptyFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (readdirSync(path).length > 0)
    throw new CommandFailure(
      EXIT.usage,
      'backup.not-empty',
      `${path} 不是空目录，不会覆盖。请换一个目录。`,
      `${path} is not empty and is not written over. Choose another folder.`,
    );
}

function manifestOf(from: string): readonly CopiedFile[] {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(from, MANIFEST), 'utf8'));
    if (isObject(manifest) && manifest['format'] === 1 && Array.isArray(manifest['files'])) return manifest['files'] as CopiedFile[];
  } catch {
    // said below
  }
  throw new CommandFailure(
    EXIT.usage,
    'restore.no-backup',
    `${from} 里没有完整的备份（缺少 ${MANIFEST}）。`,
    `${from} holds no complete backup (${MANIFEST} is missing).`,
  );
}

async function hashed(file: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { bytes, sha256: hash.digest('hex') };
}
