import { ref } from 'vue';
import { ask } from '../api/client';
import { Problem } from '../api/problem';
import { vocabulary, type Label } from '../words';
import { forget, keep, kept } from './device';

// Scans: the ledger records their SHA-256, the file goes into the store beside it.

export const FILE_TYPES = ['application/pdf', 'image/jpeg', 'image/png', 'image/webp'] as const;
const BYTES_MAX = 20 * 2 ** 20;

export interface Attached {
  readonly hash: string;
  readonly name: string;
  readonly bytes: number;
  /** `here`: on this device until the network is back. */
  readonly at: 'store' | 'here';
}
interface Waiting {
  readonly hash: string;
  readonly name: string;
  readonly blob: Blob;
}

const words = vocabulary({
  type: { zh: '只收 PDF、JPG、PNG、WebP 文件', en: 'PDF, JPG, PNG and WebP files only' },
  size: { zh: '文件不能超过 20 MB', en: 'A file may have at most 20 MB' },
  empty: { zh: '文件是空的', en: 'The file is empty' },
});

/** Names of files by their hash, as far as this page has seen them. */
export const attached = ref<ReadonlyMap<string, Attached>>(new Map());

/** Hashes the file here and uploads it; without a network it waits on the device. Throws what is wrong with it (Label in a Problem). */
export async function attach(file: File): Promise<Attached> {
  const wrong = !(FILE_TYPES as readonly string[]).includes(file.type)
    ? words.type
    : file.size > BYTES_MAX
      ? words.size
      : file.size === 0
        ? words.empty
        : undefined;
  if (wrong) throw new Problem(422, 'file.unfit', wrong, { zh: '', en: '' });
  const here = await hashOf(file);
  try {
    const hash = await upload(file);
    return know({ hash, name: file.name, bytes: file.size, at: 'store' });
  } catch (reason) {
    // Without a secure context only the store can say the hash.
    if (!(reason instanceof Problem) || here === undefined || !isLater(reason)) throw reason;
    await keep('files', { hash: here, name: file.name, blob: file });
    return know({ hash: here, name: file.name, bytes: file.size, at: 'here' });
  }
}

/** Uploads what waits on the device; what fails again goes on waiting. */
export async function uploadWaiting(): Promise<void> {
  for (const { hash, name, blob } of await kept<Waiting>('files')) {
    try {
      await upload(blob);
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason;
      if (isLater(reason)) return;
    }
    know({ hash, name, bytes: blob.size, at: 'store' });
    await forget('files', hash);
  }
}

async function upload(blob: Blob): Promise<string> {
  const { hash } = await ask<{ readonly hash: string }>(
    'attachments',
    {},
    { method: 'POST', body: blob, headers: { 'content-type': blob.type } },
  );
  return hash;
}

/** Not reached, no login, not yet: to be tried again. */
function isLater({ status }: Problem): boolean {
  return status === 0 || status === 401 || status === 429 || status >= 500;
}

async function hashOf(blob: Blob): Promise<string | undefined> {
  if (!globalThis.isSecureContext) return undefined;
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function know(file: Attached): Attached {
  attached.value = new Map(attached.value).set(file.hash, file);
  return file;
}

export function sizeText(bytes: number): Label {
  const text = bytes >= 2 ** 20 ? `${(bytes / 2 ** 20).toFixed(1)} MB` : `${Math.max(Math.round(bytes / 1024), 1)} KB`;
  return { zh: text, en: text };
}
