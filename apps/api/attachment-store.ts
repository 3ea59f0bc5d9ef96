import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of one file at most. */
export const ATTACHMENT_BYTES_MAX = 20 * 2 ** 20;

/** What a scan may be, and the first bytes that prove it. Whatever else a file says of itself, it is served as nothing but this. */
export const ATTACHMENT_TYPES = {
  'application/pdf': { ending: 'pdf', proves: (head: Buffer) => head.subarray(0, 5).toString('latin1') === '%PDF-' },
  'image/jpeg': { ending: 'jpg', proves: (head: Buffer) => head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff },
  'image/png': { ending: 'png', proves: (head: Buffer) => head.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n' },
  'image/webp': {
    ending: 'webp',
    proves: (head: Buffer) => head.subarray(0, 4).toString('latin1') === 'RIFF' && head.subarray(8, 12).toString('latin1') === 'WEBP',
  },
} as const satisfies Readonly<Record<string, { readonly ending: string; proves(head: Buffer): boolean }>>;

export type AttachmentType = keyof typeof ATTACHMENT_TYPES;

export function isAttachmentType(type: string): type is AttachmentType {
  return Object.hasOwn(ATTACHMENT_TYPES, type);
}

export interface Kept {
  /** SHA-256 of the bytes, lower-case hex. */
  readonly hash: string;
  readonly bytes: number;
}

export type NotKept = 'attachment.empty' | 'attachment.too-large' | 'attachment.wrong-type' | 'attachment.cut-off' | 'attachment.no-room';

/** Bytes by which every type is known. */
const HEAD_BYTES = 12;
/** Left by a process that was killed in the middle: nobody writes at one file for so long. */
const ABANDONED_MS = 3_600_000;

/**
 * Files under their own hash, in a folder of their own: `ab/abcdef…`. A file is there whole and on the disk, or not at all; what is still
 * arriving lies in `incoming/` and is removed when it does not arrive. Several processes may share the folder.
 */
export class AttachmentStore {
  constructor(private readonly folder: string) {}

  /** Removes what was cut off by a kill. */
  async tidy(now_ms: number): Promise<void> {
    for (const name of await readdir(this.incoming).catch(() => [])) {
      const path = join(this.incoming, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now_ms }));
      if (now_ms - mtimeMs >= ABANDONED_MS) await rm(path, { force: true });
    }
  }

  /** Takes bytes in as they come, at most 20 MiB. The same bytes again are the same file. */
  async keep(bytes: AsyncIterable<Buffer>, type: AttachmentType): Promise<Kept | NotKept> {
    const draft = join(this.incoming, `${randomUUID()}.part`);
    try {
      await mkdir(this.incoming, { recursive: true, mode: 0o700 });
      const written = await drafted(draft, bytes, type);
      if (typeof written === 'string') return written;
      await this.place(draft, written.hash);
      return written;
    } catch (reason) {
      const code = (reason as NodeJS.ErrnoException).code ?? '';
      if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return 'attachment.no-room';
      if (['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR'].includes(code)) return 'attachment.cut-off';
      throw reason;
    } finally {
      await rm(draft, { force: true });
    }
  }

  /** The bytes; `damaged` when they are no longer those of the hash, undefined when there are none. */
  async read(hash: string): Promise<Buffer | 'damaged' | undefined> {
    const bytes = await readFile(this.path(hash)).catch((reason: NodeJS.ErrnoException) => {
      if (reason.code === 'ENOENT') return undefined;
      throw reason;
    });
    if (bytes === undefined) return undefined;
    return createHash('sha256').update(bytes).digest('hex') === hash ? bytes : 'damaged';
  }

  private async place(draft: string, hash: string): Promise<void> {
    const folder = join(this.folder, hash.slice(0, 2));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(draft, this.path(hash));
    for (const one of [folder, this.folder]) await synced(one);
  }

  private path(hash: string): string {
    return join(this.folder, hash.slice(0, 2), hash);
  }

  private get incoming(): string {
    return join(this.folder, 'incoming');
  }
}

async function drafted(draft: string, bytes: AsyncIterable<Buffer>, type: AttachmentType): Promise<Kept | NotKept> {
  const hash = createHash('sha256');
  const file = await open(draft, 'wx', 0o600);
  let [length, head] = [0, Buffer.alloc(0)];
  try {
    for await (const part of bytes) {
      length += part.length;
      if (length > ATTACHMENT_BYTES_MAX) return 'attachment.too-large';
      if (head.length < HEAD_BYTES) {
        head = Buffer.concat([head, part.subarray(0, HEAD_BYTES)]);
        if (head.length >= HEAD_BYTES && !ATTACHMENT_TYPES[type].proves(head)) return 'attachment.wrong-type';
      }
      hash.update(part);
      await whole(file, part);
    }
    if (length === 0) return 'attachment.empty';
    if (!ATTACHMENT_TYPES[type].proves(head)) return 'attachment.wrong-type';
    await file.sync();
    return { hash: hash.digest('hex'), bytes: length };
  } finally {
    await file.close();
  }
}

async function whole(file: FileHandle, part: Buffer): Promise<void> {
  let at = 0;
  while (at < part.length) at += (await file.write(part, at)).bytesWritten;
}

async function synced(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // folders cannot be synced there
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
