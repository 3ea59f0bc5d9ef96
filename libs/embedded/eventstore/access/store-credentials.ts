import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type StoreAccount } from './accounts';
import { ensureServerCertificate, type ServerCertificate } from './private-ca';
import { writeSecret } from './secret-file';

/** What a store with TLS is started with, and what its clients need. */
export interface StoreCredentials {
  readonly tls: ServerCertificate;
  /** `admin` (in `$admins`) and `ledger` (in no group). */
  readonly accounts: readonly StoreAccount[];
}

const ADMIN = 'admin';
/** The account the ledger's apps use: no administrator; it may read `$all` because the store's first metadata says so. */
export const LEDGER_ACCOUNT = 'ledger';

/**
 * The secrets of one store, in a folder of mode 0700: made at the first start, the same ever after. `admin.password` and `ledger.password`
 * hold one line each, `ca.pem` is what clients trust.
 */
export async function ensureStoreCredentials(folder: string, hosts: readonly string[], nowMs: number): Promise<StoreCredentials> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const accounts = [account(folder, ADMIN, ['$admins']), account(folder, LEDGER_ACCOUNT, [])];
  return { tls: await ensureServerCertificate(folder, hosts, nowMs), accounts };
}

function account(folder: string, name: string, groups: readonly string[]): StoreAccount {
  const file = join(folder, `${name}.password`);
  if (!existsSync(file)) writeSecret(file, `${randomBytes(24).toString('base64url')}\n`);
  return { name, groups, password: readFileSync(file, 'utf8').trim() };
}
