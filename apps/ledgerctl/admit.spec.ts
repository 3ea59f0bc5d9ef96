import { admit } from './admit';
import { output } from './output';

describe('ledgerctl admit', () => {
  it.each([
    ['a name that is none', 'esdb://127.0.0.1:1?tls=false', '$admins', 'admit.name', 2],
    ['a store that is no address', 'somewhere', 'ledger', 'migrate.url', 2],
    ['a store that is away', 'esdb://127.0.0.1:1?tls=false', 'ledger', 'ledger.unavailable', 4],
  ])('refuses %s and says what to do', async (_what, store, name, code, exit) => {
    await expect(admit(store, name, output(true))).rejects.toMatchObject({ code, exit, zh: expect.stringMatching(/\p{Script=Han}/u) });
  });
});
