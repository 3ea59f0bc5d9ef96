import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { type Metadata } from '@grpc/grpc-js';
import { LRUCache } from 'lru-cache';
import { type Caller } from './access';
import { refuse } from '../protocol/refusal';

/** An account of the store. `admin` is in `$admins`; the ledger's own account is in no group. */
export interface StoreAccount {
  readonly name: string;
  readonly password: string;
  readonly groups: readonly string[];
}

interface Kept extends Caller {
  readonly salt: Buffer;
  readonly hash: Buffer;
}

const VERDICTS_MAX = 1_000;
const CHECKS_WAITING_MAX = 64;
const HASH_BYTES = 32;

/**
 * Basic authentication. Every call carries the password, so the verdict on a header is kept (under a digest of it) and the slow hash is
 * computed once; wrong passwords are hashed one after the other, and too many of them at once are refused unheard.
 */
export class Accounts {
  private readonly kept = new Map<string, Kept>();
  private readonly verdicts = new LRUCache<string, Caller>({ max: VERDICTS_MAX });
  private checking: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  private constructor() {}

  static async of(accounts: readonly StoreAccount[]): Promise<Accounts> {
    const all = new Accounts();
    for (const { name, password, groups } of accounts) {
      const salt = randomBytes(16);
      all.kept.set(name, { name, groups, salt, hash: await hashOf(password, salt) });
    }
    return all;
  }

  /** The caller; undefined when no credentials were given. Throws Refusal `unauthenticated`. */
  identify(metadata: Metadata): Promise<Caller | undefined> {
    const [header] = metadata.get('authorization');
    if (header === undefined) return Promise.resolve(undefined);
    const digest = createHash('sha256').update(header).digest('base64');
    const known = this.verdicts.get(digest);
    if (known) return Promise.resolve(known);
    if (this.waiting >= CHECKS_WAITING_MAX) return Promise.reject(refuse.unauthenticated());
    this.waiting++;
    const verdict = this.checking.then(() => this.verdicts.get(digest) ?? this.check(String(header))).finally(() => this.waiting--);
    this.checking = verdict.catch(() => undefined);
    return verdict.then((caller) => {
      this.verdicts.set(digest, caller);
      return caller;
    });
  }

  private async check(header: string): Promise<Caller> {
    const match = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header);
    const text = Buffer.from(match?.[1] ?? '', 'base64').toString('utf8');
    const colon = text.indexOf(':');
    const account = this.kept.get(text.slice(0, Math.max(colon, 0)));
    const hash = await hashOf(text.slice(colon + 1), account?.salt ?? NOBODY.salt);
    if (!timingSafeEqual(hash, account?.hash ?? NOBODY.hash) || account === undefined) throw refuse.unauthenticated();
    return { name: account.name, groups: account.groups };
  }
}

/** An unknown name takes as long as a wrong password. */
const NOBODY = { salt: randomBytes(16), hash: randomBytes(HASH_BYTES) };

function hashOf(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
}
