import { historyView } from '#gateway';
import type { Json } from '#kernel';
import { TARGETS } from '#policy';
import type { Answer, QuestionSpec, Reader } from '#readside';
import { startRows, unitFounded, type RowsOf, type Told } from '#testing';
import { board } from '../board';
import { funds } from '../funds';
import { inspections } from '../inspections';
import { mandates } from '../mandates';
import { objections } from '../objections';
import { dutyActs, organisations } from '../organisations';
import { parameters } from '../parameters';
import { subjects } from '../subjects';
import { territory } from '../territory';
import { volunteers } from '../volunteers';
import type { Mechanism } from '../mechanism';
import { insight } from './index';

jest.setTimeout(60_000);

const [city, east, west] = ['330681', '330681001', '330681002'];
const [one, two, three] = ['330681001001', '330681001002', '330681002001'];
const recording = [territory, parameters, mandates, organisations, inspections, funds, volunteers, subjects, objections];
const questions = insight(recording).questions;
const of = (category: string, id: string, type: string, on: string, data: object, more: Partial<Told> = {}): Told => ({
  stream: [category, id],
  type,
  on,
  data,
  ...more,
});
const parameter = (code: string, value: number, from = '2018-09-27', kinds = ['community']): Told =>
  of('parameters', code, 'ParameterSet', from, { value, unitOfMeasure: '', kinds, clause: '19', from, decidedBy: '市委' });
const received = (unit: string, fund: string, on: string, amountFen: number): Told =>
  of('funds', `${unit}.2021.${fund}`, 'FundsReceived', on, { from: `${unit.slice(0, 9)}.2021.${fund}`, sending: `s-${on}`, amountFen });
const count = (unit: string, households: number, on: string): Told =>
  of('counts', unit, 'CountsRecorded', on, { households, residents: households * 2, countedOn: on });
const paid = (unit: string, payment: string, approved: string, on: string, amountFen: number): readonly Told[] => {
  const account = `${unit}.2021.service`;
  const payee = { organisation: { name: '超市', account: '1' } };
  return [
    of('funds', account, 'PaymentRequested', approved, { payment, purpose: '慰问', amountFen, payee, vouchers: [] }),
    of('funds', account, 'PaymentApproved', approved, { payment, amountFen }),
    of('funds', account, 'PaymentPaid', on, { payment, paidOn: on, reference: 'r', amountFen }),
  ];
};
const measure = { finding: 'f-1', measure: 'm-1' };
const round = '2021-2026.1';
const duty = { duty: 'funds.secure', clause: '三(二)', from: '2018-09-27' };

const story: readonly Told[] = [
  unitFounded(city, 'city', 'city'),
  unitFounded(east, 'subdistrict', 'subdistrict', city),
  unitFounded(west, 'subdistrict', 'town', city),
  unitFounded(one, 'community', 'community', east),
  unitFounded(two, 'community', 'community', east),
  unitFounded(three, 'community', 'community', west),
  unitFounded('330681002201', 'community', 'village', west),
  parameter('community.households-min', 1500),
  parameter('community.households-max', 3000),
  parameter('funds.service-per-year', 10_000_000),
  parameter('funds.work-per-thousand-households', 10_000_000),
  parameter('funds.match-share', 100, '2018-09-27', ['subdistrict']),
  parameter('funds.cap-above-households', 3000),
  parameter('secretary.training-hours', 56),
  count(one, 1400, '2020-05-01'),
  count(two, 2000, '2020-05-01'),
  count(three, 3200, '2020-05-01'),
  received(one, 'service', '2021-02-01', 10_000_000),
  received(two, 'service', '2021-02-01', 1_250_000),
  received(three, 'work', '2021-03-01', 8_000_000),
  of('funds', `${three}.2021.work`, 'FundsMatched', '2021-05-01', { amountFen: 6_000_000 }),
  of('funds', `${three}.2021.work`, 'CapSet', '2021-05-02', { amountFen: 90_000_000, reason: '规模大' }),
  ...paid(one, 'p-1', '2021-03-01', '2021-03-05', 400_000),
  ...paid(east, 'p-3', '2021-05-01', '2021-05-04', 250_000),
  ...paid(one, 'p-2', '2021-05-01', '2021-05-03', 100_000),
  of('terms', '2021-2026', 'TermOpened', '2021-01-01', { name: '第一届', from: '2021-01-01', until: '2026-12-31' }),
  of('rounds', round, 'RoundPlanned', '2021-02-01', { kind: 'regular', units: [east, one], from: '2021-03-01', until: '2021-04-30' }),
  of('rounds', round, 'UnitReported', '2021-04-10', { unit: east, on: '2021-04-10' }),
  of('rounds', round, 'MeasureSet', '2021-04-12', { ...measure, text: '补', due: '2021-05-10' }, { unit: east }),
  of('rounds', round, 'MeasureReportedDone', '2021-05-09', { ...measure, evidence: [] }, { unit: east }),
  of('mandates', `${east}.planning.take-part`, 'MandateGranted', '2021-01-01', { basis: '意见', from: '2021-01-01' }),
  of('mandates', `${one}.team.recommend`, 'MandateGranted', '2021-01-01', { basis: '意见', from: '2021-01-01' }),
  of('mandates', `${one}.team.recommend`, 'MandateSuspended', '2021-05-20', { reason: '核查', on: '2021-05-20' }),
  of('organisations', 'org-finance-bureau', 'OrganisationRegistered', '2018-09-27', { name: '财政局', kind: 'department', unit: city }),
  of('organisations', 'org-finance-bureau', 'DutyTaken', '2018-09-27', duty),
  of('cards', '1001', 'CardIssued', '2021-02-01', { unit: one, person: {} }),
  of('cards', '1001', 'ServiceCheckedIn', '2021-04-20', { service: 's', host: one, place: '广场', at: '2021-04-20T01:00:00.000Z' }),
  of('cards', '1001', 'ServiceConfirmed', '2021-05-05', { service: 's', host: one, hours: 3, creditQuarters: 12 }),
  of('wishes', 'w1', 'WishPosted', '2021-04-22', { text: '一盏灯', unit: three }),
  of('wishes', 'w2', 'WishPosted', '2021-05-22', { text: '一把伞', unit: three }),
  of('objections', 'r1', 'ObjectionRaised', '2021-04-01', { unit: three, kind: 'question', text: '何时修', due: '2021-04-16' }),
  of('objections', 'r1', 'ObjectionAnswered', '2021-04-10', { text: '下月' }),
  of('objections', 'r2', 'ObjectionRaised', '2021-05-01', { unit: three, kind: 'objection', text: '账不对', due: '2021-05-16' }),
  of('wishes', 'w1', 'WishGranted', '2021-05-23', {}),
];

let rows: RowsOf;
beforeAll(async () => {
  const contracts = recording.flatMap((mechanism) => mechanism.categories.map((category) => category.contract));
  const views = [...recording, dutyActs(recording), board(recording)].flatMap((mechanism) => mechanism.views);
  rows = await startRows(contracts, [...views, historyView(contracts)]);
  await rows.tell(...story);
});
afterAll(() => rows?.stop());

const reader = (role: Reader['acting']['role'], unit: string): Reader => ({
  account: 'reader',
  roles: [{ role, unit }],
  acting: { role, unit },
});
const leader = reader('leader', city);
type Item = Readonly<Record<string, Json>>;
async function asked(
  path: string,
  own: Record<string, string>,
  more: { asOf?: string; knownAt?: string; reader?: Reader } = {},
): Promise<readonly Item[]> {
  const question = questions.find((each) => each.path === path) as QuestionSpec;
  const answer: Answer = await rows.ask(question, own, { asOf: '2021-06-30', reader: leader, limit: 500, ...more });
  if (!('items' in answer)) throw new Error(JSON.stringify(answer));
  return answer.items as readonly Item[];
}
async function measured(
  own: Record<string, string>,
  more: { asOf?: string; knownAt?: string } = {},
): Promise<Readonly<Record<string, Item>>> {
  return Object.fromEntries((await asked('indicators', own, more)).map((item) => [String(item['id']), item]));
}

describe('the scoreboard', () => {
  it('has every target of the policy, and says of the others that nobody records them yet', async () => {
    const board = await measured({});
    expect(TARGETS.map(({ id }) => id).filter((id) => !(id in board))).toEqual([]);
    expect(board['secretary.training-hours']).toEqual({
      id: 'secretary.training-hours',
      clause: '11',
      label: { zh: '社区党组织书记培训', en: 'Training of community secretaries' },
      unitOfMeasure: '学时/年',
      value: null,
      part: null,
      whole: null,
      target: { min: 56 },
      status: 'not-recorded',
      trend: null,
      series: [],
      evidence: [],
      parameters: [
        {
          code: 'secretary.training-hours',
          value: 56,
          unitOfMeasure: '',
          from: '2018-09-27',
          rests: 'parameters-secretary.training-hours@0',
        },
      ],
      mechanism: null,
    });
    expect(board['accreditation.share']).toMatchObject({ status: 'not-recorded', target: null });
  });

  it.each([
    ['community.size', 2200, 'met', 6600, 3],
    ['community.size-share', 33.3333, 'short', 1, 3],
    ['counts.recorded', 0, 'short', 0, 4],
    // Half a year: what came beyond its due to one community makes up for no other.
    ['funds.service', 41.6667, 'short', 6_250_000, 15_000_000],
    ['funds.work', 24.2424, 'short', 8_000_000, 33_000_000],
    ['funds.match-share', 75, 'short', 6_000_000, 8_000_000],
    ['funds.caps', 100, 'met', 1, 1],
    ['funds.spent', 1.9802, 'no-target', 500_000, 25_250_000],
    ['funds.service-share', 100, 'no-target', 750_000, 750_000],
    ['funds.days-to-pay', 3, 'no-target', 9, 3],
    ['inspections.coverage', 50, 'no-target', 1, 2],
    ['inspections.selected', 0, 'no-target', 0, 1],
    ['inspections.rectified-on-time', 100, 'no-target', 1, 1],
    ['mandates.in-force', 6.25, 'short', 1, 16],
    ['duties.acted-on', 0, 'short', 0, 1],
    ['volunteers.hours', 1, 'no-target', 3, 3],
    ['volunteers.wishes', 50, 'no-target', 1, 2],
    ['disclosure.answered-on-time', 50, 'short', 1, 2],
    ['subjects.erasures-open', 0, 'no-target', 0, 0],
  ])('%s of the city is %d: %s', async (id, value, status, part, whole) => {
    expect((await measured({}))[id]).toMatchObject({ value, status, part, whole });
  });

  it('says how it came, month by month, and which way it goes', async () => {
    const board = await measured({});
    const points = (id: string): readonly unknown[] => (board[id]?.['series'] as readonly Item[]).map((point) => point['value']).slice(-6);
    expect(points('funds.match-share')).toEqual([null, null, 0, 0, 75, 75]);
    expect(points('inspections.coverage')).toEqual([0, 0, 0, 50, 50, 50]);
    expect(points('volunteers.hours')).toEqual([0, 0, 0, 0, 1, 1]);
    expect(points('mandates.in-force')).toEqual([12.5, 12.5, 12.5, 12.5, 6.25, 6.25]);
    expect(points('community.size')).toEqual([2200, 2200, 2200, 2200, 2200, 2200]);
    expect((await measured({}, { asOf: '2021-05-31' }))['mandates.in-force']).toMatchObject({ value: 6.25, trend: -6.25 });
  });

  it('rests on facts that can be opened', async () => {
    const board = await measured({});
    expect(board['funds.match-share']?.['evidence']).toEqual([`funds-${three}.2021.work@1`]);
    expect(board['inspections.coverage']?.['evidence']).toEqual([`rounds-${round}@1`]);
    expect(board['mandates.in-force']?.['evidence']).toEqual([`mandates-${one}.team.recommend@1`, `mandates-${east}.planning.take-part@0`]);
    expect(board['funds.service']).toMatchObject({
      evidence: [`funds-${two}.2021.service@0`, `funds-${one}.2021.service@0`],
      parameters: [{ value: 10_000_000 }],
    });
  });

  it('says what the other questions say', async () => {
    const told = async (mechanism: Mechanism, own: Record<string, string> = {}): Promise<Item> => {
      const answer = await rows.ask(mechanism.questions[0] as QuestionSpec, own, { asOf: '2021-06-30' });
      return ('found' in answer ? answer.found : {}) as Item;
    };
    const value = async (id: string): Promise<unknown> => (await measured({}))[id]?.['value'];
    const [money, covered, served] = [await told(funds), await told(inspections), await told(volunteers)];
    expect(await value('funds.match-share')).toBeCloseTo(Number(money['matchRatio']) * 100, 4);
    expect(await value('funds.service-share')).toBeCloseTo(Number(money['serviceShare']) * 100, 4);
    expect(await value('funds.days-to-pay')).toBeCloseTo(Number(money['daysToPay']), 4);
    expect(await value('inspections.coverage')).toBeCloseTo(Number((covered['levels'] as readonly Item[])[0]?.['share']) * 100, 4);
    expect((await measured({}))['volunteers.hours']?.['part']).toBe(served['hours']);
    expect((await measured({}))['funds.service']?.['whole']).toBe(Number((await told(funds, { fund: 'service' }))['due']) / 2);
  });

  it('as of a day, as known on one, and nothing before there was anything', async () => {
    expect((await measured({}, { asOf: '2021-04-30' }))['funds.match-share']).toMatchObject({ value: 0, whole: 8_000_000 });
    expect((await measured({}, { knownAt: '2021-02-15' }))['funds.match-share']).toMatchObject({ value: null, status: 'no-data' });
    expect((await measured({}, { asOf: '2017-06-01' }))['community.size']).toMatchObject({ value: null, status: 'no-data', target: null });
  });

  it('of one community', async () => {
    const board = await measured({ unit: one });
    expect(board['community.size']).toMatchObject({ value: 1400, status: 'short', target: { min: 1500, max: 3000 } });
    expect(board['inspections.coverage']).toMatchObject({ value: null, status: 'no-data' });
  });
});

describe('the units below', () => {
  it('add up to the unit above, whatever is measured', async () => {
    const board = await measured({});
    const fed = Object.values(board).filter((item) => item['mechanism'] !== null);
    for (const { id, part, whole } of fed) {
      const children = await asked('indicators/:id', { id: String(id) });
      const sum = (member: string): number => children.reduce((total, child) => total + Number(child[member] ?? 0), 0);
      // What is the city's alone is no child's.
      if (['duties.acted-on', 'subjects.erasures-open'].includes(String(id)))
        expect(children.every((child) => child['value'] === null)).toBe(true);
      else expect([id, sum('part'), sum('whole')]).toEqual([id, part, whole]);
    }
  });

  it('are ranked, with what each rests on', async () => {
    const children = await asked('indicators/:id', { id: 'funds.service', parent: east });
    expect(children).toEqual([
      {
        unit: one,
        name: `名${one}`,
        kind: 'community',
        level: 'community',
        value: 100,
        part: 5_000_000,
        whole: 5_000_000,
        target: { min: 100 },
        status: 'met',
        rank: 1,
        evidence: [`funds-${one}.2021.service@0`],
      },
      expect.objectContaining({ unit: two, value: 25, status: 'short', rank: 2 }),
    ]);
    expect(await asked('indicators/:id', { id: 'secretary.training-hours' })).toMatchObject([
      { unit: east, value: null, status: 'not-recorded', rank: null, evidence: [] },
      { unit: west },
    ]);
  });

  it('of others are nobody’s business', async () => {
    await expect(asked('indicators', { unit: west }, { reader: reader('secretary', east) })).rejects.toMatchObject({
      code: 'access.scope',
    });
    expect((await asked('indicators', {}, { reader: reader('secretary', east) })).find(({ id }) => id === 'community.size')).toMatchObject({
      value: 1700,
    });
    await expect(asked('indicators/:id', { id: 'nothing.at-all' })).rejects.toThrow('missing');
  });
});
