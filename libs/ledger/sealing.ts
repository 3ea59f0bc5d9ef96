import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { isVeiled, type Veiled } from '#contracts';
import type { Instant, Json, JsonObject } from '#kernel';
import type { AppendRequest } from './ledger';

/** What a key is for: one person (pseudonym) and one purpose. */
export interface KeyPurpose {
  readonly subject: string;
  readonly purpose: string;
}

/** An unwrapped key: 32 bytes of AES-256. Never leaves the process, never logged. */
export interface DataKey extends KeyPurpose {
  readonly id: string;
  readonly key: Buffer;
}

/** Where the keys of personal values lie. All methods are idempotent. */
export interface KeyStore {
  /**
   * The keys for sealing now, made where they are missing and durable before this returns: a key is never younger than its first fact.
   * @param at recordedAt of the fact
   */
  keysFor(wanted: readonly KeyPurpose[], at: Instant): Promise<readonly DataKey[]>;
  /** Of these keys those that may be used for reading: neither destroyed nor of a restricted subject. */
  readable(ids: readonly string[]): Promise<ReadonlyMap<string, DataKey>>;
  /** From now on nothing of this subject is readable, until lifted. */
  restrict(subject: string): Promise<void>;
  lift(subject: string): Promise<void>;
  /**
   * Destroys every key of the subject that is not younger than `upTo` (recordedAt of the decision). Repeating it from the recorded decisions after a
   * restored backup destroys the same keys again. Returns how many were destroyed by this call.
   */
  erase(subject: string, upTo: Instant): Promise<number>;
  close(): Promise<void>;
}

/** A personal value of a recorded fact, opened; `value` is null when its subject is restricted or its key destroyed. */
export interface OpenedValue {
  readonly path: string;
  /** The field's own name: the end of the path. */
  readonly field: string;
  readonly subject: string;
  readonly purpose: string;
  readonly mask: string;
  readonly value: string | null;
}

/**
 * The data of the facts of an append with every veiled value sealed under the key of its subject and purpose. Values the decision dropped are
 * not sealed; a value carried over from an earlier fact keeps its reference and mask only (a seal opens at its own fact alone).
 */
export async function sealFacts(
  request: AppendRequest,
  eventIds: readonly string[],
  keys: KeyStore | undefined,
): Promise<readonly JsonObject[]> {
  const wanted = new Map<string, KeyPurpose>();
  for (const fact of request.facts) {
    for (const { veiled } of veiledIn(fact.data)) if (veiled.veil !== undefined) wanted.set(`${veiled.subject} ${veiled.purpose}`, veiled);
  }
  if (wanted.size > 0 && !keys) throw new Error('personal values cannot be recorded without a key store');
  const made = wanted.size > 0 && keys ? await keys.keysFor([...wanted.values()], request.meta.recordedAt) : [];
  const byPurpose = new Map(made.map((key) => [`${key.subject} ${key.purpose}`, key]));
  return request.facts.map((fact, index) =>
    replaceVeiled(fact.data, (veiled, path) => {
      const { subject, purpose, mask, veil } = veiled;
      if (veil === undefined) return { subject, purpose, mask };
      const [plain, key] = [request.personal[veil], byPurpose.get(`${subject} ${purpose}`)];
      if (plain === undefined || !key) throw new Error(`veil ${veil} has no value or no key`);
      return { subject, purpose, mask, key: key.id, sealed: seal(plain, key.key, aadOf(eventIds[index] ?? '', path, subject)) };
    }),
  );
}

/** Opens the sealed values of recorded facts, fact by fact in the given order. One look into the key store for all. */
export async function openFacts(
  facts: readonly { readonly eventId: string; readonly data: JsonObject }[],
  keys: KeyStore,
): Promise<readonly (readonly OpenedValue[])[]> {
  const found = facts.map((fact) => veiledIn(fact.data).filter(({ veiled }) => veiled.sealed !== undefined));
  const ids = new Set(found.flatMap((values) => values.map(({ veiled }) => veiled.key ?? '')));
  if (ids.size === 0) return facts.map(() => []);
  const readable = await keys.readable([...ids]);
  return facts.map((fact, index) =>
    (found[index] ?? []).map(({ path, veiled: { subject, purpose, mask, key, sealed } }) => {
      const dataKey = readable.get(key ?? '');
      const value = dataKey && sealed !== undefined ? unseal(sealed, dataKey.key, aadOf(fact.eventId, path, subject)) : null;
      return { path, field: path.slice(path.lastIndexOf('.') + 1), subject, purpose, mask, value };
    }),
  );
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** base64(nonce ‖ ciphertext ‖ tag), AES-256-GCM (SP 800-38D), random nonce: a second decision may differ under the same event id. */
export function seal(plain: string, key: Buffer, aad: Buffer): string {
  return sealBytes(Buffer.from(plain, 'utf8'), key, aad).toString('base64');
}

/** @throws Error when the value was altered, moved to another fact or field, or sealed under another key. */
export function unseal(sealed: string, key: Buffer, aad: Buffer): string {
  return unsealBytes(Buffer.from(sealed, 'base64'), key, aad).toString('utf8');
}

export function sealBytes(plain: Buffer, key: Buffer, aad: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(aad);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

export function unsealBytes(bytes: Buffer, key: Buffer, aad: Buffer): Buffer {
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error('a sealed value is cut short');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES }).setAAD(aad);
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}

/** Binds a seal to its place: event id ‖ field path ‖ subject, ended by 0x00 so that no two places spell alike. */
export function aadOf(eventId: string, path: string, subject: string): Buffer {
  return Buffer.from(`${eventId}\u0000${path}\u0000${subject}`, 'utf8');
}

/** The veiled values in a fact's data with their paths (`payee.person.name`, `lines[2].name`). */
export function veiledIn(data: JsonObject): readonly { readonly path: string; readonly veiled: Veiled }[] {
  const found: { path: string; veiled: Veiled }[] = [];
  walk(data, '', (veiled, path) => {
    found.push({ path, veiled });
    return veiled as unknown as JsonObject;
  });
  return found;
}

function replaceVeiled(data: JsonObject, by: (veiled: Veiled, path: string) => JsonObject): JsonObject {
  return walk(data, '', by) as JsonObject;
}

/** The same value with the veiled objects replaced; what holds none is not copied. */
function walk(value: Json, path: string, by: (veiled: Veiled, path: string) => JsonObject): Json {
  if (value === null || typeof value !== 'object') return value;
  if (isVeiled(value)) return by(value, path);
  if (Array.isArray(value)) {
    const items = value.map((item: Json, index) => walk(item, `${path}[${index}]`, by));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const members = Object.entries(value as JsonObject).map(
    ([name, member]) => [name, member === undefined ? member : walk(member, path === '' ? name : `${path}.${name}`, by)] as const,
  );
  return members.some(([name, member]) => member !== (value as JsonObject)[name]) ? Object.fromEntries(members) : value;
}
