import { folded, given } from '#testing';
import { organisationsDecider } from '../organisations/decider';
import { cardsDecider as cards } from './cards.decider';
import {
  checkIn,
  checkOut,
  checkedIn,
  checkedOut,
  closed,
  desk,
  host,
  id,
  issued,
  optIn,
  optedIn,
  optedOut,
  refs,
  resumed,
  suspended,
  unit,
} from './cards.fixture';

describe('issue', () => {
  const scene = { id, refs, actor: desk };
  it('records a card', () => given(cards, scene).when('issue', issued.data).then(issued));
  it('needs the tree of units', () =>
    expect(given(cards, scene).needs('issue', issued.data)).toEqual({ streams: { territory: { category: 'territory', id: '330681' } } }));
  it('refuses a number that belongs to another', () =>
    given(cards, { ...scene, facts: [issued] })
      .when('issue', { ...issued.data, holder: 'li' })
      .refused('card.known'));
  it('refuses a closed one', () =>
    given(cards, { ...scene, facts: [issued, closed] })
      .when('issue', issued.data)
      .refused('card.closed'));
  it('refuses a unit that is not there', () =>
    given(cards, scene)
      .when('issue', { ...issued.data, unit: '330681001099' })
      .refused('unit.unknown'));
  it('is silent when already so', () =>
    given(cards, { ...scene, facts: [issued] })
      .when('issue', issued.data)
      .silent());
});

describe('suspend, resume, close', () => {
  it('suspends', () =>
    given(cards, { id, facts: [issued] })
      .when('suspend', suspended.data)
      .then(suspended));
  it('is silent when suspended', () =>
    given(cards, { id, facts: [issued, suspended] })
      .when('suspend', suspended.data)
      .silent());
  it('refuses an unknown card', () => given(cards, { id }).when('suspend', suspended.data).refused('card.unknown'));
  it('refuses a closed card', () =>
    given(cards, { id, facts: [issued, closed] })
      .when('suspend', suspended.data)
      .refused('card.closed'));
  it('resumes', () =>
    given(cards, { id, facts: [issued, suspended] })
      .when('resume', {})
      .then(resumed));
  it('is silent when it runs', () =>
    given(cards, { id, facts: [issued] })
      .when('resume', {})
      .silent());
  it('refuses to resume an unknown card', () => given(cards, { id }).when('resume', {}).refused('card.unknown'));
  it('refuses to resume a closed card', () =>
    given(cards, { id, facts: [issued, closed] })
      .when('resume', {})
      .refused('card.closed'));
  it('closes', () =>
    given(cards, { id, facts: [issued, suspended] })
      .when('close', closed.data)
      .then(closed));
  it('is silent when closed', () =>
    given(cards, { id, facts: [issued, closed] })
      .when('close', closed.data)
      .silent());
  it('refuses to close an unknown card', () => given(cards, { id }).when('close', closed.data).refused('card.unknown'));
});

describe('the ranking', () => {
  it('opts in', () =>
    given(cards, { id, facts: [issued] })
      .when('opt-in', optIn)
      .then(optedIn));
  it('is silent under the same nickname', () =>
    given(cards, { id, facts: [issued, optedIn] })
      .when('opt-in', optIn)
      .silent());
  it('refuses a phone as nickname', () =>
    given(cards, { id, facts: [issued] })
      .when('opt-in', { nickname: '13812345678' })
      .refused('card.nickname-shows-a-person'));
  it('refuses an unknown card', () => given(cards, { id }).when('opt-in', optIn).refused('card.unknown'));
  it('refuses a suspended card', () =>
    given(cards, { id, facts: [issued, suspended] })
      .when('opt-in', optIn)
      .refused('card.suspended'));
  it('refuses a closed card', () =>
    given(cards, { id, facts: [issued, closed] })
      .when('opt-in', optIn)
      .refused('card.closed'));
  it('opts out, on a closed card too', () =>
    given(cards, { id, facts: [issued, optedIn, closed] })
      .when('opt-out', {})
      .then(optedOut));
  it('is silent when not in it', () =>
    given(cards, { id, facts: [issued, optedIn, optedOut] })
      .when('opt-out', {})
      .silent());
  it('refuses to opt out an unknown card', () => given(cards, { id }).when('opt-out', {}).refused('card.unknown'));
});

describe('check in and out', () => {
  const scene = { id, refs, actor: desk };
  const second = { ...checkIn, service: 's2', at: '2021-06-11T01:00:00Z' };
  it('checks in', () =>
    given(cards, { ...scene, facts: [issued] })
      .when('check-in', checkIn)
      .then(checkedIn));
  it('is silent when checked in already', () =>
    given(cards, { ...scene, facts: [issued, checkedIn, checkedOut] })
      .when('check-in', checkIn)
      .silent());
  it('refuses the same id for another service', () =>
    given(cards, { ...scene, facts: [issued, checkedIn] })
      .when('check-in', { ...checkIn, place: '公园' })
      .refused('card.service-known'));
  it('refuses a second place while one is open', () =>
    given(cards, { ...scene, facts: [issued, checkedIn] })
      .when('check-in', second)
      .refused('card.overlap'));
  it('refuses a beginning before the last end, however the instant is written', () =>
    given(cards, { ...scene, facts: [issued, checkedIn, checkedOut] })
      .when('check-in', { ...second, at: '2021-06-10T11:50:00+08:00' })
      .refused('card.overlap'));
  it('takes one that ended before another began, entered later', () => {
    const early = { ...second, at: '2021-06-10T00:00:00Z' };
    const inTime = { ...scene, facts: [issued, checkedIn, checkedOut, { type: 'ServiceCheckedIn', data: early }] };
    given(cards, { ...scene, facts: [issued, checkedIn, checkedOut] })
      .when('check-in', early)
      .then({ type: 'ServiceCheckedIn', data: early });
    const out = { service: early.service, at: '2021-06-10T00:45:00Z' };
    given(cards, inTime).when('check-out', out).then({ type: 'ServiceCheckedOut', data: out });
    given(cards, inTime)
      .when('check-out', { ...out, at: checkedOut.data.at })
      .refused('card.overlap');
  });
  it('lets the next one begin after the last', () =>
    given(cards, { ...scene, facts: [issued, checkedIn, checkedOut] })
      .when('check-in', second)
      .then({ type: 'ServiceCheckedIn', data: second }));
  it('refuses an unknown card', () => given(cards, scene).when('check-in', checkIn).refused('card.unknown'));
  it('refuses a suspended card', () =>
    given(cards, { ...scene, facts: [issued, suspended] })
      .when('check-in', checkIn)
      .refused('card.suspended'));
  it('refuses a closed card', () =>
    given(cards, { ...scene, facts: [issued, closed] })
      .when('check-in', checkIn)
      .refused('card.closed'));
  it('refuses the future', () =>
    given(cards, { ...scene, facts: [issued] })
      .when('check-in', { ...checkIn, at: '2021-06-15T02:00:01Z' })
      .refused('card.at-in-future'));
  it('refuses a host that is not there', () =>
    given(cards, { ...scene, facts: [issued] })
      .when('check-in', { ...checkIn, host: '330681001099' })
      .refused('unit.unknown'));
  it('refuses an organisation that is not registered', () =>
    given(cards, { ...scene, facts: [issued] })
      .when('check-in', { ...checkIn, host: 'org-red-cross' })
      .refused('organisation.unknown'));
  it('takes a registered organisation as host', () => {
    const data = { ...checkIn, host: 'org-red-cross' };
    const host = folded(organisationsDecider, {
      id: 'org-red-cross',
      facts: [{ type: 'OrganisationRegistered', data: { name: '红十字会', kind: 'agency', unit: '330681' }, on: '2020-01-01' }],
    });
    given(cards, { ...scene, refs: { host }, facts: [issued] })
      .when('check-in', data)
      .then({ type: 'ServiceCheckedIn', data });
  });
  it('checks out, on a suspended card too', () =>
    given(cards, { ...scene, facts: [issued, checkedIn, suspended] })
      .when('check-out', checkOut)
      .then(checkedOut));
  it('is silent when out already', () =>
    given(cards, { ...scene, facts: [issued, checkedIn, checkedOut] })
      .when('check-out', checkOut)
      .silent());
  it('refuses another end', () =>
    given(cards, { ...scene, facts: [issued, checkedIn, checkedOut] })
      .when('check-out', { ...checkOut, at: '2021-06-10T04:00:00Z' })
      .refused('card.service-known'));
  it('refuses an end before the beginning', () =>
    given(cards, { ...scene, facts: [issued, checkedIn] })
      .when('check-out', { ...checkOut, at: checkIn.at })
      .refused('card.out-before-in'));
  it('refuses an end in the future', () =>
    given(cards, { ...scene, facts: [issued, checkedIn] })
      .when('check-out', { ...checkOut, at: '2021-06-16T00:00:00Z' })
      .refused('card.at-in-future'));
  it('refuses what never began', () =>
    given(cards, { ...scene, facts: [issued] })
      .when('check-out', checkOut)
      .refused('card.service-unknown'));
  it('refuses a name every object has', () =>
    given(cards, { ...scene, facts: [issued] })
      .when('check-out', { ...checkOut, service: 'constructor' })
      .refused('card.service-unknown'));
  it('refuses to check out an unknown card', () => given(cards, scene).when('check-out', checkOut).refused('card.unknown'));
  it('refuses to check out a closed card', () =>
    given(cards, { ...scene, facts: [issued, checkedIn, closed] })
      .when('check-out', checkOut)
      .refused('card.closed'));
});

describe('whom an action concerns', () => {
  const concerned = (name: 'confirm' | 'spend' | 'check-in' | 'issue', data: object, actor = host) =>
    cards.concerns({
      action: { name, data } as never,
      id,
      state: folded(cards, { id, facts: [issued, { ...checkedIn, data: { ...checkIn, host: 'org-red-cross' } }] }),
      city: '330681',
      actor,
    });
  it('is the unit of the card', () => expect(concerned('spend', { item: '米', credits: 1 })).toBe(unit));
  it('is the host of a service', () => expect(concerned('check-in', { ...checkIn, host: '330681001' })).toBe('330681001'));
  it('is the own unit of an organisation that was host', () =>
    expect(concerned('confirm', { service: 's1', hours: 1 }, { ...host, unit: '330681' })).toBe('330681'));
});
