import { openDB, type IDBPDatabase } from 'idb';

// What is kept on this device: drafts, what is still to be sent, files to be uploaded, the last declarations.

/** Stores and the member that is their key. */
const STORES = { outbox: 'key', drafts: 'draft', files: 'hash', answers: 'path', lasts: 'of' } as const;
type StoreName = keyof typeof STORES;

let opened: Promise<IDBPDatabase | undefined> | undefined;
/** Where a browser keeps nothing (private windows), things live as long as the page. */
const memory = new Map<string, unknown>();

function database(): Promise<IDBPDatabase | undefined> {
  opened ??= openDB('ledger-workbench', 1, {
    upgrade(db) {
      for (const [name, keyPath] of Object.entries(STORES)) db.createObjectStore(name, { keyPath });
    },
  }).catch(() => undefined);
  return opened;
}

export async function kept<T>(store: StoreName): Promise<readonly T[]> {
  const db = await database();
  if (db) return (await db.getAll(store)) as readonly T[];
  return [...memory].filter(([name]) => name.startsWith(`${store}/`)).map(([, value]) => value as T);
}

export async function keptOne<T>(store: StoreName, key: string): Promise<T | undefined> {
  const db = await database();
  return (db ? await db.get(store, key) : memory.get(`${store}/${key}`)) as T | undefined;
}

/** Plain data alone: what Vue watches is copied first. */
export async function keep(store: StoreName, value: object): Promise<void> {
  const db = await database();
  if (db) await db.put(store, value);
  else memory.set(`${store}/${String((value as Record<string, unknown>)[STORES[store]])}`, value);
}

export async function forget(store: StoreName, key: string): Promise<void> {
  const db = await database();
  if (db) await db.delete(store, key);
  else memory.delete(`${store}/${key}`);
}

/** The answer of `load`, kept for when the network is gone; `keptFirst` answers with the kept one at once and tells the newer one later. */
export async function remembered<T>(path: string, load: () => Promise<T>, newer?: (value: T) => void): Promise<T> {
  const before = await keptOne<{ readonly value: T }>('answers', path);
  const asked = load().then(async (value) => {
    await keep('answers', { path, value });
    return value;
  });
  if (before === undefined) return asked;
  if (newer) asked.then(newer, () => undefined);
  else return asked.catch(() => before.value);
  return before.value;
}

/** Random below a bound; also where the page is not served over TLS. */
export function chance(below: number): number {
  const drawn = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return drawn % below;
}

/** A key nobody else makes: 128 bits. */
export function freshKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
