import { historyView } from '#gateway';
import type { Json } from '#kernel';
import type { QuestionSpec, Reader } from '#readside';
import { startRows, type RowsOf, type Told } from '#testing';
import { board } from '../board';
import { dutyActs } from '../organisations';
import { insight } from './index';
import { city, east, of, one, recording, round, story, three, two, west } from './small-town.fixture';

jest.setTimeout(60_000);

const ON = '2021-06-30';
const work = `${three}.2021.work`;
const village = '330681002201';
const more: readonly Told[] = [
  of('funds', `${city}.2021.work`, 'BudgetSet', '2021-01-10', { amountFen: 50_000_000, changeFen: 50_000_000 }),
  of('funds', `${city}.2021.work`, 'FundsSent', '2021-01-20', { to: `${west}.2021.work`, sending: 's-1', amountFen: 9_000_000 }),
  of('funds', `${city}.2021.work`, 'FundsSent', '2021-06-20', { to: `${west}.2021.work`, sending: 's-2', amountFen: 9_000_000 }),
  of('funds', `${west}.2021.work`, 'FundsReceived', '2021-01-22', { from: `${city}.2021.work`, sending: 's-1', amountFen: 9_000_000 }),
];

let rows: RowsOf;
beforeAll(async () => {
  const contracts = recording.flatMap((mechanism) => mechanism.categories.map((category) => category.contract));
  const views = [...recording, dutyActs(recording), board(recording)].flatMap((mechanism) => mechanism.views);
  rows = await startRows(contracts, [...views, historyView(contracts)]);
  await rows.tell(...story, ...more);
});
afterAll(() => rows?.stop());

type Item = Readonly<Record<string, Json>>;
interface Listed {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly told: { readonly count: number; readonly total: number | null };
}
const reader = (role: Reader['acting']['role'], unit: string): Reader => ({
  account: 'reader',
  roles: [{ role, unit }],
  acting: { role, unit },
});
const questions = insight(recording).questions;
const evidence = questions.find(({ path }) => path === 'evidence') as QuestionSpec;

async function behind(number: string, own: Record<string, string> = {}, asked: object = {}): Promise<Listed> {
  const answer = await rows.ask(evidence, { number, ...own }, { asOf: ON, reader: reader('leader', city), limit: 500, ...asked });
  if (!('items' in answer)) throw new Error(JSON.stringify(answer));
  return answer as unknown as Listed;
}
const named = ({ items }: Listed): readonly string[] => items.map(({ stream, revision }) => `${String(stream)}@${String(revision)}`);

/** What the questions themselves say of a unit. */
async function told(path: string, own: Record<string, string>, asOf = ON): Promise<Readonly<Record<string, number>>> {
  const question = recording.flatMap((mechanism) => mechanism.questions).find((one) => one.path === path) as QuestionSpec;
  const answer = await rows.ask(question, own, { asOf });
  return ('found' in answer ? answer.found : {}) as Readonly<Record<string, number>>;
}

test.each(['budget', 'received', 'matched', 'returned', 'sent', 'paid'])(
  'the facts behind funds.sum-%s add up to it, at every level',
  async (sum) => {
    for (const unit of [city, east, west, one, three])
      expect([unit, (await behind(`funds.sum-${sum}`, { unit, year: '2021' })).told.total ?? 0]).toEqual([
        unit,
        (await told('funds', { unit, year: '2021' }))[sum],
      ]);
  },
);

test.each([
  ['funds.balance', 'balance'],
  ['funds.reached', 'reached'],
  ['funds.due', 'due'],
  ['funds.in-transit', 'inTransit'],
])('so do those behind %s, of one fund and of both', async (number, member) => {
  for (const unit of [city, east, west, one, two, three])
    for (const own of [{ unit }, { unit, fund: 'service' }, { unit, fund: 'work' }]) {
      const said = (await told('funds', { year: '2021', ...own }))[member];
      expect([own, (await behind(number, { year: '2021', ...own })).told.total ?? 0]).toEqual([own, said ?? 0]);
    }
});

test('each fact once, the newest first, with what it adds, whose it is and the line that tells of it', async () => {
  const listed = await behind('funds.sum-paid', { unit: east, year: '2021' });
  expect(listed.told).toEqual({ number: 'funds.sum-paid', unit: east, count: 3, total: 750_000 });
  expect(listed.items[0]).toEqual({
    stream: `funds-${one}.2021.service`,
    revision: 6,
    category: 'funds',
    id: `${one}.2021.service`,
    type: 'PaymentPaid',
    label: { zh: '已支付', en: 'Payment made' },
    on: '2021-05-03',
    unit: null,
    unitName: null,
    part: 100_000,
    line: { id: `funds/${one}.2021.service/p-2`, unit: one, title: '慰问', titleEn: '慰问' },
  });
});

test('page by page it is the same list', async () => {
  const whole = await behind('funds.balance', { year: '2021' });
  const paged: string[] = [];
  for (let cursor: string | undefined, turn = 0; turn < 50; turn += 1) {
    const page = await behind('funds.balance', { year: '2021' }, { limit: 3, ...(cursor === undefined ? {} : { cursor }) });
    paged.push(...named(page));
    expect(page.told).toEqual(whole.told);
    if (page.next === null) break;
    cursor = page.next;
  }
  expect(paged).toEqual(named(whole));
  expect(new Set(paged).size).toBe(whole.told.count);
});

test('what was inspected: the reports, and what was due', async () => {
  const [covered, said] = [
    await behind('coverage.subdistricts'),
    (await told('coverage/inspections', {})) as unknown as { levels: readonly { inspected: number; due: number }[] },
  ];
  expect([covered.told.total, covered.told.count]).toEqual([
    said.levels[0]?.inspected,
    (said.levels[0]?.inspected ?? 0) + (said.levels[0]?.due ?? 0),
  ]);
  expect(covered.items[0]).toMatchObject({ type: 'UnitReported', stream: `rounds-${round}`, part: 1 });
  expect((await behind('coverage.subdistricts', { unit: west })).told).toMatchObject({ total: null, count: 1 });
  expect((await behind('coverage.subdistricts')).items.slice(1).map(({ unit }) => unit)).toEqual([west, east]);
  expect((await behind('coverage.villages')).told).toMatchObject({ total: null, count: 0 });
  expect((await behind('coverage.communities')).items).toMatchObject([{ type: 'RoundPlanned', part: null }]);
  expect((await behind('coverage.subdistricts', { term: '1999' })).items).toEqual([]);
  expect((await behind('coverage.subdistricts', {}, { asOf: '2021-04-09' })).told.total).toBeNull();
});

test.each([
  ['measures.due', 1, ['MeasureReportedDone', 'MeasureSet']],
  ['measures.on-time', 1, ['MeasureReportedDone', 'MeasureSet']],
  ['measures.late', null, []],
  ['measures.open', 1, ['MeasureReportedDone', 'MeasureSet']],
])('%s: the measures with what was done about them', async (number, total, types) => {
  const listed = await behind(number);
  expect([listed.told.total, listed.items.map(({ type }) => type)]).toEqual([total, types]);
  for (const item of listed.items) expect(item).toMatchObject({ unit: east, unitName: `名${east}` });
});

test('households are the last counts of the day, communities their foundings', async () => {
  expect((await behind('units.households', { unit: east })).told).toMatchObject({ total: 3400, count: 2 });
  expect((await behind('units.households', { unit: three })).items).toMatchObject([{ stream: `counts-${three}`, part: 3200 }]);
  expect((await behind('units.households', {}, { asOf: '2020-04-30' })).told).toMatchObject({ total: null, count: 0 });
  const founded = await behind('units.communities', { unit: west });
  expect(founded.told).toMatchObject({ total: 2, count: 2 });
  // A founding is recorded at the unit above; it tells of the one it founds.
  expect(founded.items.map(({ unit, unitName }) => [unit, unitName])).toEqual([village, three].map((code) => [code, `名${code}`]));
});

test('an indicator names its facts on any day of its curve, as known on any', async () => {
  expect(named(await behind('funds.match-share'))).toEqual([`funds-${work}@1`, `funds-${work}@0`]);
  expect(named(await behind('funds.match-share', {}, { asOf: '2021-04-30' }))).toEqual([`funds-${work}@0`]);
  expect(named(await behind('funds.match-share', {}, { knownAt: '2021-02-15' }))).toEqual([]);
  expect((await behind('mandates.in-force', {}, { asOf: '2021-05-01' })).told.count).toBe(2);
  expect((await behind('volunteers.hours')).told).toMatchObject({ total: 3, count: 1 });
  expect((await behind('funds.payment-days', { unit: one })).items.map(({ type }) => type)).toEqual([
    'PaymentPaid',
    'PaymentApproved',
    'PaymentPaid',
    'PaymentApproved',
  ]);
});

test('every number that is declared can be asked', async () => {
  const numbers = [
    ...recording.flatMap(({ numbers: own = {} }) => Object.keys(own)),
    ...recording.flatMap(({ indicators = [] }) => indicators.flatMap(({ evidence: of_ }) => Object.keys(of_))),
  ];
  expect(numbers.length).toBeGreaterThan(35);
  for (const number of numbers) expect([number, (await behind(number)).told.count]).toEqual([number, expect.any(Number)]);
});

test('of others it is nobody’s business; what is no number is missing; two may not share a name', async () => {
  await expect(behind('funds.balance', { unit: west }, { reader: reader('secretary', east) })).rejects.toMatchObject({
    code: 'access.scope',
  });
  expect((await behind('funds.sum-paid', { year: '2021' }, { reader: reader('secretary', one) })).told.total).toBe(500_000);
  await expect(behind('funds.nothing')).rejects.toThrow('missing');
  expect(() => insight([...recording, { ...recording[0]!, name: 'twin' }])).toThrow('twice');
});
