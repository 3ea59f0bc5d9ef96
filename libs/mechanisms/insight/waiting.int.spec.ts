import { checkFields, fieldsOf } from '#contracts';
import type { Json } from '#kernel';
import type { Answer, QuestionSpec, Reader } from '#readside';
import { startRows, unitFounded, type RowsOf, type Told } from '#testing';
import { board } from '../board';
import { funds } from '../funds';
import { inspections } from '../inspections';
import { parameters } from '../parameters';
import { subjects } from '../subjects';
import { territory } from '../territory';
import { volunteers } from '../volunteers';
import { insight } from './index';

jest.setTimeout(60_000);

const [city, street, other, here] = ['330681', '330681001', '330681002', '330681001001'];
const recording = [territory, parameters, inspections, funds, volunteers, subjects];
const questions = insight(recording).questions;
const account = `${here}.2021.service`;
const person = `p-${'a'.repeat(26)}`;
const round = '2021-2026.1';
const measure = { finding: 'f-1', measure: 'm-1' };
const scans = ['b', 'a'].map((sign) => sign.repeat(64));
const payment = (id: string, amountFen: number, vouchers: readonly string[] = []): Told => ({
  stream: ['funds', account],
  type: 'PaymentRequested',
  on: '2021-05-10',
  account: 'clerk',
  data: { payment: id, purpose: '重阳慰问', amountFen, payee: { organisation: { name: '便民超市', account: '1' } }, vouchers },
});
const of = (category: string, id: string, type: string, on: string, data: object, more: Partial<Told> = {}): Told => ({
  stream: [category, id],
  type,
  on,
  data,
  ...more,
});
const at = { unit: here };

const story: readonly Told[] = [
  unitFounded(city, 'city', 'city'),
  unitFounded(street, 'subdistrict', 'subdistrict', city),
  unitFounded(other, 'subdistrict', 'town', city),
  unitFounded(here, 'community', 'community', street),
  unitFounded('330681002201', 'community', 'village', other),
  of('parameters', 'funds.service-per-year', 'ParameterSet', '2018-09-27', {
    value: 10_000_000,
    unitOfMeasure: '分/年',
    kinds: ['community'],
    clause: '19',
    from: '2018-09-27',
    decidedBy: '市委',
  }),
  of('counts', here, 'CountsRecorded', '2020-03-01', { households: 2000, residents: 5000, countedOn: '2020-03-01' }),
  of('funds', `${street}.2021.service`, 'FundsSent', '2021-05-01', { to: account, sending: 's-1', amountFen: 2_500_000 }),
  payment('p-1', 30_000, scans),
  // Its key begins as the other's does.
  payment('p-10', 1, ['c'.repeat(64)]),
  of('funds', account, 'PaymentRejected', '2021-05-11', { payment: 'p-10', reason: '重复' }),
  payment('p-2', 40_000),
  payment('p-3', 50_000),
  of('funds', account, 'PaymentApproved', '2021-05-12', { payment: 'p-2', amountFen: 40_000 }),
  of('funds', account, 'PaymentApproved', '2021-05-12', { payment: 'p-3', amountFen: 50_000 }),
  of('funds', account, 'PaymentPaid', '2021-05-13', { payment: 'p-3', paidOn: '2021-05-13', reference: 'r', amountFen: 50_000 }),
  of('funds', `${here}.2021.work`, 'FundsReceived', '2021-05-02', { from: `${street}.2021.work`, sending: 's-2', amountFen: 900 }),
  of('funds', `${here}.2021.work`, 'FundsMatched', '2021-05-03', { amountFen: 400 }),
  of('terms', '2021-2026', 'TermOpened', '2021-01-01', { name: '第一届', from: '2021-01-01', until: '2026-12-31' }),
  of('rounds', round, 'RoundPlanned', '2021-02-01', { kind: 'regular', units: [here, other], from: '2021-03-01', until: '2021-04-30' }),
  of('rounds', round, 'UnitEntered', '2021-03-02', { unit: here, on: '2021-03-02' }, at),
  of(
    'rounds',
    round,
    'FindingRaised',
    '2021-03-20',
    { ...measure, unit: here, class: '财务', severity: '一般', text: '一', evidence: [] },
    at,
  ),
  of(
    'rounds',
    round,
    'FindingRaised',
    '2021-03-21',
    { finding: 'f-2', unit: here, class: '作风', severity: '较重', text: '二', evidence: [] },
    at,
  ),
  of('rounds', round, 'MeasureSet', '2021-03-25', { ...measure, text: '补齐凭证', due: '2021-05-31' }, at),
  of('cards', '1001', 'CardIssued', '2021-02-01', { unit: here, person: {}, holder: 'clerk' }),
  of('cards', '1002', 'CardIssued', '2021-02-01', { unit: here, person: {} }),
  ...['1001', '1002'].flatMap((card) => [
    of('cards', card, 'ServiceCheckedIn', '2021-05-20', { service: 's', host: here, place: '广场', at: '2021-05-20T01:00:00.000Z' }),
    of('cards', card, 'ServiceCheckedOut', '2021-05-20', { service: 's', at: '2021-05-20T02:40:00.000Z' }),
  ]),
  of('cards', '1002', 'AdjustmentProposed', '2021-05-21', { adjustment: 'a-1', credits: -3, reason: '误记' }, { account: 'desk-1' }),
  of('wishes', 'w1', 'WishPosted', '2021-05-22', { text: '一盏灯', unit: here }),
  of('wishes', 'w1', 'WishClaimed', '2021-05-23', { card: '1002' }),
  of('subjects', person, 'SubjectErasureRequested', '2021-05-24', { ground: '本人申请' }, { account: 'registrar' }),
];

let rows: RowsOf;
beforeAll(async () => {
  const contracts = recording.flatMap((one) => one.categories.map((category) => category.contract));
  rows = await startRows(contracts, [...recording.flatMap((one) => one.views), ...board(recording).views]);
  await rows.tell(...story);
});
afterAll(() => rows?.stop());

const reader = (name: string, role: Reader['acting']['role'], unit: string): Reader => ({
  account: name,
  roles: [{ role, unit }],
  acting: { role, unit },
});
type Item = Readonly<Record<string, Json>>;
async function asked(
  path: string,
  own: Record<string, string>,
  who: Reader,
  asOf = '2021-06-15',
  knownAt?: string,
): Promise<readonly Item[]> {
  const question = questions.find((one) => one.path === path) as QuestionSpec;
  const answer: Answer = await rows.ask(question, own, { asOf, reader: who, limit: 500, ...(knownAt === undefined ? {} : { knownAt }) });
  if (!('items' in answer)) throw new Error(JSON.stringify(answer));
  return answer.items as readonly Item[];
}
const tasks = async (who: Reader, own: Record<string, string> = {}, asOf?: string): Promise<readonly string[]> =>
  (await asked('tasks', own, who, asOf)).map((task) => String(task['id']));

describe('what waits', () => {
  it('for the clerk: money to take in and to settle, services but the own one, the count of the year, a wish', async () =>
    expect(await tasks(reader('clerk', 'clerk', here))).toEqual([
      `territory/count/${here}`,
      `funds/receive/${street}.2021.service/s-1`,
      `funds/settle/${account}/p-3`,
      'volunteers/confirm/1002/s',
      'volunteers/grant/w1',
    ]));

  it('carries what the action needs, and why', async () => {
    const items = await asked('tasks', {}, reader('clerk', 'clerk', here));
    expect(items[1]).toEqual({
      id: `funds/receive/${street}.2021.service/s-1`,
      mechanism: 'funds',
      title: { zh: '确认到账', en: 'Confirm money received' },
      text: { zh: `${street}.2021.service 拨来 25000.00 元`, en: `25000.00 yuan sent from ${street}.2021.service` },
      unit: here,
      unitName: `名${here}`,
      stream: `funds-${account}`,
      late: false,
      since: '2021-05-01',
      action: {
        category: 'funds',
        id: account,
        name: 'receive',
        label: { zh: '确认到账', en: 'Receive' },
        prefill: { from: `${street}.2021.service`, sending: 's-1' },
      },
      clause: '19',
    });
    expect(items[3]).toMatchObject({ action: { id: '1002', prefill: { service: 's', hours: 1.5 } } });
  });

  it('for the approver, who never approves an own request, and matches the work fund', async () => {
    const waiting = [`funds/match/${here}.2021.work`, `funds/approve/${account}/p-1`];
    expect(await tasks(reader('approver', 'approver', street))).toEqual(waiting);
    expect(await tasks(reader('clerk', 'approver', street))).toEqual(waiting.slice(0, 1));
    expect(await asked('tasks', {}, reader('approver', 'approver', street))).toMatchObject([
      { action: { prefill: { amountFen: 500 } } },
      { files: [...scans].sort() },
    ]);
  });

  it('for finance, the secretary, inspectors, the desk and those who protect persons', async () => {
    expect(await tasks(reader('finance', 'finance', city))).toEqual([`funds/pay/${account}/p-2`]);
    expect(await asked('tasks', {}, reader('finance', 'finance', city))).toMatchObject([{ files: [] }]);
    expect(await tasks(reader('secretary', 'secretary', here))).toEqual([
      `inspections/report-done/${round}/f-1/m-1`,
      'volunteers/confirm/1001/s',
      'volunteers/confirm/1002/s',
    ]);
    expect(await tasks(reader('inspector-1', 'inspector', city))).toEqual([
      `inspections/enter/${round}/${other}`,
      `inspections/report/${round}/${here}`,
      `inspections/set-measure/${round}/f-2`,
    ]);
    expect(await tasks(reader('desk-1', 'desk', here))).toEqual(['volunteers/grant/w1']);
    expect(await tasks(reader('desk-2', 'desk', here))).toEqual(['volunteers/countersign/1002/a-1', 'volunteers/grant/w1']);
    expect(await tasks(reader('auditor', 'auditor', city))).toEqual([`subjects/approve-erasure/${person}`]);
    expect(await tasks(reader('registrar', 'registrar', city))).toEqual([]);
  });

  it('knows of the payload only what the action takes', async () => {
    const contracts = new Map(
      recording.flatMap(({ categories }) => categories.map(({ contract }) => [contract.category, contract] as const)),
    );
    const readers = (['clerk', 'approver', 'finance', 'secretary', 'inspector', 'desk', 'auditor'] as const).map((role) =>
      reader('somebody', role, city),
    );
    let known = 0;
    for (const who of readers)
      for (const { action } of await asked('tasks', {}, who)) {
        const { category, name, prefill } = action as { readonly category: string; readonly name: string; readonly prefill: Item };
        const payload = contracts.get(category)?.actions[name]?.payload;
        if (!payload) throw new Error(`${category}.${name}: no such action`);
        const errors = checkFields(fieldsOf(payload), prefill).filter((error) => Object.hasOwn(prefill, error.field));
        expect([category, name, errors]).toEqual([category, name, []]);
        known += 1;
      }
    expect(known).toBeGreaterThan(10);
  });

  it('is late once its day is over, and asked for by that', async () => {
    const secretary = reader('secretary', 'secretary', here);
    expect(await tasks(secretary, { status: 'late' })).toEqual([`inspections/report-done/${round}/f-1/m-1`]);
    expect(await tasks(secretary, { status: 'late' }, '2021-05-31')).toEqual([]);
    expect(await tasks(reader('clerk', 'clerk', other))).toEqual(['territory/count/330681002201']);
  });
});

describe('the overdue matrix', () => {
  const leader = reader('leader', 'leader', city);
  const shown = async (own: Record<string, string>, asOf: string, knownAt?: string): Promise<readonly unknown[]> =>
    (await asked('overdue', own, leader, asOf, knownAt)).map(({ unit, mechanism, open, late, oldest }) => [
      unit,
      mechanism,
      open,
      late,
      oldest,
    ]);

  it('sums up each child’s tree by mechanism', async () =>
    expect(await shown({}, '2021-06-15')).toEqual([
      [street, 'territory', 1, 0, '2021-12-31'],
      [street, 'inspections', 2, 2, '2021-04-30'],
      [street, 'funds', 1, 1, '2021-03-31'],
      [street, 'volunteers', 2, 0, null],
      [other, 'territory', 1, 1, '2020-12-31'],
      [other, 'inspections', 1, 1, '2021-04-30'],
      [other, 'funds', 0, 0, null],
      [other, 'volunteers', 0, 0, null],
    ]));

  it('one level below, as of another day and as known on one', async () => {
    const inspected = async (own: Record<string, string>, asOf: string, knownAt?: string): Promise<unknown> =>
      (await shown(own, asOf, knownAt)).filter((line) => (line as readonly unknown[])[1] === 'inspections');
    expect(await inspected({ parent: street }, '2021-05-20')).toEqual([[here, 'inspections', 2, 1, '2021-04-30']]);
    expect(await inspected({ parent: street }, '2021-05-20', '2021-02-28')).toEqual([[here, 'inspections', 1, 1, '2021-04-30']]);
  });

  it('is bounded by the reader’s own tree', async () => {
    await expect(asked('overdue', { parent: other }, reader('secretary', 'secretary', street))).rejects.toMatchObject({
      code: 'access.scope',
      status: 403,
    });
    await expect(asked('overdue', { parent: '330681999' }, leader)).rejects.toThrow('missing');
  });
});
