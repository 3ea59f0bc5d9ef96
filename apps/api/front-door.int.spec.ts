import { get as httpGet } from 'node:http';
import { Town } from './town.fixture';

const CITY = '330681';
const organisation = { name: '某某办公室', kind: 'department', unit: CITY };
let town: Town;

beforeAll(async () => {
  town = await Town.start('smallest', {
    perAccount: { perSecond: 1_000, burst: 1_000 },
    perAddress: { perSecond: 1_000, burst: 1_000 },
    logins: { perSecond: 1_000, burst: 1_000 },
  });
}, 120_000);
afterAll(() => town.stop(), 60_000);

/** The smallest ledger has a registrar who may appoint and grant: what else is needed is granted over the door. */
async function empowered(power: string): Promise<void> {
  const { status } = await town.submit(
    'registrar',
    `/api/mandates/${CITY}.${power}/grant`,
    { basis: '测试', from: '2018-09-27' },
    `grant-${power}`,
  );
  expect(status).toBe(200);
}

describe('a submission over HTTP', () => {
  beforeAll(() => empowered('organisations.govern'));

  it('is recorded, shown, and the first answer given again to a retry', async () => {
    const first = await town.submit('registrar', '/api/organisations/org-a/register', organisation, 'one');
    expect(first).toMatchObject({ status: 200, body: { stream: 'organisations-org-a', revision: 0 } });
    expect(first.headers.get('ledger-position')).toBe(first.body['position']);
    const shown = await town.call(undefined, 'GET', `/api/organisations/org-a?after=${String(first.body['position'])}`);
    expect(shown).toMatchObject({ status: 200, body: { name: '某某办公室' } });
    expect(shown.headers.get('etag')).toBe('"0"');
    expect((await town.submit('registrar', '/api/organisations/org-a/register', organisation, 'one')).body).toEqual(first.body);
    expect(await town.submit('registrar', '/api/organisations/org-a/register', { ...organisation, name: '另一名称' }, 'one')).toMatchObject(
      { status: 422, body: { code: 'submission.key-reused' } },
    );
    expect((await town.submit('registrar', '/api/organisations/org-a/register', organisation, 'another')).body).toEqual({
      ...first.body,
      already: true,
    });
    expect((await town.submit('registrar', '/api/organisations/org-a/register', { ...organisation, kind: 'agency' })).body).toMatchObject({
      code: 'organisation.exists',
    });
  });

  it('is refused when it was decided on an older revision than it is now', async () => {
    await town.submit('registrar', '/api/organisations/org-b/register', organisation);
    const duty = { duty: 'funds.secure', clause: '三(二)', from: '2026-01-01' };
    expect(await town.submit('registrar', '/api/organisations/org-b/take-duty', duty, undefined, { 'if-match': '"7"' })).toMatchObject({
      status: 412,
      body: { code: 'submission.stale' },
    });
    expect(await town.submit('registrar', '/api/organisations/org-b/take-duty', duty, undefined, { 'if-match': '"0"' })).toMatchObject({
      status: 200,
      body: { revision: 1 },
    });
    expect(await town.submit('registrar', '/api/organisations/org-b/take-duty', duty, undefined, { 'if-match': '0' })).toMatchObject({
      status: 400,
      body: { code: 'request.header' },
    });
  });

  it('has one winner when two clerks submit at once, and both are answered', async () => {
    const both = await Promise.all(
      ['x', 'y'].map((name) => town.submit('registrar', '/api/organisations/org-c/register', { ...organisation, name })),
    );
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
  });

  it('lets nobody without the mandate act, and says which power is missing', async () => {
    expect(
      await town.submit('registrar', '/api/parameters/secretary.training-hours/set', {
        value: 60,
        unitOfMeasure: '学时',
        kinds: [],
        clause: '11',
        from: '2030-01-01',
        decidedBy: '市委',
      }),
    ).toMatchObject({
      status: 403,
      body: { code: 'authority.none' },
    });
  });
});

describe('bad input', () => {
  const path = '/api/organisations/org-z/register';
  const refused: readonly (readonly [string, string, string, unknown, Readonly<Record<string, string>>])[] = [
    ['400 json.malformed', 'POST', path, '{"name":', {}],
    ['400 json.number', 'POST', path, '{"amountFen":9007199254740993}', {}],
    ['400 json.number', 'POST', path, '{"amountFen":1e400}', {}],
    ['400 json.key', 'POST', path, '{"name":"a","name":"b"}', {}],
    ['400 json.key', 'POST', path, '{"__proto__":{"role":"registrar"}}', {}],
    ['400 json.too-deep', 'POST', path, `${'['.repeat(30)}${']'.repeat(30)}`, {}],
    ['413 request.too-large', 'POST', path, JSON.stringify({ name: 'x'.repeat(20_000_000) }), {}],
    ['415 request.media-type', 'POST', path, '<a/>', { 'content-type': 'text/xml' }],
    ['400 submission.key-missing', 'POST', path, organisation, { 'idempotency-key': '' }],
    ['422 payload.invalid', 'POST', path, { ...organisation, kind: 'king' }, {}],
    ['422 payload.invalid', 'POST', path, { ...organisation, occurredOn: '2026-02-30' }, {}],
    ['422 submission.occurred-in-future', 'POST', path, { ...organisation, occurredOn: '2999-01-01' }, {}],
    ['422 id.invalid', 'POST', '/api/organisations/finance/register', organisation, {}],
    ['404 route.unknown', 'POST', '/api/organisations/org-z/rename', organisation, {}],
    ['404 route.unknown', 'PUT', path, organisation, {}],
    ['404 route.unknown', 'GET', '/api/%ff', undefined, {}],
    ['404 route.unknown', 'GET', '/a%ff.js', undefined, {}],
    ['400 request.query', 'GET', '/api/organisations?limit=501', undefined, {}],
    ['400 request.query', 'GET', '/api/organisations?asOf=yesterday', undefined, {}],
    ['400 request.query', 'GET', '/api/organisations?limit=1&limit=2', undefined, {}],
    ['400 read.cursor', 'GET', '/api/organisations?cursor=%00', undefined, {}],
    ['404 thing.unknown', 'GET', '/api/organisations/org-nobody', undefined, {}],
    ['403 access.acting', 'POST', path, organisation, { 'acting-as': `auditor@${CITY}` }],
  ];
  it.each(refused)('is answered with %s: %s %s', async (answer, method, url, body, headers) => {
    const recorded = async (): Promise<unknown> =>
      ((await town.call(undefined, 'GET', '/readyz')).body['lag'] as { readonly recorded: string }).recorded;
    const before = await recorded();
    const {
      status,
      body: problem,
      headers: got,
    } = await town.call('registrar', method, url, body, { 'idempotency-key': `bad-${answer.replaceAll(' ', '-')}`, ...headers });
    expect(`${status} ${String(problem['code'])}`).toBe(answer);
    expect(got.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(got.get('ledger-position')).toMatch(/^\d+$/);
    expect(problem).toMatchObject({
      detailZh: expect.stringMatching(/[\u4e00-\u9fff]/) as unknown,
      next: expect.any(String) as unknown,
      nextZh: expect.stringMatching(/[\u4e00-\u9fff]/) as unknown,
    });
    expect(await recorded()).toBe(before);
  });

  it('waits for a position only so long', async () => {
    expect(await town.call(undefined, 'GET', '/api/organisations?after=99999999999999999999')).toMatchObject({
      status: 503,
      body: { code: 'read.not-yet' },
    });
  });
});

describe('live public lines', () => {
  it('come as they are recorded, and what was missed comes on return', async () => {
    const first = await town.submit('registrar', `/api/mandates/${CITY}.counts.record/grant`, { basis: '测试', from: '2018-09-27' });
    const position = String(first.body['position']);
    const seen = await eventOf(`${town.base}/api/stream?unit=${CITY}`, { 'last-event-id': String(BigInt(position) - 1n) });
    expect(seen.id).toBe(position);
    expect(seen.data).toMatchObject({ position, items: [{ unit: CITY, stream: `mandates-${CITY}.counts.record` }] });
  });

  it('refuse what is no unit', async () => {
    expect(await town.call(undefined, 'GET', '/api/stream?unit=x')).toMatchObject({ status: 400 });
  });

  it('gives a kept board again until something changes there, and then never an older one than it has reached', async () => {
    const first = await town.call(undefined, 'GET', `/api/board/${CITY}`);
    const etag = first.headers.get('etag') ?? '';
    const same = await town.call(undefined, 'GET', `/api/board/${CITY}`, undefined, { 'if-none-match': etag });
    expect([same.status, same.body['text'], same.headers.get('ledger-position')]).toEqual([304, '', first.body['position']]);
    const { body } = await town.submit('registrar', `/api/mandates/${CITY}.planning.take-part/grant`, {
      basis: '测试看板',
      from: '2018-09-27',
    });
    const after = await town.call(undefined, 'GET', `/api/board/${CITY}?after=${String(body['position'])}`, undefined, {
      'if-none-match': etag,
    });
    expect([after.status, after.body['position']]).toEqual([200, body['position']]);
    expect(JSON.stringify(after.body['items'])).toContain('测试看板');
    const line = (after.body['items'] as { readonly id: string; readonly text: string }[]).find((item) => item.text === '测试看板');
    const story = await town.call(undefined, 'GET', `/api/board/${CITY}/${encodeURIComponent(line?.id ?? '')}/story`);
    expect(story.body).toMatchObject({ steps: [{ type: 'MandateGranted', by: { role: 'registrar', unit: CITY } }] });
  });
});

/** The first event of a stream. */
function eventOf(url: string, headers: Readonly<Record<string, string>>): Promise<{ readonly id: string; readonly data: unknown }> {
  return new Promise((resolve, reject) => {
    let text = '';
    const request = httpGet(url, { headers }, (response) => {
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        const match = /id: (\d+)\ndata: (.*)\n\n/.exec(text);
        if (!match?.[1] || !match[2]) return;
        request.destroy();
        resolve({ id: match[1], data: JSON.parse(match[2]) });
      });
    });
    request.on('error', reject);
  });
}
