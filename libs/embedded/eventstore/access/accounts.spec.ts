import { Metadata, status } from '@grpc/grpc-js';
import { Accounts } from './accounts';

const basic = (text: string): Metadata => {
  const metadata = new Metadata();
  metadata.set('authorization', `Basic ${Buffer.from(text).toString('base64')}`);
  return metadata;
};
const bad = { code: status.UNAUTHENTICATED };
let accounts: Accounts;

beforeAll(async () => {
  accounts = await Accounts.of([
    { name: 'admin', password: 'a:b口令', groups: ['$admins'] },
    { name: 'ledger', password: 'two', groups: [] },
  ]);
});

describe('accounts of the store', () => {
  it('knows who gave the right password, colons and Chinese included, and who gave none', async () => {
    expect(await accounts.identify(basic('admin:a:b口令'))).toEqual({ name: 'admin', groups: ['$admins'] });
    expect(await accounts.identify(basic('ledger:two'))).toEqual({ name: 'ledger', groups: [] });
    expect(await accounts.identify(new Metadata())).toBeUndefined();
  });

  it.each(['admin:wrong', 'ghost:two', 'ledger', ':', 'ledger:'])('refuses %s', async (text) => {
    await expect(accounts.identify(basic(text))).rejects.toMatchObject(bad);
  });

  it('refuses other schemes', async () => {
    const metadata = new Metadata();
    metadata.set('authorization', 'Bearer abc');
    await expect(accounts.identify(metadata)).rejects.toMatchObject(bad);
  });

  it('hashes a password once, not at every call', async () => {
    await accounts.identify(basic('ledger:two'));
    const start = process.hrtime.bigint();
    for (let i = 0; i < 2_000; i++) await accounts.identify(basic('ledger:two'));
    const perCallMs = Number(process.hrtime.bigint() - start) / 1e6 / 2_000;
    expect(perCallMs).toBeLessThan(2); // a hash takes tens of milliseconds
  });

  it('does not queue guesses without end', async () => {
    const guesses = await Promise.allSettled(Array.from({ length: 200 }, (_, i) => accounts.identify(basic(`admin:guess-${i}`))));
    expect(guesses.every(({ status: how }) => how === 'rejected')).toBe(true);
    expect(await accounts.identify(basic('ledger:two'))).toEqual({ name: 'ledger', groups: [] });
  }, 60_000);
});
