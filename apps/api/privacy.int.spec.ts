import { Workbook } from 'exceljs';
import { holdsPersonalNumber } from '#contracts';
import { dayOf } from '#kernel';
import { readPdf } from './pdf-text.fixture';
import { Town, type Answer } from './town.fixture';

jest.setTimeout(120_000);

const CITY = '330681';
const ample = { perSecond: 100_000, burst: 100_000 };
const today = dayOf(new Date().toISOString());
/** What was entered where it is sealed: none of it may come out anywhere below. */
const volunteer = { name: '欧阳碧瑶', phone: '13812345678' };
const payee = { name: '司徒长风', account: '6222021234567890128' };
const SEALED = [volunteer.name, volunteer.phone, payee.name, payee.account];
let town: Town;
let last = '';

beforeAll(async () => {
  town = await Town.start('smallest', { perAccount: ample, perAddress: ample, logins: ample, anyone: ample });
  const powers = [
    'policy.set',
    'residents.take-part',
    'disclosure.answer',
    'volunteers.run',
    'funds.appropriate',
    'funds.request',
    'funds.approve',
    'funds.pay',
  ];
  for (const power of powers) await done('registrar', `mandates/${CITY}.${power}/grant`, { basis: '实施意见', from: '2020-01-01' });
  const policy = { unitOfMeasure: '天', kinds: [], clause: '14', from: '2020-01-01', decidedBy: '市委' };
  await done('registrar', 'parameters/disclosure.answer-days/set', { value: 15, ...policy, from: today });
  for (const role of ['desk', 'finance', 'clerk', 'approver', 'secretary', 'auditor', 'leader', 'administrator'])
    await town.appoint(`the-${role}`, role);
  await done('the-desk', 'cards/96345-000001/issue', { unit: CITY, person: volunteer });
  await done('the-desk', 'wishes/w1/post', { text: '换一盏灯', unit: CITY });
  const work = `funds/${CITY}.${today.slice(0, 4)}.work`;
  await done('the-finance', `${work}/budget`, { amountFen: 10_000_000 });
  await done('the-clerk', `${work}/request`, {
    payment: 'p1',
    purpose: '维修',
    amountFen: 280_000,
    payee: { person: payee },
    vouchers: ['a'.repeat(64)],
  });
  await done('the-approver', `${work}/approve`, { payment: 'p1' });
  last = await done('the-finance', `${work}/pay`, { payment: 'p1', paidOn: today, reference: '回单 001' });
  const asked = { unit: CITY, line: `funds:${CITY}.${today.slice(0, 4)}.work/p1`, kind: 'objection', text: '没有凭证' };
  const raised = await town.call(undefined, 'POST', '/api/objections/r000000001/raise', asked, { 'idempotency-key': 'k1' });
  last = String(raised.body['position']);
}, 180_000);
afterAll(() => town.stop(), 60_000);

async function done(account: string, path: string, body: object): Promise<string> {
  const answer = await town.submit(account, `/api/${path}`, body);
  expect([path, answer.status, answer.body]).toEqual([path, 200, expect.objectContaining({ position: expect.any(String) as unknown })]);
  return String(answer.body['position']);
}

/** No number of a person, and nothing that was sealed. Positions are microseconds of a clock. */
function clean(where: string, text: string): void {
  const plain = text.replace(/"(?:position|next|knownAt|etag)":"[^"]*"/g, '');
  const strings = [...plain.matchAll(/"(?:[^"\\]|\\.)*"|[^"]+/g)].map(([part]) => part);
  expect([where, strings.filter(holdsPersonalNumber)]).toEqual([where, []]);
  expect([where, SEALED.filter((value) => text.includes(value))]).toEqual([where, []]);
}

const textOf = ({ body }: Answer): string => (typeof body['text'] === 'string' ? body['text'] : JSON.stringify(body));
const itemsOf = ({ body }: Answer): readonly Readonly<Record<string, unknown>>[] =>
  (body['items'] ?? []) as readonly Readonly<Record<string, unknown>>[];

/** Every address of a public route: with each thing its register lists, each line of the board. */
async function addresses(path: string): Promise<readonly string[]> {
  if (!path.includes(':')) return [path];
  const lines = itemsOf(await town.call(undefined, 'GET', `/api/board/${CITY}?limit=500&after=${last}`)).map((line) =>
    encodeURIComponent(String(line['id'])),
  );
  if (path.includes(':line')) return lines.map((line) => path.replace(':unit', CITY).replace(':line', line));
  if (/:(unit|code)/.test(path)) return [path.replace(/:(unit|code)/, CITY)];
  if (path.includes(':category')) return ['cards', 'funds', 'wishes', 'objections'].map((category) => path.replace(':category', category));
  if (path === '/api/funds/:id') return [`/api/funds/${CITY}.${today.slice(0, 4)}.work`]; // its list is a question of its own
  const [list = ''] = path.split('/:');
  const known = itemsOf(await town.call(undefined, 'GET', `${list}?limit=500`)).map((row) =>
    encodeURIComponent(String(row['key'] ?? row['id'])),
  );
  return known.slice(0, 50).map((id) => path.replace(':id', id));
}

describe('what anybody may read', () => {
  it('holds nothing of a person on any public route', async () => {
    const asked: string[] = [];
    for (const route of town.door.routes.filter((one) => one.who === 'public' && one.method === 'GET' && one.path !== '/api/stream')) {
      for (const path of await addresses(route.path)) {
        const answer = await town.call(undefined, 'GET', path);
        // Some want to be asked more exactly, or know nothing in so small a ledger: their refusals are looked at as well.
        expect([path, answer.status < 500]).toEqual([path, true]);
        clean(path, textOf(answer));
        if (answer.status === 200) asked.push(route.path);
      }
    }
    for (const must of [
      '/api/board/:unit',
      '/api/board/:unit/:line/story',
      '/api/wishes/:id',
      '/api/objections/:id',
      '/api/funds/:id',
      '/api/forms/:category',
      '/api/openapi.json',
    ])
      expect(asked).toContain(must);
  });

  it('nor found by the number, the name, or the initials of the name', async () => {
    for (const q of [volunteer.phone, payee.account, volunteer.name, 'oyby', 'stcf']) {
      const found = await town.call(undefined, 'GET', `/api/board/${CITY}?q=${encodeURIComponent(q)}`);
      expect([q, found.status, itemsOf(found)]).toEqual([q, 200, []]);
    }
  });

  it('nor in the lines as they come', async () => {
    const response = await fetch(`${town.base}/api/stream`, { headers: { 'last-event-id': '0' } });
    const reader = response.body!.getReader();
    let told = '';
    while (!/\ndata: .*\n\n/.test(told)) told += Buffer.from((await reader.read()).value ?? []).toString('utf8');
    await reader.cancel();
    for (const line of told.split('\n').filter((one) => one.startsWith('data: '))) clean('stream', line.slice(6));
    expect(told).toContain('data: ');
  });
});

describe('what is read with a role', () => {
  it('shows no sealed value in any list or export, whoever asks', async () => {
    let read = 0;
    for (const account of ['the-administrator', 'the-auditor', 'the-clerk']) {
      for (const route of town.door.routes.filter(
        (one) => one.method === 'GET' && !one.path.includes(':') && one.path !== '/api/stream' && !one.path.includes('/casefile/'),
      )) {
        const response = await fetch(`${town.base}${route.path}`, { headers: { authorization: `Bearer ${await town.token(account)}` } });
        const bytes = Buffer.from(await response.arrayBuffer());
        if (response.status === 200) read += 1;
        const text = (response.headers.get('content-type') ?? '').includes('spreadsheet') ? await cellsOf(bytes) : bytes.toString('utf8');
        clean(`${account} ${route.path}`, text);
      }
    }
    expect(read).toBeGreaterThan(60);
  });

  it('and none in a case file, in any of its forms', async () => {
    for (const filter of ['card=96345-000001', 'payment=p1', `unit=${CITY}`]) {
      for (const [form, read] of [
        ['pdf', (bytes: Buffer) => Promise.resolve(readPdf(bytes).text)],
        ['xlsx', cellsOf],
        ['json', (bytes: Buffer) => Promise.resolve(bytes.toString('utf8'))],
      ] as const) {
        const response = await fetch(`${town.base}/api/casefile/${form}?${filter}`, {
          headers: { authorization: `Bearer ${await town.token('the-auditor')}` },
        });
        expect([filter, form, response.status]).toEqual([filter, form, 200]);
        const text = await read(Buffer.from(await response.arrayBuffer()));
        expect(text.length).toBeGreaterThan(200);
        expect([filter, form, SEALED.filter((value) => text.includes(value))]).toEqual([filter, form, []]);
      }
    }
    expect(JSON.stringify((await town.call('the-auditor', 'GET', '/api/history?card=96345-000001')).body)).toContain('138****5678');
  });
});

describe('an answer that refuses', () => {
  it('repeats neither what was sealed nor where our code stands', async () => {
    const issue = { unit: '330681999', person: { ...volunteer, phone: `${volunteer.phone}9` } };
    for (const body of [issue, { ...issue, more: payee.account }, { unit: CITY, person: payee.account }]) {
      const refused = await town.submit('the-desk', '/api/cards/96345-000002/issue', body);
      expect(refused.status).toBeGreaterThanOrEqual(400);
      const text = JSON.stringify(refused.body);
      expect(text).not.toMatch(/\bat [A-Za-z.]+ \(|node_modules|\.[jt]s:\d+/);
      expect([volunteer.name, volunteer.phone, payee.account].filter((value) => text.includes(value))).toEqual([]);
    }
  });
});

async function cellsOf(bytes: Buffer): Promise<string> {
  const workbook = new Workbook();
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
  // Positions are columns of digits of a clock: they begin with 1 and have 16.
  return JSON.stringify(workbook.worksheets.map((sheet) => sheet.getSheetValues()));
}
