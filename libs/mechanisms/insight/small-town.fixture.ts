import { unitFounded, type Told } from '#testing';
import { funds } from '../funds';
import { inspections } from '../inspections';
import { mandates } from '../mandates';
import { objections } from '../objections';
import { organisations } from '../organisations';
import { parameters } from '../parameters';
import { subjects } from '../subjects';
import { territory } from '../territory';
import { volunteers } from '../volunteers';

/** A small town through half a year, for everything that is measured of it. */
export const [city, east, west] = ['330681', '330681001', '330681002'];
export const [one, two, three] = ['330681001001', '330681001002', '330681002001'];
export const recording = [territory, parameters, mandates, organisations, inspections, funds, volunteers, subjects, objections];
export const of = (category: string, id: string, type: string, on: string, data: object, more: Partial<Told> = {}): Told => ({
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
export const round = '2021-2026.1';
const duty = { duty: 'funds.secure', clause: '三(二)', from: '2018-09-27' };

export const story: readonly Told[] = [
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
