import { folded, given, type GivenFact } from '#testing';
import { organisationsDecider } from '../organisations/decider';
import { territoryDecider } from '../territory/decider';
import { rolesOn } from './contract';
import { appointmentsDecider as appointments } from './decider';

const id = 'wang';
const city = { type: 'UnitFounded', data: { code: '330681', name: '诸暨市', level: 'city', kind: 'city', from: '0001-01-01' } };
const street = {
  type: 'UnitFounded',
  data: { code: '330681001', name: '暨阳街道', level: 'subdistrict', kind: 'subdistrict', parent: '330681', from: '2018-01-01' },
};
const territory = folded(territoryDecider, { id: '330681', facts: [city, street] });
const bureau = folded(organisationsDecider, {
  id: 'org-finance-bureau',
  facts: [{ type: 'OrganisationRegistered', data: { name: '市财政局', kind: 'department', unit: '330681' }, on: '2018-09-27' }],
});
const approver = { role: 'approver', unit: '330681001', from: '2020-01-01', until: '2021-12-31' };
const registrar = { role: 'registrar', unit: '330681', from: '2018-09-27' };
const appointed = (data: object): GivenFact => ({ type: 'RoleAppointed', data });
const lasting = folded(appointments, { id: 'zhou', facts: [appointed(registrar)] });
const passing = folded(appointments, { id: 'zhou', facts: [appointed({ ...registrar, until: '2025-12-31' })] });

describe('appoint', () => {
  const refs = { territory, organisation: bureau };
  const when = (facts: readonly GivenFact[] = []) => given(appointments, { id, refs, facts });
  it('records it', () => when().when('appoint', approver).then({ type: 'RoleAppointed', data: approver }));
  it('records it for an organisation', () => {
    const data = { role: 'finance', unit: '330681', organisation: 'org-finance-bureau', from: '2020-01-01' };
    when().when('appoint', data).then({ type: 'RoleAppointed', data });
    expect(when().needs('appoint', data)).toEqual({
      streams: {
        territory: { category: 'territory', id: '330681' },
        organisation: { category: 'organisations', id: 'org-finance-bureau' },
      },
    });
  });
  it('refuses appointing oneself', () =>
    given(appointments, { id: 'zhou', refs }).when('appoint', approver).refused('appointment.oneself'));
  it('refuses an end before the beginning', () =>
    when()
      .when('appoint', { ...approver, until: '2019-12-31' })
      .refused('appointment.ends-before-it-begins'));
  it('refuses the same role twice at once', () =>
    when([appointed(approver)])
      .when('appoint', { ...approver, from: '2021-12-31', until: undefined })
      .refused('appointment.held-already'));
  it('allows it again afterwards', () =>
    when([appointed(approver)])
      .when('appoint', { ...registrar, role: 'approver', unit: '330681001', from: '2022-01-01' })
      .then({ type: 'RoleAppointed', data: { role: 'approver', unit: '330681001', from: '2022-01-01' } }));
  it('refuses an administrator with another role', () =>
    when([appointed(approver)])
      .when('appoint', { role: 'administrator', unit: '330681', from: '2020-06-01' })
      .refused('appointment.administrator-alone'));
  it('refuses another role for an administrator', () =>
    when([appointed({ role: 'administrator', unit: '330681', from: '2018-09-27' })])
      .when('appoint', approver)
      .refused('appointment.administrator-alone'));
  it('refuses a unit that is not there', () =>
    when()
      .when('appoint', { ...approver, from: '2017-01-01' })
      .refused('appointment.unit-not-alive'));
  it('refuses an organisation of another unit', () =>
    when()
      .when('appoint', { ...approver, organisation: 'org-finance-bureau' })
      .refused('appointment.organisation-unknown'));
  it('is silent when already so', () =>
    when([appointed(approver)])
      .when('appoint', approver)
      .silent());
});

describe('end', () => {
  const end = { role: 'approver', unit: '330681001', on: '2021-01-01', reason: '调离' };
  const last = { role: 'registrar', unit: '330681', on: '2021-06-15', reason: '退休' };
  it('records it', () =>
    given(appointments, { id, refs: { actor: lasting }, facts: [appointed(approver)] })
      .when('end', end)
      .then({ type: 'AppointmentEnded', data: end }));
  it('refuses what is not held', () =>
    given(appointments, { id, refs: { actor: lasting } })
      .when('end', end)
      .refused('appointment.not-held'));
  it('is silent when ended so already', () =>
    given(appointments, { id, refs: { actor: lasting }, facts: [appointed(approver), { type: 'AppointmentEnded', data: end }] })
      .when('end', end)
      .silent());
  it('is silent when it was ended before it began', () => {
    const early = { ...end, on: '2019-06-01' };
    given(appointments, { id, refs: { actor: lasting }, facts: [appointed(approver), { type: 'AppointmentEnded', data: early }] })
      .when('end', early)
      .silent();
  });
  it('lets a lasting registrar end another', () =>
    given(appointments, { id, refs: { actor: lasting }, facts: [appointed(registrar)] })
      .when('end', last)
      .then({ type: 'AppointmentEnded', data: last }));
  it('refuses ending oneself as registrar', () =>
    given(appointments, { id: 'zhou', refs: { actor: lasting }, facts: [appointed(registrar)] })
      .when('end', last)
      .refused('appointment.last-registrar'));
  it('refuses when the one who ends it would not last', () =>
    given(appointments, { id, refs: { actor: passing }, facts: [appointed(registrar)] })
      .when('end', last)
      .refused('appointment.last-registrar'));
  it('reserves the pair, so that two cannot end each other at once', () => {
    const mine = given(appointments, { id: 'wang', actor: { account: 'zhou' } }).needs('end', last).reservations?.[0];
    const theirs = given(appointments, { id: 'zhou', actor: { account: 'wang' } }).needs('end', last).reservations?.[0];
    expect(mine?.value).toBe(theirs?.value);
    expect(mine?.owner).not.toBe(theirs?.owner);
  });
});

it('knows the roles of a day', () => {
  const state = folded(appointments, {
    id,
    facts: [
      appointed(approver),
      appointed(registrar),
      { type: 'AppointmentEnded', data: { role: 'approver', unit: '330681001', on: '2021-01-01', reason: 'x' } },
    ],
  });
  expect(rolesOn(state, '2020-12-31').map((held) => held.role)).toEqual(['approver', 'registrar']);
  expect(rolesOn(state, '2021-01-01').map((held) => held.role)).toEqual(['registrar']);
});
