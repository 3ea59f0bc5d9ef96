import { fieldsOf } from '#contracts';
import type { QuestionSpec } from '#readside';
import { startRows, unitFounded, type RowsOf, type Told } from '#testing';
import { boardQuestion } from '../board/queries';
import { boardView } from '../board/views';
import { parametersContract } from '../parameters/contract';
import { parametersView } from '../parameters/views';
import { countsContract, territoryContract } from '../territory/contract';
import { countsView, unitsView } from '../territory/views';
import { fundsDisclose } from './board.views';
import { fundsContract } from './contract';
import { fundsQuestions } from './queries';
import { fundsView } from './views';

jest.setTimeout(60_000);

let rows: RowsOf;
beforeAll(async () => {
  rows = await startRows(
    [territoryContract, countsContract, parametersContract, fundsContract],
    [unitsView, countsView, parametersView, fundsView, boardView([{ name: 'funds', discloses: fundsDisclose }])],
  );
  await rows.tell(...story);
});
afterAll(() => rows?.stop());

const [city, street, here, there, village] = ['330681', '330681001', '330681001001', '330681001002', '330681001201'];
const parameter = (code: string, value: number, from: string): Told => ({
  stream: ['parameters', code],
  type: 'ParameterSet',
  on: '2018-09-27',
  data: { value, unitOfMeasure: '分/年', kinds: ['community'], clause: '19', from, decidedBy: '市委' },
});
const of = (account: string, type: string, data: object, on: string, recordedOn = on): Told => ({
  stream: ['funds', account],
  type,
  data,
  on,
  recordedOn,
});
const work = (code: string) => `${code}.2021.work`;
const service = (code: string) => `${code}.2021.service`;
const person = {
  name: { subject: 'p-1', purpose: 'payee', mask: '张*', key: 'k', sealed: 'AA==' },
  account: { subject: 'p-1', purpose: 'payee', mask: '****1234', key: 'k', sealed: 'AA==' },
};

const story: readonly Told[] = [
  unitFounded(city, 'city', 'city'),
  unitFounded(street, 'subdistrict', 'subdistrict', city),
  unitFounded(here, 'community', 'community', street),
  unitFounded(there, 'community', 'community', street),
  unitFounded(village, 'community', 'village', street),
  parameter('funds.service-per-year', 10_000_000, '2018-09-27'),
  parameter('funds.work-per-thousand-households', 10_000_000, '2018-09-27'),
  parameter('funds.work-per-thousand-households', 12_000_000, '2021-07-01'),
  {
    stream: ['counts', here],
    type: 'CountsRecorded',
    data: { households: 2000, residents: 5000, countedOn: '2020-11-01' },
    on: '2020-11-01',
  },
  {
    stream: ['counts', here],
    type: 'CountsRecorded',
    data: { households: 9000, residents: 20000, countedOn: '2021-01-01' },
    on: '2021-01-02',
  },
  of(work(city), 'BudgetSet', { amountFen: 100_000, changeFen: 100_000 }, '2020-12-20'),
  of(work(city), 'FundsSent', { to: work(street), sending: 's-1', amountFen: 60_000 }, '2021-01-10'),
  of(work(street), 'FundsReceived', { from: work(city), sending: 's-1', amountFen: 60_000 }, '2021-01-12'),
  of(work(street), 'FundsSent', { to: work(here), sending: 's-1', amountFen: 40_000 }, '2021-02-01'),
  of(work(street), 'FundsSent', { to: work(there), sending: 's-2', amountFen: 5_000 }, '2021-02-01'),
  of(work(here), 'FundsReceived', { from: work(street), sending: 's-1', amountFen: 40_000 }, '2021-02-05', '2021-03-01'),
  of(work(street), 'SendingRecalled', { sending: 's-2', reason: '拨错', to: work(there), amountFen: 5_000 }, '2021-02-20'),
  of(work(here), 'FundsMatched', { amountFen: 30_000 }, '2021-04-02'),
  of(work(here), 'CapSet', { amountFen: 90_000, reason: '九千户' }, '2021-03-15'),
  of(
    work(here),
    'PaymentRequested',
    { payment: 'p-1', purpose: '楼道维修', amountFen: 20_000, payee: { person }, vouchers: ['a'.repeat(64)] },
    '2021-04-05',
  ),
  of(work(here), 'PaymentApproved', { payment: 'p-1', amountFen: 20_000 }, '2021-04-08'),
  of(work(here), 'PaymentPaid', { payment: 'p-1', paidOn: '2021-04-12', reference: 'HD1', amountFen: 20_000 }, '2021-04-12'),
  of(
    work(here),
    'PaymentRequested',
    { payment: 'p-2', purpose: '办公', amountFen: 9_000, payee: { organisation: { name: '甲公司', account: '6222' } }, vouchers: [] },
    '2021-05-01',
  ),
  of(work(here), 'PaymentRejected', { payment: 'p-2', reason: '超标' }, '2021-05-03'),
  of(work(here), 'PaymentReturned', { payment: 'p-1', amountFen: 1_000, reason: '结余' }, '2021-07-01'),
  of(service(here), 'FundsReceived', { from: service(street), sending: 's-9', amountFen: 50_000 }, '2021-02-05'),
  of(
    service(here),
    'PaymentRequested',
    { payment: 'p-1', purpose: '助老', amountFen: 5_000, payee: { organisation: { name: '乙', account: '1' } }, vouchers: [] },
    '2021-04-05',
  ),
  of(service(here), 'PaymentApproved', { payment: 'p-1', amountFen: 5_000 }, '2021-04-06'),
  of(service(here), 'PaymentPaid', { payment: 'p-1', paidOn: '2021-04-07', reference: 'HD2', amountFen: 5_000 }, '2021-04-07'),
];

const question = fundsQuestions[0];
async function asked(own: Record<string, string>, asOf: string, knownAt?: string): Promise<Record<string, unknown>> {
  if (!question) throw new Error('no question');
  const answer = await rows.ask(question, own, { asOf, ...(knownAt === undefined ? {} : { knownAt }) });
  return ('found' in answer ? answer.found : answer) as Record<string, unknown>;
}

test('one account, whole', async () => {
  expect(await asked({ unit: here, year: '2021', fund: 'work' }, '2021-12-31')).toEqual({
    unit: here,
    name: `名${here}`,
    year: 2021,
    fund: 'work',
    budget: 0,
    received: 40_000,
    matched: 30_000,
    returned: 1_000,
    sent: 0,
    paid: 20_000,
    balance: 51_000,
    inTransit: 0,
    requested: 20_000,
    reached: 40_000,
    cap: 90_000,
    due: 24_000_000,
    communities: 1,
    withoutCount: 0,
    matchRatio: 0.75,
    daysToPay: 4,
    serviceShare: 0.2,
    quarters: [
      { quarter: 1, received: 40_000, matched: 0, paid: 0, reached: 40_000, reachedToDate: 40_000, due: 6_000_000 },
      { quarter: 2, received: 0, matched: 30_000, paid: 20_000, reached: 0, reachedToDate: 40_000, due: 12_000_000 },
      { quarter: 3, received: 0, matched: 0, paid: 0, reached: 0, reachedToDate: 40_000, due: 18_000_000 },
      { quarter: 4, received: 0, matched: 0, paid: 0, reached: 0, reachedToDate: 40_000, due: 24_000_000 },
    ],
  });
});

test('on a day in the middle: money in transit, the cap and the parameter of that day', async () => {
  expect(await asked({ unit: here, year: '2021', fund: 'work' }, '2021-02-04')).toMatchObject({
    received: 0,
    inTransit: 40_000,
    balance: 0,
    matchRatio: null,
    daysToPay: null,
    due: 20_000_000,
  });
  expect(await asked({ unit: here, year: '2021', fund: 'work' }, '2021-02-04')).not.toHaveProperty('cap');
  expect(await asked({ unit: street, year: '2021', fund: 'work' }, '2021-02-04')).toMatchObject({ inTransit: 45_000, balance: 15_000 });
  expect(await asked({ unit: there, year: '2021', fund: 'work' }, '2021-02-20')).toMatchObject({
    inTransit: 0,
    balance: 0,
    due: null,
    withoutCount: 1,
    serviceShare: null,
  });
  expect(await asked({ unit: here, year: '2021', fund: 'work' }, '2021-05-02')).toMatchObject({ requested: 29_000 });
});

test('as it was known on a day: received on 5 February, recorded on 1 March', async () => {
  expect(await asked({ unit: here, year: '2021', fund: 'work' }, '2021-02-10', '2021-02-28')).toMatchObject({
    received: 0,
    inTransit: 40_000,
  });
  expect(await asked({ unit: here, year: '2021', fund: 'work' }, '2021-02-10', '2021-03-01')).toMatchObject({
    received: 40_000,
    inTransit: 0,
  });
});

test('rolled up: every sum is that of the accounts below, what reached communities is counted once', async () => {
  const [top, streetWork, hereWork, thereWork] = await Promise.all([
    asked({ year: '2021', fund: 'work' }, '2021-12-31'),
    asked({ unit: street, year: '2021', fund: 'work' }, '2021-12-31'),
    asked({ unit: here, year: '2021', fund: 'work' }, '2021-12-31'),
    asked({ unit: there, year: '2021', fund: 'work' }, '2021-12-31'),
  ]);
  expect(top).toMatchObject({
    unit: city,
    budget: 100_000,
    received: 100_000,
    sent: 100_000,
    matched: 30_000,
    paid: 20_000,
    returned: 1_000,
    balance: 111_000,
    reached: 40_000,
    communities: 2,
    withoutCount: 1,
    due: 24_000_000,
  });
  expect(streetWork).toMatchObject({ received: 100_000, sent: 40_000, reached: 40_000, balance: 71_000 });
  expect(Number(streetWork['balance'])).toBe(60_000 - 40_000 + Number(hereWork['balance']) + Number(thereWork['balance']));
});

test('both funds together; the due of a village is no data; an unknown unit is missing', async () => {
  expect(await asked({ unit: here, year: '2021' }, '2021-12-31')).toMatchObject({
    fund: null,
    received: 90_000,
    paid: 25_000,
    due: 34_000_000,
    daysToPay: 2.5,
    serviceShare: 0.2,
  });
  expect(await asked({ unit: village, year: '2021', fund: 'service' }, '2021-12-31')).toMatchObject({
    due: null,
    communities: 0,
    received: 0,
  });
  expect(await asked({ unit: '330681777', year: '2021' }, '2021-12-31')).toEqual({ missing: '330681777' });
});

test('of a unit and of those below it the same year and fund can be asked', () => {
  const asked_ = (path: string): readonly string[] =>
    fieldsOf((fundsQuestions.find((one) => one.path === path) as QuestionSpec).asks).map(({ name }) => name);
  expect([asked_('funds'), asked_('funds/by-unit')]).toEqual([
    ['unit', 'year', 'fund'],
    ['parent', 'year', 'fund'],
  ]);
});

test('by the units directly below: each as it is told of alone, page by page', async () => {
  const below = fundsQuestions.find(({ path }) => path === 'funds/by-unit') as QuestionSpec;
  const listed = async (own: Record<string, string>, page: { readonly limit?: number; readonly cursor?: string } = {}) => {
    const answer = await rows.ask(below, { year: '2021', ...own }, { asOf: '2021-12-31', limit: 500, ...page });
    return 'items' in answer ? answer : { items: [answer], next: null };
  };
  for (const fund of [undefined, 'work', 'service']) {
    const own = { parent: street, ...(fund === undefined ? {} : { fund }) };
    const { items } = await listed(own);
    const units = items.map((item) => String((item as Record<string, unknown>)['unit']));
    expect(units).toEqual([here, there, village].sort());
    expect(items).toEqual(
      await Promise.all(units.map((unit) => asked({ unit, year: '2021', ...(fund === undefined ? {} : { fund }) }, '2021-12-31'))),
    );
  }
  expect((await listed({})).items).toEqual([await asked({ unit: street, year: '2021' }, '2021-12-31')]);
  const first = await listed({ parent: street }, { limit: 1 });
  expect([first.items.length, (await listed({ parent: street }, { limit: 2, cursor: String(first.next) })).items.length]).toEqual([1, 2]);
  expect((await listed({ parent: here })).items).toEqual([]);
  expect((await listed({ parent: '330681777' })).items).toEqual([{ missing: '330681777' }]);
});

test('payments and sendings as registers, a person by masks alone', async () => {
  const context = rows.context({ asOf: '2021-12-31' });
  const [paid] = await context.rows(
    `SELECT payee, payee_account, payee_kind, status, approved_on, paid_on, returned FROM ${context.table('payments')} WHERE key = $1`,
    [`${work(here)}/p-1`],
  );
  expect(paid).toEqual({
    payee: '张*',
    payee_account: '****1234',
    payee_kind: 'person',
    status: 'paid',
    approved_on: '2021-04-08',
    paid_on: '2021-04-12',
    returned: 1_000,
  });
  const sendings = await context.rows(`SELECT key, status FROM ${context.table('sendings')} ORDER BY key`);
  expect(sendings).toEqual([
    { key: `${work(city)}/s-1`, status: 'received' },
    { key: `${work(street)}/s-1`, status: 'received' },
    { key: `${work(street)}/s-2`, status: 'recalled' },
  ]);
  const [account] = await context.rows(`SELECT balance, cap, paid FROM ${context.table('funds')} WHERE key = $1`, [work(here)]);
  expect(account).toEqual({ balance: 51_000, cap: 90_000, paid: 20_000 });
});

test('residents see every payment: purpose, amount, payee by mask, days and status', async () => {
  const answer = await rows.ask(boardQuestion([]), { unit: here, topic: 'finance' }, { asOf: '2021-06-30' });
  const lines = 'items' in answer ? (answer.items as Record<string, unknown>[]) : [];
  expect(lines.find((line) => line['id'] === `funds/${work(here)}/p-1`)).toMatchObject({
    title: '楼道维修',
    text: '社区工作经费；收款方：张*；2021-04-05 申请',
    amountFen: 20_000,
    publishedOn: '2021-04-05',
    doneOn: '2021-04-12',
    stream: `funds-${work(here)}`,
  });
  expect(lines.find((line) => line['id'] === `funds/${work(here)}/p-2`)).toMatchObject({ status: 'rejected', doneOn: '2021-05-03' });
  expect(lines.filter((line) => line['title'] === '街道配套（社区工作经费）')).toMatchObject([{ amountFen: 30_000, status: 'received' }]);
});
