import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { ensureStoreCredentials } from './store-credentials';

const DAY_MS = 86_400_000;
let folder: string;

beforeAll(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'store-credentials-')), 'store');
});
afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

describe('the secrets of a store', () => {
  it('are made once and are for their owner alone', async () => {
    const first = await ensureStoreCredentials(folder, ['127.0.0.1'], Date.now());
    const again = await ensureStoreCredentials(folder, ['127.0.0.1'], Date.now());
    expect(again).toEqual(first);
    expect(first.accounts.map(({ name, groups }) => [name, groups])).toEqual([
      ['admin', ['$admins']],
      ['ledger', []],
    ]);
    expect(new Set(first.accounts.map(({ password }) => password)).size).toBe(2);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of ['ca.key', 'server.key', 'admin.password', 'ledger.password'])
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
  });

  it('hold a certificate by the private CA for these hosts, renewed for a new host and before it runs out', async () => {
    const { tls } = await ensureStoreCredentials(folder, ['127.0.0.1'], Date.now());
    const ca = new X509Certificate(readFileSync(tls.caFile));
    const certificate = new X509Certificate(tls.certificate);
    expect(certificate.verify(ca.publicKey)).toBe(true);
    expect([certificate.checkIP('127.0.0.1'), certificate.checkIP('::1'), certificate.checkHost('localhost')]).toEqual([
      '127.0.0.1',
      '::1',
      'localhost',
    ]);
    const named = await ensureStoreCredentials(folder, ['store.example'], Date.now());
    expect(new X509Certificate(named.tls.certificate).checkHost('store.example')).toBe('store.example');
    const later = await ensureStoreCredentials(folder, ['store.example'], Date.now() + 800 * DAY_MS);
    expect(new X509Certificate(later.tls.certificate).verify(ca.publicKey)).toBe(true);
    expect(later.tls.certificate.equals(named.tls.certificate)).toBe(false);
  });
});
