import { openAccess } from '#access';
import { Town } from './town.fixture';

const ample = { perSecond: 1_000, burst: 1_000 };
let town: Town;

beforeAll(async () => {
  town = await Town.start(
    'smallest',
    { perAccount: ample, perAddress: ample, logins: { perSecond: 0.001, burst: 8 } },
    { synthetic: true },
  );
  const { body } = await town.submit('registrar', '/api/appointments/somebody/appoint', {
    role: 'clerk',
    unit: '330681',
    from: '2021-01-01',
  });
  expect((await town.call(undefined, 'GET', `/api/units?after=${String(body['position'])}`)).status).toBe(200);
}, 120_000);
afterAll(() => town.stop(), 60_000);

describe('a ledger of demonstration data', () => {
  it('offers each screen with the account it is for, and signs in with one click', async () => {
    const { status, body } = await town.call(undefined, 'GET', '/api/session/demo');
    const label = { zh: '登记管理', en: 'Registry' };
    expect([status, body['items']]).toEqual([
      200,
      [{ screen: 'registrar', label, account: 'registrar', role: 'registrar', unit: '330681', unitName: '诸暨市' }],
    ]);
    const signedIn = await town.call(undefined, 'POST', '/api/session/demo', { screen: 'registrar' });
    expect(signedIn).toMatchObject({
      status: 200,
      body: { roles: [{ role: 'registrar', unit: '330681' }], token: expect.any(String) as unknown },
    });
    const headers = { authorization: `Bearer ${String(signedIn.body['token'])}` };
    expect((await town.call(undefined, 'GET', '/api/session', undefined, headers)).body).toMatchObject({
      account: 'registrar',
      synthetic: true,
    });
  });

  it('offers nothing for screens it does not have, nor accounts that are not there or disabled', async () => {
    for (const body of [{ screen: 'throne' }, { account: 'registrar' }, { screen: 'registrar', account: 'x' }]) {
      expect(await town.call(undefined, 'POST', '/api/session/demo', body)).toMatchObject({
        status: 422,
        body: { code: 'payload.invalid' },
      });
    }
    expect(await town.call(undefined, 'POST', '/api/session/demo', { screen: 'admin' })).toMatchObject({
      status: 404,
      body: { code: 'thing.unknown' },
    });
    const { databaseUrl, prefix, tokenKey } = town.environment;
    const access = await openAccess({
      databaseUrl,
      prefix,
      tokenKey,
      appointments: { held: () => Promise.resolve([]) },
      now: () => new Date().toISOString(),
    });
    await access.accounts.setDisabled('registrar', true);
    expect(await town.call(undefined, 'POST', '/api/session/demo', { screen: 'registrar' })).toMatchObject({
      status: 404,
      body: { code: 'thing.unknown' },
    });
    await access.accounts.setDisabled('registrar', false);
    // The genesis decides: no other ledger has this way in, nor one whose genesis has not ended.
    expect([
      access.demo({ is: 'closed', synthetic: false }),
      access.demo({ is: 'open', synthetic: true }),
      access.demo({ is: 'void', synthetic: false }),
    ]).toEqual([undefined, undefined, undefined]);
    await access.close();
  });

  it('bounds how often one address may do so, whatever address it says it has', async () => {
    const says = (index: number) => ({ 'x-forwarded-for': `203.0.113.${index}` });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => town.call(undefined, 'POST', '/api/session/demo', { screen: 'registrar' }, says(index))),
    );
    expect(answers.map(({ body }) => body['code']).filter((code) => code === 'request.too-many').length).toBeGreaterThanOrEqual(6);
  });
});
