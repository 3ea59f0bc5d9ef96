import { folded, given } from '#testing';
import { territoryDecider } from '../territory/decider';
import { dutyHeld } from './contract';
import { organisationsDecider as organisations } from './decider';

const id = 'org-finance-bureau';
const city = { type: 'UnitFounded', data: { code: '330681', name: '诸暨市', level: 'city', kind: 'city', from: '0001-01-01' } };
const refs = { territory: folded(territoryDecider, { id: '330681', facts: [city] }) };
const registered = { type: 'OrganisationRegistered', data: { name: '市财政局', kind: 'department', unit: '330681' }, on: '2018-09-27' };
const duty = { duty: 'funds.secure', clause: '三(二)', from: '2018-09-27' };
const taken = { type: 'DutyTaken', data: duty };
const ended = { type: 'DutyEnded', data: { duty: 'funds.secure', on: '2021-01-01' } };

describe('register', () => {
  it('records it', () =>
    given(organisations, { id, refs }).when('register', registered.data).then({ type: registered.type, data: registered.data }));
  it('refuses a unit that is not there', () =>
    given(organisations, { id, refs })
      .when('register', { ...registered.data, unit: '330681001' })
      .refused('organisation.unit-not-alive'));
  it('refuses another under the same code', () =>
    given(organisations, { id, refs, facts: [registered] })
      .when('register', { ...registered.data, name: '市审计局' })
      .refused('organisation.exists'));
  it('is silent when already so', () =>
    given(organisations, { id, refs, facts: [registered] })
      .when('register', registered.data)
      .silent());
});

describe('dissolve', () => {
  const data = { reason: '机构改革' };
  it('records it', () =>
    given(organisations, { id, facts: [registered] })
      .when('dissolve', data)
      .then({ type: 'OrganisationDissolved', data }));
  it('refuses what was never registered', () => given(organisations, { id }).when('dissolve', data).refused('organisation.unknown'));
  it('refuses while duties are held', () =>
    given(organisations, { id, facts: [registered, taken] })
      .when('dissolve', data)
      .refused('organisation.holds-duties'));
  it('is silent when already so', () =>
    given(organisations, { id, facts: [registered, { type: 'OrganisationDissolved', data }] })
      .when('dissolve', data)
      .silent());
});

describe('take-duty', () => {
  it('records it', () =>
    given(organisations, { id, facts: [registered] })
      .when('take-duty', duty)
      .then(taken));
  it('refuses one who is not registered', () => given(organisations, { id }).when('take-duty', duty).refused('organisation.unknown'));
  it('refuses a duty with no clause', () =>
    given(organisations, { id, facts: [registered] })
      .when('take-duty', { ...duty, clause: '22' })
      .refused('duty.no-clause'));
  it('refuses a duty held already', () =>
    given(organisations, { id, facts: [registered, taken] })
      .when('take-duty', { ...duty, from: '2019-01-01' })
      .refused('duty.held-already'));
  it('takes it again after its end', () =>
    given(organisations, { id, facts: [registered, taken, ended] })
      .when('take-duty', { ...duty, from: '2021-01-01' })
      .then({ type: 'DutyTaken', data: { ...duty, from: '2021-01-01' } }));
  it('is silent when already so', () =>
    given(organisations, { id, facts: [registered, taken] })
      .when('take-duty', duty)
      .silent());
});

describe('end-duty', () => {
  it('records it', () =>
    given(organisations, { id, facts: [registered, taken] })
      .when('end-duty', ended.data)
      .then(ended));
  it('refuses one who is not registered', () => given(organisations, { id }).when('end-duty', ended.data).refused('organisation.unknown'));
  it('refuses a duty not held', () =>
    given(organisations, { id, facts: [registered] })
      .when('end-duty', ended.data)
      .refused('duty.not-held'));
  it('is silent when already so', () =>
    given(organisations, { id, facts: [registered, taken, ended] })
      .when('end-duty', ended.data)
      .silent());
});

it('knows the duties of a day', () => {
  const state = folded(organisations, { id, facts: [registered, taken, ended] });
  expect(['2018-09-26', '2018-09-27', '2020-12-31', '2021-01-01'].map((on) => dutyHeld(state, 'funds.secure', on) !== undefined)).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
