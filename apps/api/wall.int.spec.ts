import { openAccess } from '#access';
import { Town, type Answer } from './town.fixture';

const CITY = '330681';
const ample = { perSecond: 1_000, burst: 1_000 };
let town: Town;

beforeAll(async () => {
  town = await Town.start('smallest', { perAccount: ample, perAddress: ample, logins: ample });
  await town.appoint('chief', 'leader');
  await town.submit('registrar', '/api/appointments/chief/appoint', { role: 'auditor', unit: CITY, from: '2020-01-01' });
  await town.appoint('eye', 'auditor');
}, 120_000);
afterAll(() => town.stop(), 60_000);

const withToken = (token: unknown, method: string, path: string, body?: unknown): Promise<Answer> =>
  town.call(undefined, method, path, body, { authorization: `Bearer ${String(token)}`, 'idempotency-key': `wall-${method}-${path}` });
async function login(account = 'chief'): Promise<unknown> {
  return (await town.call(undefined, 'POST', '/api/session', { account, password: town.passwordOf(account) })).body['token'];
}

describe('a wall', () => {
  it('is what a leader turns a login into: it reads as the leader alone, says when it ends, and the login is over', async () => {
    const own = await login();
    expect((await withToken(own, 'GET', '/api/session')).body).not.toHaveProperty('wall');
    const turned = await withToken(own, 'POST', '/api/session/wall');
    const wall = { endsAt: expect.stringMatching(/Z$/) as unknown };
    expect(turned).toMatchObject({ status: 200, body: { roles: [{ role: 'leader', unit: CITY }], wall } });
    expect((await withToken(own, 'GET', '/api/session')).status).toBe(401);
    const { token } = turned.body;
    expect((await withToken(token, 'GET', '/api/session')).body).toMatchObject({
      account: 'chief',
      roles: [{ role: 'leader' }],
      wall: turned.body['wall'],
    });
    expect((await withToken(token, 'GET', '/api/notes')).status).toBe(200);
    // The other office of the same person does not come along.
    expect(await withToken(token, 'GET', '/api/access-log')).toMatchObject({ status: 403, body: { code: 'access.role' } });
  });

  it('records nothing: every route that is no reading is refused, whatever it is asked', async () => {
    const { token } = (await withToken(await login(), 'POST', '/api/session/wall')).body;
    const writing = town.door.routes.filter(
      ({ method, path }) => method !== 'GET' && !['/api/session', '/api/session/renew'].includes(path),
    );
    expect(writing.length).toBeGreaterThan(60);
    for (const { method, path } of writing) {
      const answer = await withToken(token, method, path.replace(/:\w+/g, 'x'), { text: 'x' });
      expect([method, path, answer.status, answer.body['code']]).toEqual([method, path, 403, 'access.wall']);
    }
    const renewed = await withToken(token, 'POST', '/api/session/renew');
    expect(renewed).toMatchObject({ status: 200, body: { wall: { endsAt: expect.any(String) as unknown } } });
    expect(await withToken(renewed.body['token'], 'POST', '/api/session/wall')).toMatchObject({
      status: 403,
      body: { code: 'access.wall' },
    });
  });

  it('ends with its leaving, with the account, and with the appointment', async () => {
    const leave = (await withToken(await login(), 'POST', '/api/session/wall')).body['token'];
    expect((await withToken(leave, 'DELETE', '/api/session')).status).toBe(200);
    expect(await withToken(leave, 'GET', '/api/notes')).toMatchObject({ status: 401, body: { code: 'access.token' } });
    const stays = (await withToken(await login(), 'POST', '/api/session/wall')).body['token'];
    const changed = await withToken(await login(), 'POST', '/api/session/password', {
      old: town.passwordOf('chief'),
      new: 'another password',
    });
    expect(changed.status).toBe(200);
    expect((await withToken(stays, 'GET', '/api/notes')).status).toBe(401);
    const last = (await withToken(changed.body['token'], 'POST', '/api/session/wall')).body['token'];
    const ended = await town.submit('registrar', '/api/appointments/chief/end', {
      role: 'leader',
      unit: CITY,
      on: '2021-01-01',
      reason: '调离',
    });
    expect(ended.status).toBe(200);
    expect(await withToken(last, 'GET', '/api/notes')).toMatchObject({ status: 403, body: { code: 'access.role' } });
  });

  it('is no other office’s to make', async () => {
    expect(await withToken(await login('eye'), 'POST', '/api/session/wall')).toMatchObject({ status: 403, body: { code: 'access.role' } });
    expect(await town.call(undefined, 'POST', '/api/session/wall')).toMatchObject({ status: 401 });
  });

  it('stands unattended through the day, and is over after twelve hours', async () => {
    const { databaseUrl, prefix, tokenKey } = town.environment;
    const began_ms = Date.now();
    let minutes = 0;
    const held = [{ role: 'leader', unit: CITY }] as const;
    const access = await openAccess({
      databaseUrl,
      prefix,
      tokenKey,
      appointments: { held: () => Promise.resolve(held) },
      now: () => new Date(began_ms + minutes * 60_000).toISOString(),
    });
    await access.accounts.ensure('walled', 'a password of ten');
    const begun = await access.sessions.begin('walled', 'a password of ten', '127.0.0.1');
    const known = 'status' in begun ? undefined : await access.sessions.identify(begun.token);
    if (!known) throw new Error('no login');
    let { token, wall } = await access.sessions.wall(known);
    expect(Date.parse(wall?.endsAt ?? '') - began_ms).toBe(12 * 3_600_000);
    while (minutes < 12 * 60 - 9) {
      minutes += 9;
      const now = await access.sessions.identify(token, false);
      if (!now) throw new Error(`over after ${String(minutes)} minutes`);
      ({ token, wall } = await access.sessions.renew(now));
    }
    minutes += 9;
    expect(await access.sessions.identify(token, true)).toBeUndefined();
    await access.close();
  });
});
