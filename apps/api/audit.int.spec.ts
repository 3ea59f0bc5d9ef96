import { Workbook } from 'exceljs';
import { Pool } from 'pg';
import { readPdf } from './pdf-text.fixture';
import { Town } from './town.fixture';

jest.setTimeout(60_000);

const CITY = '330681';
const ample = { perSecond: 100_000, burst: 100_000 };
let town: Town;
let [first, last] = ['', ''];

type Body = Readonly<Record<string, unknown>>;
type Items = readonly Body[];

beforeAll(async () => {
  town = await Town.start('smallest', { perAccount: ample, perAddress: ample, logins: ample });
  for (const power of ['organisations.govern', 'territory.govern'])
    await town.submit('registrar', `/api/mandates/${CITY}.${power}/grant`, { basis: '测试', from: '2018-09-27' });
  await town.appoint('eye', 'auditor');
  await town.submit('registrar', `/api/territory/${CITY}/found-unit`, {
    code: '330681001',
    name: '暨阳街道',
    level: 'subdistrict',
    kind: 'subdistrict',
    parent: CITY,
    from: '2019-01-01',
  });
  await town.appoint('near', 'clerk', { unit: '330681001' });
  first = String(
    (await town.submit('registrar', '/api/organisations/org-a/register', { name: '某某办公室', kind: 'department', unit: CITY })).body[
      'position'
    ],
  );
  await town.submit('registrar', '/api/organisations/org-a/take-duty', { duty: 'funds.secure', clause: '三(二)', from: '2026-01-01' });
  last = String(
    (await town.submit('registrar', '/api/organisations/org-a/end-duty', { duty: 'funds.secure', on: '2026-06-01' })).body['position'],
  );
}, 120_000);
afterAll(() => town.stop(), 60_000);

async function file(
  account: string,
  path: string,
): Promise<{ readonly status: number; readonly type: string; readonly name: string; readonly bytes: Buffer }> {
  const response = await fetch(town.base + path, { headers: { authorization: `Bearer ${await town.token(account)}` } });
  const { headers } = response;
  return {
    status: response.status,
    type: headers.get('content-type') ?? '',
    name: headers.get('content-disposition') ?? '',
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

describe('the difference of two moments', () => {
  const path = '/api/history/organisations/org-a/difference';

  it('tells both states, what differs in words, and the facts between', async () => {
    const { status, body } = await town.call('eye', 'GET', `${path}?from=${first}&to=${last}&after=${last}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ from: first, to: last, count: 2, before: { is: 'registered', duties: [] } });
    expect((body['changes'] as Items).map((change) => change['path'])).toEqual(['duties']);
    expect(JSON.stringify(body['changes'])).toContain('2026年1月1日');
    expect((body['facts'] as Items).map((fact) => fact['type'])).toEqual(['DutyTaken', 'DutyEnded']);
  });

  it('takes days as they were known at their ends, and now when no end is said', async () => {
    const { body } = await town.call('eye', 'GET', `${path}?from=2020-01-01`);
    expect(body).toMatchObject({ before: { is: 'unknown' }, after: { is: 'registered' }, count: 3 });
    expect((await town.call('eye', 'GET', `${path}?from=${last}&to=${last}`)).body).toMatchObject({ changes: [], facts: [], count: 0 });
  });

  it('refuses what is no moment, moments in the wrong order, what was not yet there, and who may not read all of it', async () => {
    for (const query of ['', 'from=yesterday', `from=${last}&to=${first}`, `from=${first}&more=1`])
      expect((await town.call('eye', 'GET', `${path}?${query}`)).body).toMatchObject({ code: 'request.query' });
    expect((await town.call('eye', 'GET', `${path}?from=2019-01-01&to=2020-01-01`)).status).toBe(404);
    expect((await town.call('near', 'GET', `${path}?from=2020-01-01`)).body).toMatchObject({ code: 'access.scope' });
    expect((await town.call('registrar', 'GET', `${path}?from=2020-01-01`)).body).toMatchObject({ code: 'access.role' });
  });
});

describe('a long history', () => {
  it('is listed in brief, newest first, counted by month, and opened fact by fact', async () => {
    const brief = await town.call('eye', 'GET', `/api/history?organisation=org-a&brief=true&order=newest&limit=2&after=${last}`);
    const items = brief.body['items'] as Items;
    expect(items.map((item) => item['type'])).toEqual(['DutyEnded', 'DutyTaken']);
    expect(items[0]).not.toHaveProperty('changes');
    expect(items[0]).toMatchObject({
      label: { zh: expect.stringMatching(/[一-龥]/) as unknown },
      actor: { account: 'registrar', unitName: '诸暨市' },
    });
    const rest = await town.call(
      'eye',
      'GET',
      `/api/history?organisation=org-a&brief=true&order=newest&limit=2&cursor=${String(brief.body['next'])}`,
    );
    expect((rest.body['items'] as Items).map((item) => item['type'])).toEqual(['OrganisationRegistered']);
    expect((await town.call('eye', 'GET', '/api/history/calendar?organisation=org-a')).body).toMatchObject({
      count: 3,
      items: [{ facts: 3, accounts: 1 }],
    });
    const one = (await town.call('eye', 'GET', '/api/history/organisations/org-a?revision=1')).body['items'] as Items;
    expect(one).toMatchObject([{ revision: 1, changes: [{ path: 'duties' }] }]);
    expect((await town.call('eye', 'GET', '/api/history/organisations/org-a?revision=x')).status).toBe(400);
  });
});

describe('a case file', () => {
  it('is a PDF with its font and its words in it, marked with who took it out', async () => {
    const { status, type, name, bytes } = await file('eye', `/api/casefile/pdf?organisation=org-a&after=${last}`);
    expect([status, type]).toEqual([200, 'application/pdf']);
    expect(name).toMatch(/^attachment; filename="casefile-\d{8}T\d{6}-\d+\.pdf"$/);
    const { text, embedded } = readPdf(bytes);
    expect(embedded.length).toBeGreaterThan(0);
    for (const said of ['某某办公室', 'eye · 审计', '诸暨市', '机构', '第 1 /']) expect(text).toContain(said);
  });

  it('is a workbook and JSON with the same facts', async () => {
    const sheet = new Workbook();
    await sheet.xlsx.load((await file('eye', '/api/casefile/xlsx?category=organisations&id=org-a')).bytes as unknown as ArrayBuffer);
    expect(sheet.getWorksheet('事实')?.rowCount).toBe(4);
    const { body } = await town.call('eye', 'GET', '/api/casefile/json?q=org-a&from=2020-01-01');
    const history = await town.call('eye', 'GET', '/api/history/search?q=org-a&from=2020-01-01&limit=500');
    expect(body['facts']).toEqual(history.body['items']);
    expect(body['watermark']).toMatchObject({ account: 'eye', role: 'auditor', unit: CITY, unitName: '诸暨市' });
  });

  it('of too many facts is refused, and says how to narrow it', async () => {
    const { databaseUrl, prefix } = town.environment;
    const pool = new Pool({ connectionString: databaseUrl, max: 1 });
    // Rows alone, as a long history has them: the answer must not depend on how long it takes to record one.
    await pool.query(
      `INSERT INTO "${prefix}read".history_facts (key, stream, position, row_day, row_hash, category, id, revision, account) SELECT 'z' || n, 'nothing-' || n, 1, '2026-01-01', '\\x00', 'nothing', n::text, 0, 'busy' FROM generate_series(1, 5001) n`,
    );
    const refused = await town.call('eye', 'GET', '/api/casefile/json?actor=busy');
    await pool.query(`DELETE FROM "${prefix}read".history_facts WHERE account = 'busy'`);
    await pool.end();
    expect(refused).toMatchObject({ status: 413, body: { code: 'casefile.too-many' } });
    expect(refused.body['nextZh']).toContain('from');
  });

  it('ends at the moment asked for, and holds nothing that its reader may not see', async () => {
    expect((await town.call('eye', 'GET', `/api/casefile/json?organisation=org-a&knownAt=${first}`)).body).toMatchObject({
      count: 1,
      watermark: { position: first },
    });
    expect((await town.call('near', 'GET', '/api/casefile/json?organisation=org-a')).body).toMatchObject({ count: 0 });
    expect((await town.call('registrar', 'GET', '/api/casefile/json?organisation=org-a')).body).toMatchObject({ code: 'access.role' });
    expect((await town.call('eye', 'GET', '/api/casefile/pdf?nothing=1')).body).toMatchObject({ code: 'request.query' });
  });
});

describe('saved searches', () => {
  const path = '/api/saved-searches';
  const put = (account: string, name: string, body: unknown) => town.call(account, 'PUT', `${path}/${encodeURIComponent(name)}`, body);

  it('are kept, replaced and deleted by their owner alone', async () => {
    expect((await put('eye', '机构沿革', { query: { organisation: 'org-a' } })).status).toBe(200);
    await put('eye', '机构沿革', { query: { organisation: 'org-a', from: '2020-01-01' } });
    expect((await town.call('eye', 'GET', path)).body).toMatchObject({
      items: [{ name: '机构沿革', query: { organisation: 'org-a', from: '2020-01-01' } }],
    });
    expect((await town.call('near', 'GET', path)).body).toMatchObject({ items: [] });
    expect((await town.call('near', 'DELETE', `${path}/${encodeURIComponent('机构沿革')}`)).status).toBe(404);
    expect((await town.call('eye', 'DELETE', `${path}/${encodeURIComponent('机构沿革')}`)).status).toBe(200);
    expect((await town.call('eye', 'GET', path)).body).toMatchObject({ items: [] });
  });

  it('have short names, a query, and are fifty at most', async () => {
    for (const [name, body] of [
      ['长'.repeat(61), { query: {} }],
      ['x', {}],
      ['x', { query: 'q' }],
      ['x', { query: {}, more: 1 }],
      ['x', { query: { q: 'x'.repeat(5_000) } }],
    ] as const)
      expect((await put('eye', name, body)).body).toMatchObject({ code: 'payload.invalid' });
    for (let i = 0; i < 50; i++) expect((await put('eye', `检索 ${i}`, { query: { i: String(i) } })).status).toBe(200);
    expect((await put('eye', '再一个', { query: {} })).body).toMatchObject({ status: 409, code: 'saved-searches.full' });
    expect((await put('eye', '检索 7', { query: { i: 'seven' } })).status).toBe(200);
  });
});

describe('the access log', () => {
  it('says in words what was read, files taken out included', async () => {
    const { body } = await town.call('eye', 'GET', '/api/access-log?actor=eye&limit=500');
    const lines = body['items'] as Items;
    expect(lines.filter((line) => line['route'] === '/api/casefile/pdf')).toMatchObject([
      { status: 400 },
      { label: { zh: expect.stringContaining('案卷') as unknown }, status: 200 },
    ]);
    expect(lines.find((line) => line['route'] === '/api/history/:category/:id/difference')).toMatchObject({
      label: { zh: '两个时点的差异' },
    });
    const again = (await town.call('eye', 'GET', '/api/access-log?actor=eye&limit=1')).body['items'] as Items;
    expect(again[0]).toMatchObject({ route: '/api/access-log', label: { zh: '访问日志' } });
  });
});
