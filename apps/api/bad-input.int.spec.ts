import { request as httpRequest } from 'node:http';
import { Workbook } from 'exceljs';
import { decodeJwt, SignJWT } from 'jose';
import { createLedger, type RecordedFact } from '#ledger';
import { zipOf } from '#testing';
import { house } from '../wiring';
import { Town, type Answer } from './town.fixture';

/** Whatever bad comes in has its code, says in Chinese and English what is wrong and what to do next, and leaves the ledger as it was. */

const CITY = '330681';
const STREET = '330681001';
const COMMUNITY = '330681001001';
const XLSX = { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };
const ample = { perSecond: 10_000, burst: 10_000 };
jest.setTimeout(30_000);

let town: Town;
let atFirst: string | undefined;
let expected = 0;

beforeAll(async () => {
  town = await Town.start('whole', { perAccount: ample, perAddress: ample, logins: ample });
  atFirst = (await recorded()).at(-1)?.position;
}, 240_000);
afterAll(() => town.stop(), 60_000);

/** What came to the event store itself since the beginning, whatever the api says of it. */
async function recorded(): Promise<readonly RecordedFact[]> {
  const { eventStoreUrl, prefix } = town.environment;
  const reader = await createLedger({ url: eventStoreUrl, prefix, contracts: house.contracts });
  try {
    const facts: RecordedFact[] = [];
    for await (const page of reader.readAll(atFirst, 1_000)) facts.push(...page);
    return facts;
  } finally {
    await reader.close();
  }
}

async function refused(answer: Answer, said: string): Promise<void> {
  const { status, body, headers } = answer;
  expect(`${status} ${String(body['code'])}`).toBe(said);
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  for (const name of ['detailZh', 'nextZh']) expect([name, body[name]]).toEqual([name, expect.stringMatching(/[\u4e00-\u9fff]/)]);
  for (const name of ['detail', 'next']) expect([name, body[name]]).toEqual([name, expect.stringMatching(/^[A-Z][^\u4e00-\u9fff]+/)]);
  expect((await recorded()).length).toBe(expected);
}

const found = (unit: object): object => ({ name: '新设社区', level: 'community', kind: 'community', parent: STREET, ...unit });
const budget = (amountFen: unknown): string => `{"amountFen":${String(amountFen)}}`;
const funds = `/api/funds/${CITY}.2026.work/budget`;

describe('a submission', () => {
  it.each([
    [
      'a unit nobody knows',
      'registrar',
      '/api/territory/330681/rename-unit',
      { code: '330681999', name: '无此街道' },
      '409 unit.not-alive',
      'code',
    ],
    [
      'a parent nobody knows',
      'registrar',
      '/api/territory/330681/found-unit',
      found({ code: '330681999001', parent: '330681999' }),
      '409 unit.parent-not-alive',
      'parent',
    ],
    [
      'an account of a unit nobody knows',
      'approver',
      `/api/funds/${STREET}.2026.work/send`,
      { to: `${STREET}999.2026.work`, sending: 's1', amountFen: 1 },
      '404 funds.unit-unknown',
      'to',
    ],
    [
      'a community straight under the city',
      'registrar',
      '/api/territory/330681/found-unit',
      found({ code: '330681001991', parent: CITY }),
      '409 unit.code-form',
      'code',
    ],
    [
      'a kind of another level',
      'registrar',
      '/api/territory/330681/found-unit',
      found({ code: '330681001991', kind: 'town' }),
      '409 unit.level-kind',
      'kind',
    ],
    [
      'a budget anywhere but in the city',
      'finance',
      `/api/funds/${STREET}.2026.work/budget`,
      { amountFen: 100 },
      '409 funds.budget-only-city',
      undefined,
    ],
    [
      'a day to come',
      'registrar',
      '/api/territory/330681/rename-unit',
      { code: STREET, name: '明日街道', occurredOn: '2999-01-01' },
      '422 submission.occurred-in-future',
      'occurredOn',
    ],
    [
      'a day to come in its own words',
      'clerk',
      `/api/counts/${COMMUNITY}/record`,
      { households: 1, residents: 2, countedOn: '2999-01-01' },
      '409 counts.day-ahead',
      'countedOn',
    ],
    ['half a fen', 'finance', funds, budget(100.5), '422 payload.invalid', 'amountFen'],
    ['less than nothing', 'finance', funds, budget(-100), '422 payload.invalid', 'amountFen'],
    ['an amount in words', 'finance', funds, budget('"100"'), '422 payload.invalid', 'amountFen'],
    ['more fen than a number holds exactly', 'finance', funds, budget(9007199254740992), '422 payload.invalid', 'amountFen'],
    ['a number JSON cannot hold', 'finance', funds, budget('9007199254740993'), '400 json.number', undefined],
    ['a number beyond every number', 'finance', funds, budget('1e400'), '400 json.number', undefined],
    ['20 MB of JSON', 'finance', funds, `{"amountFen":1${' '.repeat(20_000_000)}}`, '413 request.too-large', undefined],
    [
      'a unit that is not mine',
      'clerk',
      '/api/counts/330681002001/record',
      { households: 1, residents: 2, countedOn: '2026-01-01' },
      '403 access.scope',
      undefined,
    ],
  ])('with %s is refused', async (_what, account, path, body, said, field) => {
    const answer = await town.submit(account, path, body);
    await refused(answer, said);
    const errors = (answer.body['errors'] ?? []) as readonly { readonly field: string; readonly detailZh: string }[];
    if (field !== undefined)
      expect(errors).toEqual([expect.objectContaining({ field, detailZh: expect.stringMatching(/[\u4e00-\u9fff]/) })]);
  });

  it('cut off in the middle records nothing', async () => {
    const authorization = `Bearer ${await town.token('finance')}`;
    const headers = { authorization, 'content-type': 'application/json', 'content-length': '1000', 'idempotency-key': 'cut-off' };
    await new Promise<void>((closed) => {
      const upload = httpRequest(town.base + funds, { method: 'POST', headers });
      upload.once('error', () => undefined).once('close', closed);
      upload.write('{"amountFen":100', () => upload.destroy());
    });
    expect((await town.call(undefined, 'GET', '/healthz')).status).toBe(200);
    expect((await recorded()).length).toBe(expected);
  });

  it('sent again is answered as before and recorded once; with another body under the same key it is refused', async () => {
    const first = await town.submit('registrar', '/api/territory/330681/rename-unit', { code: STREET, name: '新名街道' }, 'again');
    expect(first.status).toBe(200);
    expected += 1;
    for (let i = 0; i < 3; i += 1)
      expect(
        (await town.submit('registrar', '/api/territory/330681/rename-unit', { code: STREET, name: '新名街道' }, 'again')).body,
      ).toEqual(first.body);
    await refused(
      await town.submit('registrar', '/api/territory/330681/rename-unit', { code: STREET, name: '又名街道' }, 'again'),
      '422 submission.key-reused',
    );
  });

  it('of two clerks at once has one winner', async () => {
    const as = (name: string) => town.submit('registrar', '/api/organisations/org-both/register', { name, kind: 'department', unit: CITY });
    const both = await Promise.all([as('甲'), as('乙')]);
    expected += 1;
    const loser = both.find(({ status }) => status !== 200);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    if (loser) await refused(loser, '409 organisation.exists');
  });
});

describe('somebody', () => {
  const rename = { code: '330681002', name: '他名街道' };
  const submitAs = (token: string, path: string, body: unknown, key: string) =>
    town.call(undefined, 'POST', path, body, { authorization: `Bearer ${token}`, 'idempotency-key': key });

  it('with the token of yesterday is sent to log in; the same token in time is good', async () => {
    const claims = decodeJwt(await town.token('registrar'));
    const signed = (expires: string) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setExpirationTime(expires).sign(town.environment.tokenKey);
    await refused(await submitAs(await signed('-1d'), '/api/territory/330681/rename-unit', rename, 'old'), '401 access.token');
    expect((await submitAs(await signed('1h'), '/api/territory/330681/rename-unit', rename, 'new')).status).toBe(200);
    expected += 1;
  });

  it('whose appointment has ended is refused at once', async () => {
    await town.appoint('for-a-while', 'clerk', { unit: COMMUNITY });
    const count = (residents: number) =>
      town.submit('for-a-while', `/api/counts/${COMMUNITY}/record`, { households: 10, residents, countedOn: '2026-01-01' });
    expect((await count(20)).status).toBe(200);
    const end = { role: 'clerk', unit: COMMUNITY, on: '2026-01-05', reason: '调离' };
    expect((await town.submit('registrar', '/api/appointments/for-a-while/end', end)).status).toBe(200);
    expected += 3;
    await refused(await count(21), '403 access.role');
  });
});

describe('a workbook', () => {
  const upload = (content: Buffer) => town.call('desk-1', 'POST', '/api/excel/import', content, XLSX);

  async function template(): Promise<Buffer> {
    const headers = { authorization: `Bearer ${await town.token('desk-1')}` };
    return Buffer.from(await (await fetch(`${town.base}/api/excel/wishes/post`, { headers })).arrayBuffer());
  }

  async function filled(cells: readonly (string | { readonly formula: string; readonly result: string })[]): Promise<Buffer> {
    const workbook = new Workbook();
    await workbook.xlsx.load((await template()) as unknown as ArrayBuffer);
    const sheet = workbook.getWorksheet('填报');
    cells.forEach((value, column) => sheet && (sheet.getCell(4, column + 1).value = value));
    return Buffer.from(await workbook.xlsx.writeBuffer());
  }

  it('with a formula in a cell has the cell named, and none of it is recorded', async () => {
    const { status, body } = await upload(await filled(['1', 'f-1', '', { formula: 'A1&"x"', result: '1x' }, COMMUNITY]));
    expect([status, body['recorded']]).toEqual([200, []]);
    const texts = { detail: expect.stringContaining('formulas are not accepted') as unknown, detailZh: expect.stringContaining('公式') };
    expect(body['faults']).toMatchObject([{ line: 4, errors: [{ field: 'text', code: 'formula', ...texts }] }]);
    expect((await recorded()).length).toBe(expected);
  });

  it.each([
    ['that inflates to more than is allowed', () => zipOf('xl/workbook.xml', Buffer.alloc(80 * 2 ** 20)), '422 excel.bomb'],
    [
      'of which half arrived',
      async () => (await filled(['1', 'h-1', '', '希望', COMMUNITY])).subarray(0, 3_000),
      '422 excel.not-a-workbook',
    ],
    ['that is none', () => Buffer.from('hello'), '422 excel.not-a-workbook'],
    ['larger than is allowed', () => Buffer.alloc(6 * 2 ** 20), '413 request.too-large'],
  ])('%s is refused', async (_what, content, said) => {
    await refused(await upload(await content()), said);
  });
});
