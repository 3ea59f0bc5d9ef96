import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAccess } from '#access';
import { sentOut } from './sent-out.fixture';
import { Town } from './town.fixture';

const CITY = '330681';
const ample = { perSecond: 1_000, burst: 1_000 };
let town: Town;

beforeAll(async () => {
  town = await Town.start('smallest', { perAccount: ample, perAddress: ample, logins: ample });
  expect(
    await town.submit('registrar', `/api/mandates/${CITY}.territory.govern/grant`, { basis: '测试', from: '2018-09-27' }),
  ).toMatchObject({ status: 200 });
  for (const [code, name] of [
    ['330681001', '东街道'],
    ['330681002', '西街道'],
  ]) {
    const unit = { code, name, level: 'subdistrict', kind: 'subdistrict', parent: CITY, from: '2018-09-27' };
    const { status, body } = await town.submit('registrar', `/api/territory/${CITY}/found-unit`, unit);
    expect(status).toBe(200);
    await town.call(undefined, 'GET', `/api/units?after=${String(body['position'])}`);
  }
  await town.appoint('boss', 'administrator');
  await town.appoint('eye', 'auditor');
  await town.appoint('east', 'approver', { unit: '330681001' });
  await town.appoint('west', 'clerk', { unit: '330681002' });
}, 120_000);
afterAll(() => town.stop(), 60_000);

const PDF = Buffer.from('%PDF-1.7 a voucher');
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function upload(
  account: string,
  bytes: Buffer,
  type: string,
  query = '',
): Promise<{ readonly status: number; readonly body: unknown }> {
  const headers = { authorization: `Bearer ${await town.token(account)}`, 'content-type': type };
  const response = await fetch(`${town.base}/api/attachments${query}`, { method: 'POST', headers, body: new Uint8Array(bytes) });
  return { status: response.status, body: await response.json() };
}

describe('who is signed in', () => {
  it('is told with the names of the units, to any login', async () => {
    const { status, body } = await town.call('east', 'GET', '/api/session');
    expect([status, body]).toEqual([
      200,
      {
        account: 'east',
        roles: [{ role: 'approver', unit: '330681001', unitName: '东街道' }],
        mustChange: false,
        idleMinutes: 30,
        synthetic: false,
        city: CITY,
      },
    ]);
    expect(await town.call(undefined, 'GET', '/api/session')).toMatchObject({ status: 401, body: { code: 'access.login' } });
  });

  it('is nobody any more after half an hour without use; what a page asks by itself is no use', async () => {
    const { databaseUrl, prefix, tokenKey } = town.environment;
    const began_ms = Date.now();
    let minutes = 0;
    const access = await openAccess({
      databaseUrl,
      prefix,
      tokenKey,
      appointments: { held: () => Promise.resolve([]) },
      now: () => new Date(began_ms + minutes * 60_000).toISOString(),
    });
    await access.accounts.ensure('idler', 'a password of ten');
    const begun = await access.sessions.begin('idler', 'a password of ten', '127.0.0.1');
    if ('status' in begun) throw new Error(begun.code);
    let { token } = begun;
    const pass = async (more: number, used: boolean): Promise<string | undefined> => {
      minutes += more;
      const known = await access.sessions.identify(token, used);
      if (known) ({ token } = await access.sessions.renew(known));
      return known?.account;
    };
    // A token lives ten minutes: each step is shorter.
    for (const used of [true, true, true, true, true]) expect(await pass(9, used)).toBe('idler');
    for (const used of [false, false, false]) expect(await pass(9, used)).toBe('idler');
    expect(await pass(4, false)).toBeUndefined();
    expect(await pass(0, true)).toBeUndefined();
    await access.close();
  });
});

describe('the ledger', () => {
  it('says of itself which one it is', async () => {
    expect((await town.call(undefined, 'GET', '/api/about')).body).toMatchObject({
      city: CITY,
      cityName: '诸暨市',
      synthetic: false,
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as unknown,
    });
  });

  it('says how it is in words, to the administrator and the auditor alone', async () => {
    const { status, body } = await town.call('boss', 'GET', '/api/health/detail');
    const items = body['items'] as readonly { readonly name: string; readonly status: string }[];
    expect(status).toBe(200);
    expect(items.map((item) => item.name)).toEqual([
      'eventstore',
      'database',
      'keys',
      'follow',
      'views',
      'parked',
      'reactor',
      'disk',
      'backup',
      'restarts',
      'attachments',
    ]);
    expect(
      items
        .filter((item) => ['eventstore', 'database', 'keys', 'follow', 'parked', 'restarts'].includes(item.name))
        .map((item) => item.status),
    ).toEqual(Array(6).fill('ok'));
    expect(items).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'backup', status: 'warn' })]));
    expect((await town.call('eye', 'GET', '/api/health/detail')).status).toBe(200);
    expect(await town.call('west', 'GET', '/api/health/detail')).toMatchObject({ status: 403, body: { code: 'access.role' } });
  });

  it('knows of its last backup and of what had to be started again', async () => {
    const now = new Date().toISOString();
    writeFileSync(
      join(town.environment.dataFolder, 'last-backup.json'),
      JSON.stringify({ at: now, to: '/mnt/copy', files: 3, bytes: 1024 }),
    );
    writeFileSync(
      join(town.environment.dataFolder, 'restarts.json'),
      JSON.stringify([
        { name: 'projector', at: now },
        { name: 'api', at: '2020-01-01T00:00:00Z' },
      ]),
    );
    const { body } = await town.call('boss', 'GET', '/api/health/detail');
    expect(body['items']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'backup', status: 'ok' }),
        expect.objectContaining({ name: 'restarts', status: 'warn', value: [{ name: 'projector', at: now }] }),
      ]),
    );
  });

  it('offers no sign-in without a password: it is no demonstration', async () => {
    expect(await town.call(undefined, 'GET', '/api/session/demo')).toMatchObject({ status: 404, body: { code: 'demo.not-synthetic' } });
    expect(await town.call(undefined, 'POST', '/api/session/demo', { screen: 'registrar' })).toMatchObject({
      status: 404,
      body: { code: 'demo.not-synthetic' },
    });
  });
});

describe('accounts', () => {
  it('are listed to the administrator page by page, without passwords', async () => {
    const { body } = await town.call('boss', 'GET', '/api/accounts?limit=2');
    expect(body).toMatchObject({
      items: [{ account: 'boss', disabled: false, mustChange: false, lockedUntil: null }, { account: 'east' }],
      next: 'east',
    });
    expect((await town.call('boss', 'GET', '/api/accounts?cursor=east&q=es')).body).toMatchObject({
      items: [{ account: 'west' }],
      next: null,
    });
    expect(JSON.stringify((await town.call('boss', 'GET', '/api/accounts')).body)).not.toContain('argon2');
    expect(await town.call('boss', 'GET', '/api/accounts?limit=900')).toMatchObject({ status: 400, body: { code: 'request.query' } });
    expect(await town.call('eye', 'GET', '/api/accounts')).toMatchObject({ status: 403, body: { code: 'access.role' } });
  });
});

describe('an attachment', () => {
  it('is kept once by its hash, and read where its unit is in reach; each reading is in the access log', async () => {
    const hash = hashOf(PDF);
    const answer = { status: 200, body: { hash, size: PDF.length, type: 'application/pdf' } };
    expect(await upload('west', PDF, 'application/pdf')).toEqual(answer);
    expect(await upload('west', PDF, 'application/pdf')).toEqual(answer);
    const read = await town.call('west', 'GET', `/api/attachments/${hash}`);
    expect([read.status, read.body['text'], read.headers.get('content-type'), read.headers.get('content-security-policy')]).toEqual([
      200,
      PDF.toString(),
      'application/pdf',
      "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    ]);
    expect((await town.call('eye', 'GET', `/api/attachments/${hash}`)).status).toBe(200);
    expect(await town.call('east', 'GET', `/api/attachments/${hash}`)).toMatchObject({ status: 403, body: { code: 'access.scope' } });
    expect(await town.call('boss', 'GET', `/api/attachments/${hash}`)).toMatchObject({ status: 403, body: { code: 'access.role' } });
    expect(await town.call('west', 'GET', `/api/attachments/${'0'.repeat(64)}`)).toMatchObject({
      status: 404,
      body: { code: 'attachment.unknown' },
    });
    const log = (await town.call('eye', 'GET', '/api/access-log?actor=west')).body['items'];
    expect(log).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ method: 'GET', route: '/api/attachments/:hash', status: 200 }),
        expect.objectContaining({ method: 'POST', route: '/api/attachments', status: 200 }),
      ]),
    );
  });

  it('belongs to a unit within reach of who uploads it', async () => {
    expect(await upload('west', PDF, 'application/pdf', '?unit=330681001')).toMatchObject({ status: 403, body: { code: 'access.scope' } });
    expect(await upload('west', PDF, 'application/pdf', '?unit=x')).toMatchObject({ status: 400, body: { code: 'request.query' } });
    expect(await upload('boss', PDF, 'application/pdf')).toMatchObject({ status: 403, body: { code: 'access.role' } });
    expect(await upload('east', PDF, 'application/pdf')).toMatchObject({ status: 200 });
    expect((await town.call('east', 'GET', `/api/attachments/${hashOf(PDF)}`)).status).toBe(200);
  });

  it('is refused when it is not what it says, empty, or larger than 20 MiB', async () => {
    expect(await upload('west', Buffer.from('<script>'), 'application/pdf')).toMatchObject({
      status: 415,
      body: { code: 'attachment.wrong-type' },
    });
    expect(await upload('west', Buffer.alloc(0), 'image/png')).toMatchObject({ status: 422, body: { code: 'attachment.empty' } });
    expect(await upload('west', Buffer.from('x'), 'text/html')).toMatchObject({ status: 415, body: { code: 'request.media-type' } });
    expect(await upload('west', Buffer.from('{}'), 'application/json')).toMatchObject({
      status: 415,
      body: { code: 'attachment.wrong-type' },
    });
    expect(await declared(21 * 2 ** 20)).toEqual([413, 'attachment.too-large']);
    expect(readdirSync(join(town.environment.attachments, 'incoming'))).toEqual([]);
  });

  it('of the wrong type or too large is heard out: the refusal arrives, and the connection goes on', async () => {
    const [long, token] = [Buffer.alloc(12 * 2 ** 20, 'x'), await town.token('west')];
    for (let round = 0; round < 3; round += 1) {
      expect(await sentOut(town.base, token, [long])).toEqual([415, 404]);
      expect(await sentOut(town.base, token, [PDF, long, long])).toEqual([413, 404]);
    }
  });

  it('that is lost or was changed on the disk is not served', async () => {
    const [lost, changed] = [Buffer.from('%PDF-1.4 lost'), Buffer.from('%PDF-1.4 changed')];
    for (const bytes of [lost, changed]) expect((await upload('west', bytes, 'application/pdf')).status).toBe(200);
    const fileOf = (bytes: Buffer): string => join(town.environment.attachments, hashOf(bytes).slice(0, 2), hashOf(bytes));
    rmSync(fileOf(lost));
    writeFileSync(fileOf(changed), '%PDF-1.4 forged');
    expect(await town.call('west', 'GET', `/api/attachments/${hashOf(lost)}`)).toMatchObject({
      status: 404,
      body: { code: 'attachment.missing' },
    });
    expect(await town.call('west', 'GET', `/api/attachments/${hashOf(changed)}`)).toMatchObject({
      status: 500,
      body: { code: 'attachment.damaged' },
    });
  });
});

it('a workbook that is downloaded is in the access log', async () => {
  expect((await town.call('eye', 'GET', '/api/excel/export/organisations')).status).toBe(200);
  const log = (await town.call('eye', 'GET', '/api/access-log?actor=eye')).body['items'];
  expect(log).toEqual(expect.arrayContaining([expect.objectContaining({ route: '/api/excel/export/organisations', status: 200 })]));
});

/** A length announced and never sent: it is refused before it is read. */
async function declared(length: number): Promise<readonly [number | undefined, unknown]> {
  const headers = {
    authorization: `Bearer ${await town.token('west')}`,
    'content-type': 'application/pdf',
    'content-length': String(length),
  };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${town.base}/api/attachments`, { method: 'POST', headers }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString('utf8')));
      response.on('end', () => {
        sent.destroy();
        resolve([response.statusCode, (JSON.parse(text) as { readonly code: unknown }).code]);
      });
    });
    sent.on('error', reject);
    sent.write('%PDF-1.7');
  });
}
