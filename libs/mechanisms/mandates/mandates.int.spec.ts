import { startRows, unitFounded, type RowsOf, type Told } from '#testing';
import type { QuestionSpec, Reader } from '#readside';
import { appointmentsContract } from '../appointments/contract';
import { appointmentsQuestions } from '../appointments/queries';
import { appointmentsView } from '../appointments/views';
import { organisationsContract } from '../organisations/contract';
import { dutyActsView } from '../organisations/acts.views';
import { organisationsQuestions } from '../organisations/queries';
import { organisationsView } from '../organisations/views';
import { territoryContract } from '../territory/contract';
import { unitsView } from '../territory/views';
import { mandatesContract } from './contract';
import { mandatesQuestions } from './queries';
import { mandatesView } from './views';

jest.setTimeout(60_000);

let rows: RowsOf;
beforeAll(async () => {
  rows = await startRows(
    [territoryContract, organisationsContract, appointmentsContract, mandatesContract],
    [unitsView, organisationsView, dutyActsView([{ contract: organisationsContract }]), appointmentsView, mandatesView],
  );
  await rows.tell(...story);
});
afterAll(() => rows?.stop());

const street = '330681001.funds.approve';
const mandate = (id: string, type: string, data: object, on: string): Told => ({ stream: ['mandates', id], type, data, on });
const organisation = (type: string, data: object, on: string): Told => ({
  stream: ['organisations', 'org-finance-bureau'],
  type,
  data,
  on,
});
const account = (id: string, type: string, data: object, on: string): Told => ({ stream: ['appointments', id], type, data, on });

/** Finance acts on its duty. */
const resting = { kind: 'duty', power: 'funds.pay', rests: 'organisations-org-finance-bureau@1', clause: '19' } as const;

const story: readonly Told[] = [
  unitFounded('330681', 'city', 'city'),
  unitFounded('330681001', 'subdistrict', 'subdistrict', '330681'),
  unitFounded('330681002', 'subdistrict', 'subdistrict', '330681'),
  unitFounded('330681001001', 'community', 'community', '330681001'),
  mandate(street, 'MandateGranted', { basis: '一号文', from: '2018-09-27', until: '2021-12-31' }, '2018-09-27'),
  mandate(street, 'MandateSuspended', { reason: '整改', on: '2019-03-01' }, '2019-03-01'),
  mandate(street, 'MandateAmended', { basis: '二号文', from: '2019-04-01', until: '2020-12-31' }, '2019-03-20'),
  mandate(street, 'MandateResumed', { reason: '整改完成', on: '2019-05-01' }, '2019-05-01'),
  mandate(street, 'MandateExpired', { on: '2020-12-31' }, '2021-01-01'),
  mandate(street, 'MandateGranted', { basis: '三号文', from: '2022-01-01' }, '2022-01-01'),
  mandate('330681002.funds.approve', 'MandateGranted', { basis: '一号文', from: '2018-09-27' }, '2018-09-27'),
  mandate('330681002.funds.approve', 'MandateRevoked', { reason: '调整', on: '2020-01-01' }, '2020-01-05'),
  organisation('OrganisationRegistered', { name: '市财政局', kind: 'department', unit: '330681' }, '2018-09-27'),
  organisation('DutyTaken', { duty: 'funds.secure', clause: '三(二)', from: '2018-09-27' }, '2018-09-27'),
  organisation('DutyEnded', { duty: 'funds.secure', on: '2020-01-01' }, '2020-01-01'),
  organisation('DutyTaken', { duty: 'funds.secure', clause: '19', from: '2021-01-01' }, '2021-01-01'),
  { ...organisation('DutyTaken', { duty: 'pay.guide', clause: '13', from: '2021-01-01' }, '2021-03-01'), authority: resting },
  account('wang', 'RoleAppointed', { role: 'approver', unit: '330681001', from: '2019-01-01', until: '2021-12-31' }, '2019-01-01'),
  account('wang', 'AppointmentEnded', { role: 'approver', unit: '330681001', on: '2020-07-01', reason: '调离' }, '2020-07-01'),
  account('wang', 'RoleAppointed', { role: 'clerk', unit: '330681001001', from: '2020-07-01' }, '2020-07-01'),
  account('li', 'RoleAppointed', { role: 'approver', unit: '330681002', from: '2019-01-01' }, '2019-01-01'),
];

async function items(
  question: QuestionSpec | undefined,
  own: Readonly<Record<string, string>>,
  asOf: string,
  knownAt?: string,
  reader?: Reader,
): Promise<readonly Record<string, unknown>[]> {
  if (!question) throw new Error('no such question');
  const answer = await rows.ask(question, own, {
    asOf,
    ...(knownAt === undefined ? {} : { knownAt }),
    ...(reader === undefined ? {} : { reader }),
  });
  return 'items' in answer ? (answer.items as readonly Record<string, unknown>[]) : [];
}

const inForce = async (asOf: string, knownAt?: string): Promise<readonly unknown[]> =>
  (await items(mandatesQuestions[0], { power: 'funds.approve' }, asOf, knownAt)).map((one) => one['holder']);

test('who held a power on any date', async () => {
  expect(await inForce('2018-09-26')).toEqual([]);
  expect(await inForce('2018-09-27')).toEqual(['330681001', '330681002']);
  expect(await inForce('2019-03-01')).toEqual(['330681002']);
  expect(await inForce('2019-04-15')).toEqual(['330681002']);
  expect(await inForce('2019-05-01')).toEqual(['330681001', '330681002']);
  expect(await inForce('2020-01-01')).toEqual(['330681001']);
  expect(await inForce('2021-01-01')).toEqual([]);
  expect(await inForce('2022-01-01')).toEqual(['330681001']);
});

test('the register says what each was on a day: in force to its last day, expired from the next', async () => {
  const status = async (asOf: string): Promise<unknown> => {
    const context = rows.context({ asOf });
    const [found] = await context.rows<{ status: string; granted: boolean }>(
      `SELECT m.status, m.granted FROM ${context.effective('mandates')} m WHERE m.key = '${street}'`,
    );
    return [found?.status, found?.granted];
  };
  expect(await status('2020-12-31')).toEqual(['granted', true]);
  expect(await status('2021-01-01')).toEqual(['expired', false]);
  expect(await status('2022-01-01')).toEqual(['granted', true]);
});

test('which powers are suspended on a day', async () => {
  const suspended = async (asOf: string) =>
    (await items(mandatesQuestions[0], { standing: 'suspended' }, asOf)).map((one) => one['holder']);
  expect(await suspended('2019-02-28')).toEqual([]);
  expect(await suspended('2019-04-15')).toEqual(['330681001']);
  expect(await suspended('2019-05-01')).toEqual([]);
});

test('who was known to hold it', async () => {
  expect(await inForce('2020-01-01', '2020-01-04')).toEqual(['330681001', '330681002']);
  expect(await inForce('2020-01-01', '2020-01-05')).toEqual(['330681001']);
  expect(await inForce('2019-02-01', '2018-09-26')).toEqual([]);
});

test('with basis, clause and the way to its history', async () => {
  expect(await items(mandatesQuestions[0], { holder: '330681001' }, '2020-06-01')).toEqual([
    {
      id: street,
      holder: '330681001',
      power: 'funds.approve',
      name: '审批支出',
      nameEn: 'Approve payments',
      clause: '19',
      basis: '二号文',
      from: '2019-04-01',
      until: '2020-12-31',
      history: `/api/history/mandates/${street}`,
    },
  ]);
});

test('duties without a recorded action this year', async () => {
  const idle = async (asOf: string): Promise<readonly unknown[]> =>
    (await items(organisationsQuestions[0], { acted: 'no' }, asOf)).map((one) => one['duty']);
  expect([await idle('2021-02-28'), await idle('2021-03-01'), await idle('2022-03-01')]).toEqual([
    ['funds.secure', 'pay.guide'],
    ['pay.guide'],
    ['funds.secure', 'pay.guide'],
  ]);
  expect(await items(organisationsQuestions[0], { acted: 'yes' }, '2021-12-31')).toMatchObject([{ duty: 'funds.secure', actsThisYear: 1 }]);
});

test('duties of a day', async () => {
  const duties = async (asOf: string): Promise<readonly unknown[]> =>
    (await items(organisationsQuestions[0], { organisation: 'org-finance-bureau' }, asOf)).map((one) => one['clause']);
  expect([await duties('2018-09-26'), await duties('2019-12-31'), await duties('2020-01-01'), await duties('2021-01-01')]).toEqual([
    [],
    ['三(二)'],
    [],
    ['19', '13'],
  ]);
  expect(await items(organisationsQuestions[0], { unit: '330681001' }, '2021-01-01')).toEqual([]);
  // What it is called, in both languages, where the policy names it.
  for (const { text, textEn } of (await items(organisationsQuestions[0], {}, '2021-01-01')) as readonly Readonly<Record<string, unknown>>[])
    expect([text, textEn]).toEqual([expect.stringMatching(/\p{Script=Han}/u), expect.stringMatching(/^[A-Z][^\p{Script=Han}]+$/u)]);
});

test('roles of a day, as far as the reader’s tree reaches', async () => {
  const roles = async (asOf: string, at: string): Promise<readonly unknown[]> => {
    const acting = { role: 'registrar', unit: at } as const;
    return (await items(appointmentsQuestions[0], {}, asOf, undefined, { account: 'zhou', roles: [acting], acting })).map(
      (one) => `${String(one['account'])} ${String(one['role'])}`,
    );
  };
  expect(await roles('2020-06-30', '330681')).toEqual(['li approver', 'wang approver']);
  expect(await roles('2020-07-01', '330681')).toEqual(['li approver', 'wang clerk']);
  expect(await roles('2020-07-01', '330681001')).toEqual(['wang clerk']);
  expect(await roles('2022-07-01', '330681002')).toEqual(['li approver']);
});
