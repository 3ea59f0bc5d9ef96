import { SignJWT } from 'jose';
import { openAccess } from '#access';
import { Town } from './town.fixture';

const CITY = '330681';
let town: Town;

beforeAll(async () => {
  town = await Town.start(
    'smallest',
    { perAccount: { perSecond: 1_000, burst: 1_000 }, perAddress: { perSecond: 5, burst: 40 }, logins: { perSecond: 1_000, burst: 1_000 } },
    { proxies: ['127.0.0.1'] },
  );
  await appoint('boss', 'administrator');
  await appoint('eye', 'auditor');
  await bossLogsIn();
}, 120_000);
afterAll(() => town.stop(), 60_000);

const appoint = async (account: string, role: string, more: object = {}): Promise<void> => {
  expect(
    await town.submit('registrar', `/api/appointments/${account}/appoint`, { role, unit: CITY, from: '2020-01-01', ...more }),
  ).toMatchObject({ status: 200 });
};
const login = (account: string, password: string, from?: string) =>
  town.call(undefined, 'POST', '/api/session', { account, password }, from === undefined ? {} : { 'x-forwarded-for': from });
/** Whoever guesses draws from a bucket of their own address, however quickly the others of this file follow each other. */
const ELSEWHERE = '203.0.113.77';
const withToken = (token: unknown, method: string, path: string, body?: unknown) =>
  town.call(undefined, method, path, body, { authorization: `Bearer ${String(token)}` });
let boss: unknown;

/** The first administrator's account is made as the genesis makes them. */
async function bossLogsIn(): Promise<void> {
  const { environment } = town;
  const access = await openAccess({
    ...environment,
    tokenKey: environment.tokenKey,
    appointments: { held: () => Promise.resolve([]) },
    now: () => new Date().toISOString(),
  });
  await access.accounts.ensure('boss', 'boss password 1');
  await access.close();
  const { status, body } = await login('boss', 'boss password 1');
  expect(status).toBe(200);
  expect(body['roles']).toEqual([{ role: 'administrator', unit: CITY }]);
  boss = body['token'];
}

/** A new account whose person has changed the one-time password. */
async function person(account: string): Promise<unknown> {
  const made = await withToken(boss, 'POST', '/api/accounts', { account });
  expect(made.status).toBe(200);
  const first = await login(account, String(made.body['password']));
  const changed = await withToken(first.body['token'], 'POST', '/api/session/password', {
    old: made.body['password'],
    new: `${account.length} secret words`,
  });
  expect(changed.status).toBe(200);
  return changed.body['token'];
}

describe('accounts', () => {
  it('are made by the administrator with a password good only for changing it', async () => {
    const made = await withToken(boss, 'POST', '/api/accounts', { account: 'wang' });
    const { body } = await login('wang', String(made.body['password']));
    expect(body).toMatchObject({ mustChange: true, roles: [] });
    expect(await withToken(body['token'], 'GET', '/api/history?unit=330681')).toMatchObject({
      status: 403,
      body: { code: 'access.must-change' },
    });
    expect(await withToken(body['token'], 'POST', '/api/session/password', { old: made.body['password'], new: 'short' })).toMatchObject({
      status: 422,
      body: { code: 'payload.invalid' },
    });
    const changed = await withToken(body['token'], 'POST', '/api/session/password', {
      old: made.body['password'],
      new: 'quite a long one',
    });
    expect(changed).toMatchObject({ status: 200 });
    expect(await withToken(body['token'], 'DELETE', '/api/session')).toMatchObject({ status: 401, body: { code: 'access.token' } });
    expect(await withToken(changed.body['token'], 'DELETE', '/api/session')).toMatchObject({ status: 200 });
    expect(await withToken(changed.body['token'], 'DELETE', '/api/session')).toMatchObject({ status: 401 });
  });

  it('are refused twice, under reserved names and in a wrong form', async () => {
    expect(await withToken(boss, 'POST', '/api/accounts', { account: 'boss' })).toMatchObject({
      status: 409,
      body: { code: 'account.exists' },
    });
    for (const account of ['genesis', 'reactor', 'demo', 'public', 'Wang', '../x', ''])
      expect(await withToken(boss, 'POST', '/api/accounts', { account })).toMatchObject({ status: 422 });
  });

  it('that are disabled are out on the next request, and back when enabled', async () => {
    const token = await person('zhao');
    expect(await withToken(token, 'POST', '/api/session/renew')).toMatchObject({ status: 200 });
    await withToken(boss, 'POST', '/api/accounts/zhao/disable');
    expect(await withToken(token, 'POST', '/api/session/renew')).toMatchObject({ status: 401 });
    expect(await login('zhao', '4 secret words')).toMatchObject({ status: 401, body: { code: 'access.wrong' } });
    await withToken(boss, 'POST', '/api/accounts/zhao/enable');
    expect(await login('zhao', '4 secret words')).toMatchObject({ status: 200 });
  });

  it('lose their password by a reset, which the auditor can read of', async () => {
    const eye = await person('eye');
    const token = await person('qian');
    const reset = await withToken(boss, 'POST', '/api/accounts/qian/reset');
    expect(await withToken(token, 'POST', '/api/session/renew')).toMatchObject({ status: 401 });
    expect((await login('qian', String(reset.body['password']))).body).toMatchObject({ mustChange: true });
    const log = await withToken(eye, 'GET', '/api/access-log?actor=boss');
    expect(log.body['items']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ route: '/api/accounts/:account/reset', target: '/api/accounts/qian/reset', status: 200 }),
      ]),
    );
    const own = await withToken(eye, 'GET', '/api/access-log?actor=eye');
    expect(own.body['items']).toEqual(
      expect.arrayContaining([expect.objectContaining({ target: '/api/access-log?actor=boss', status: 200 })]),
    );
  });

  it('are locked after five wrong passwords, known or not, the right one too', async () => {
    await person('sun');
    for (const account of ['sun', 'nobody-at-all']) {
      const answers = [];
      for (let i = 0; i < 6; i += 1) answers.push((await login(account, 'wrong wrong')).body['code']);
      expect(answers).toEqual([...Array<string>(4).fill('access.wrong'), 'access.locked', 'access.locked']);
    }
    expect(await login('sun', '3 secret words')).toMatchObject({ status: 429, body: { code: 'access.locked' } });
  });

  it('are not locked for their owner by a stranger elsewhere', async () => {
    await person('wu');
    for (let i = 0; i < 6; i += 1) await login('wu', 'wrong wrong', ELSEWHERE);
    expect(await login('wu', '2 secret words', ELSEWHERE)).toMatchObject({ status: 429, body: { code: 'access.locked' } });
    expect(await login('wu', '2 secret words')).toMatchObject({ status: 200 });
    expect((await withToken(boss, 'GET', '/api/accounts?q=wu')).body).toMatchObject({
      items: [{ lockedUntil: expect.any(String) as string }],
    });
    const reset = await withToken(boss, 'POST', '/api/accounts/wu/reset');
    expect(await login('wu', String(reset.body['password']), ELSEWHERE)).toMatchObject({ status: 200 });
  });

  it('guessed from many networks are locked everywhere but where their owner signed in lately', async () => {
    await person('zheng');
    const own = '198.51.100.9';
    expect(await login('zheng', '5 secret words', own)).toMatchObject({ status: 200 });
    for (const account of ['zheng', 'nobody-either']) {
      const codes = [];
      for (let i = 0; i < 21; i += 1) codes.push((await login(account, 'wrong wrong', `203.0.113.${100 + (i >> 1)}`)).body['code']);
      expect(codes).toEqual([...Array<string>(19).fill('access.wrong'), 'access.locked', 'access.locked']);
      expect(await login(account, '5 secret words', '203.0.113.200')).toMatchObject({ status: 429, body: { code: 'access.locked' } });
    }
    expect(await login('zheng', '5 secret words', own)).toMatchObject({ status: 200 });
    // Where its owner is, it answers for wrong passwords as anywhere.
    const there = [];
    for (let i = 0; i < 5; i += 1) there.push((await login('zheng', 'wrong wrong', own)).body['code']);
    expect(there).toEqual([...Array<string>(4).fill('access.wrong'), 'access.locked']);
  });
});

describe('guesses at one time', () => {
  it('win nothing: the right one among them is refused once five were wrong', async () => {
    await person('zhou');
    const wrong = Array.from({ length: 24 }, (_, i) => login('zhou', `wrong wrong ${i}`, ELSEWHERE));
    // The others of them stand in line by then, none counted yet: the right one is looked at after them.
    await Promise.race(wrong);
    expect(await login('zhou', '4 secret words', ELSEWHERE)).toMatchObject({ status: 429, body: { code: 'access.locked' } });
    expect((await Promise.all(wrong)).filter(({ body }) => body['code'] === 'access.wrong')).toHaveLength(4);
  });
});

describe('roles', () => {
  it('come from appointments alone, and end with them at once', async () => {
    const token = await person('li');
    expect(await withToken(token, 'GET', '/api/access-log')).toMatchObject({ status: 403, body: { code: 'access.role' } });
    await appoint('li', 'auditor');
    expect(await withToken(token, 'GET', '/api/access-log')).toMatchObject({ status: 200 });
    await town.submit('registrar', '/api/appointments/li/end', { role: 'auditor', unit: CITY, on: '2021-01-01', reason: '调离' });
    expect(await withToken(token, 'GET', '/api/access-log')).toMatchObject({ status: 403, body: { code: 'access.role' } });
    const log = await withToken((await login('eye', '3 secret words')).body['token'], 'GET', '/api/access-log?actor=li');
    expect(log.body['items']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ account: 'li', status: 403, code: 'access.role' }),
        expect.objectContaining({ account: 'li', status: 200 }),
      ]),
    );
  });

  it('of the administrator open no business data', async () => {
    for (const route of town.door.routes.filter(
      (one) => one.method === 'GET' && Array.isArray(one.who) && !one.who.includes('administrator'),
    )) {
      const path = route.path.replace(/:\w+/g, 'x');
      expect([path, (await withToken(boss, 'GET', path)).status]).toEqual([path, 403]);
    }
  });
});

describe('tokens', () => {
  it.each([
    ['none', ''],
    ['a word', 'x'],
    ['no signature', 'e30.e30.e30'],
    ['far too long', 'a'.repeat(5_000)],
  ])('that are not ours open nothing: %s', async (_name, token) => {
    expect(await withToken(token, 'POST', '/api/session/renew')).toMatchObject({ status: 401, body: { code: 'access.token' } });
  });

  it('of yesterday are over, however well signed', async () => {
    const old = await new SignJWT({ sid: '00000000-0000-4000-8000-000000000000' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('boss')
      .setIssuer('governance-ledger')
      .setExpirationTime('-1d')
      .sign(town.environment.tokenKey);
    expect(await withToken(old, 'POST', '/api/session/renew')).toMatchObject({ status: 401, body: { code: 'access.token' } });
  });

  it('are not needed for public reading, which is bounded per address', async () => {
    const answers = await Promise.all(Array.from({ length: 80 }, () => town.call(undefined, 'GET', '/healthz')));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200, 429]));
    expect(answers.find((answer) => answer.status === 429)?.body).toMatchObject({ code: 'request.too-many' });
  });

  it('are bounded by the address a web server in front names, where it is one of ours', async () => {
    const from = (address: string) => town.call(undefined, 'GET', '/healthz', undefined, { 'x-forwarded-for': address });
    const answers = await Promise.all(Array.from({ length: 80 }, () => from('203.0.113.5')));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200, 429]));
    expect((await from('203.0.113.6')).status).toBe(200);
  });
});
