import { folded, given } from '#testing';
import { organisationsDecider } from '../organisations/decider';
import { territoryDecider } from '../territory/decider';
import { cardsDecider as cards } from './cards.decider';

const id = '96345-000123';
const unit = '330681001001';
const territory = folded(territoryDecider, {
  id: '330681',
  facts: [
    { type: 'UnitFounded', data: { code: '330681', name: '诸暨市', level: 'city', kind: 'city', from: '0001-01-01' } },
    { type: 'UnitFounded', data: { code: '330681001', name: '暨阳街道', level: 'subdistrict', kind: 'subdistrict', parent: '330681', from: '0001-01-01' } },
    { type: 'UnitFounded', data: { code: unit, name: '东盛社区', level: 'community', kind: 'community', parent: '330681001', from: '0001-01-01' } },
  ],
});
const refs = { territory };
const veiled = (mask: string) => ({ subject: 'p-abcdefghijklmnopqrstuvwxyz', purpose: 'volunteers', mask });
const person = { name: veiled('王*'), phone: veiled('138****5678') };
const parameters = {
  'volunteers.credits-per-hour': [{ from: '2018-09-27', value: 1, kinds: [], clause: '16' }],
  'volunteers.credits-years-kept': [{ from: '2018-09-27', value: 1, kinds: [], clause: '16' }],
};
const desk = { account: 'desk', role: 'desk', unit };
const host = { account: 'clerk', role: 'clerk', unit };
const holder = { account: 'wang', role: 'desk', unit };

const issued = { type: 'CardIssued', data: { unit, person, holder: 'wang' } };
const suspended = { type: 'CardSuspended', data: { reason: '遗失' } };
const resumed = { type: 'CardResumed', data: {} };
const closed = { type: 'CardClosed', data: { reason: '迁出' } };
const optedIn = { type: 'RankingOptedIn', data: { nickname: '小河', subject: 'p-abcdefghijklmnopqrstuvwxyz' } };
const optedOut = { type: 'RankingOptedOut', data: { subject: 'p-abcdefghijklmnopqrstuvwxyz' } };
const optIn = { nickname: '小河' };
const checkIn = { service: 's1', host: unit, place: '社区大厅', at: '2021-06-10T01:00:00Z' };
const checkedIn = { type: 'ServiceCheckedIn', data: checkIn };
const checkOut = { service: 's1', at: '2021-06-10T03:50:00Z' };
const checkedOut = { type: 'ServiceCheckedOut', data: checkOut };
const confirmed = { type: 'ServiceConfirmed', data: { service: 's1', host: unit, hours: 2.5, creditQuarters: 10 }, on: '2021-06-11' };
const earned = { type: 'CreditsEarned', data: { service: 's1', credits: 2, until: '2022-12-31' }, on: '2021-06-11' };
const served = [issued, checkedIn, checkedOut, confirmed, earned];
const plain = ({ type, data }: { type: string; data: object }) => ({ type, data });

describe('issue', () => {
  const scene = { id, refs, actor: desk };
  it('records a card', () => given(cards, scene).when('issue', issued.data).then(issued));
  it('needs the tree of units', () => expect(given(cards, scene).needs('issue', issued.data)).toEqual({ streams: { territory: { category: 'territory', id: '330681' } } }));
  it('refuses a number that belongs to another', () => given(cards, { ...scene, facts: [issued] }).when('issue', { ...issued.data, holder: 'li' }).refused('card.known'));
  it('refuses a closed one', () => given(cards, { ...scene, facts: [issued, closed] }).when('issue', issued.data).refused('card.closed'));
  it('refuses a unit that is not there', () => given(cards, scene).when('issue', { ...issued.data, unit: '330681001099' }).refused('unit.unknown'));
  it('is silent when already so', () => given(cards, { ...scene, facts: [issued] }).when('issue', issued.data).silent());
});

describe('suspend, resume, close', () => {
  it('suspends', () => given(cards, { id, facts: [issued] }).when('suspend', suspended.data).then(suspended));
  it('is silent when suspended', () => given(cards, { id, facts: [issued, suspended] }).when('suspend', suspended.data).silent());
  it('refuses an unknown card', () => given(cards, { id }).when('suspend', suspended.data).refused('card.unknown'));
  it('refuses a closed card', () => given(cards, { id, facts: [issued, closed] }).when('suspend', suspended.data).refused('card.closed'));
  it('resumes', () => given(cards, { id, facts: [issued, suspended] }).when('resume', {}).then(resumed));
  it('is silent when it runs', () => given(cards, { id, facts: [issued] }).when('resume', {}).silent());
  it('refuses to resume an unknown card', () => given(cards, { id }).when('resume', {}).refused('card.unknown'));
  it('refuses to resume a closed card', () => given(cards, { id, facts: [issued, closed] }).when('resume', {}).refused('card.closed'));
  it('closes', () => given(cards, { id, facts: [issued, suspended] }).when('close', closed.data).then(closed));
  it('is silent when closed', () => given(cards, { id, facts: [issued, closed] }).when('close', closed.data).silent());
  it('refuses to close an unknown card', () => given(cards, { id }).when('close', closed.data).refused('card.unknown'));
});

describe('the ranking', () => {
  it('opts in', () => given(cards, { id, facts: [issued] }).when('opt-in', optIn).then(optedIn));
  it('is silent under the same nickname', () => given(cards, { id, facts: [issued, optedIn] }).when('opt-in', optIn).silent());
  it('refuses a phone as nickname', () => given(cards, { id, facts: [issued] }).when('opt-in', { nickname: '13812345678' }).refused('card.nickname-shows-a-person'));
  it('refuses an unknown card', () => given(cards, { id }).when('opt-in', optIn).refused('card.unknown'));
  it('refuses a suspended card', () => given(cards, { id, facts: [issued, suspended] }).when('opt-in', optIn).refused('card.suspended'));
  it('refuses a closed card', () => given(cards, { id, facts: [issued, closed] }).when('opt-in', optIn).refused('card.closed'));
  it('opts out, on a closed card too', () => given(cards, { id, facts: [issued, optedIn, closed] }).when('opt-out', {}).then(optedOut));
  it('is silent when not in it', () => given(cards, { id, facts: [issued, optedIn, optedOut] }).when('opt-out', {}).silent());
  it('refuses to opt out an unknown card', () => given(cards, { id }).when('opt-out', {}).refused('card.unknown'));
});

describe('check in and out', () => {
  const scene = { id, refs, actor: desk };
  const second = { ...checkIn, service: 's2', at: '2021-06-11T01:00:00Z' };
  it('checks in', () => given(cards, { ...scene, facts: [issued] }).when('check-in', checkIn).then(checkedIn));
  it('is silent when checked in already', () => given(cards, { ...scene, facts: [issued, checkedIn, checkedOut] }).when('check-in', checkIn).silent());
  it('refuses the same id for another service', () => given(cards, { ...scene, facts: [issued, checkedIn] }).when('check-in', { ...checkIn, place: '公园' }).refused('card.service-known'));
  it('refuses a second place while one is open', () => given(cards, { ...scene, facts: [issued, checkedIn] }).when('check-in', second).refused('card.overlap'));
  it('refuses a beginning before the last end, however the instant is written', () =>
    given(cards, { ...scene, facts: [issued, checkedIn, checkedOut] }).when('check-in', { ...second, at: '2021-06-10T11:50:00+08:00' }).refused('card.overlap'));
  it('lets the next one begin after the last', () => given(cards, { ...scene, facts: [issued, checkedIn, checkedOut] }).when('check-in', second).then({ type: 'ServiceCheckedIn', data: second }));
  it('refuses an unknown card', () => given(cards, scene).when('check-in', checkIn).refused('card.unknown'));
  it('refuses a suspended card', () => given(cards, { ...scene, facts: [issued, suspended] }).when('check-in', checkIn).refused('card.suspended'));
  it('refuses a closed card', () => given(cards, { ...scene, facts: [issued, closed] }).when('check-in', checkIn).refused('card.closed'));
  it('refuses the future', () => given(cards, { ...scene, facts: [issued] }).when('check-in', { ...checkIn, at: '2021-06-15T02:00:01Z' }).refused('card.at-in-future'));
  it('refuses a host that is not there', () => given(cards, { ...scene, facts: [issued] }).when('check-in', { ...checkIn, host: '330681001099' }).refused('unit.unknown'));
  it('refuses an organisation that is not registered', () => given(cards, { ...scene, facts: [issued] }).when('check-in', { ...checkIn, host: 'org-red-cross' }).refused('organisation.unknown'));
  it('takes a registered organisation as host', () => {
    const data = { ...checkIn, host: 'org-red-cross' };
    const host = folded(organisationsDecider, { id: 'org-red-cross', facts: [{ type: 'OrganisationRegistered', data: { name: '红十字会', kind: 'agency', unit: '330681' }, on: '2020-01-01' }] });
    given(cards, { ...scene, refs: { host }, facts: [issued] }).when('check-in', data).then({ type: 'ServiceCheckedIn', data });
  });
  it('checks out, on a suspended card too', () => given(cards, { ...scene, facts: [issued, checkedIn, suspended] }).when('check-out', checkOut).then(checkedOut));
  it('is silent when out already', () => given(cards, { ...scene, facts: [issued, checkedIn, checkedOut] }).when('check-out', checkOut).silent());
  it('refuses another end', () => given(cards, { ...scene, facts: [issued, checkedIn, checkedOut] }).when('check-out', { ...checkOut, at: '2021-06-10T04:00:00Z' }).refused('card.service-known'));
  it('refuses an end before the beginning', () => given(cards, { ...scene, facts: [issued, checkedIn] }).when('check-out', { ...checkOut, at: checkIn.at }).refused('card.out-before-in'));
  it('refuses an end in the future', () => given(cards, { ...scene, facts: [issued, checkedIn] }).when('check-out', { ...checkOut, at: '2021-06-16T00:00:00Z' }).refused('card.at-in-future'));
  it('refuses what never began', () => given(cards, { ...scene, facts: [issued] }).when('check-out', checkOut).refused('card.service-unknown'));
  it('refuses a name every object has', () => given(cards, { ...scene, facts: [issued] }).when('check-out', { ...checkOut, service: 'constructor' }).refused('card.service-unknown'));
  it('refuses to check out an unknown card', () => given(cards, scene).when('check-out', checkOut).refused('card.unknown'));
  it('refuses to check out a closed card', () => given(cards, { ...scene, facts: [issued, checkedIn, closed] }).when('check-out', checkOut).refused('card.closed'));
});

describe('confirm', () => {
  const scene = { id, parameters, actor: host, facts: [issued, checkedIn, checkedOut] };
  const confirm = { service: 's1', hours: 2.5 };
  it('confirms the hours and earns whole credits', () => given(cards, scene).when('confirm', confirm).then(plain(confirmed), plain(earned)));
  it('carries what makes no whole credit to the next service', () => {
    const next = [{ type: 'ServiceCheckedIn', data: { ...checkIn, service: 's2', at: '2021-06-12T01:00:00Z' } }, { type: 'ServiceCheckedOut', data: { service: 's2', at: '2021-06-12T01:30:00Z' } }];
    given(cards, { ...scene, facts: [...served, ...next] })
      .when('confirm', { service: 's2', hours: 0.5 })
      .then({ type: 'ServiceConfirmed', data: { service: 's2', host: unit, hours: 0.5, creditQuarters: 2 } }, { type: 'CreditsEarned', data: { service: 's2', credits: 1, until: '2022-12-31' } });
  });
  it('records hours that make no whole credit yet', () => given(cards, scene).when('confirm', { service: 's1', hours: 0.75 }).then({ type: 'ServiceConfirmed', data: { service: 's1', host: unit, hours: 0.75, creditQuarters: 3 } }));
  it('goes by the rate of the day of the act', () => {
    const rates = { ...parameters, 'volunteers.credits-per-hour': [...parameters['volunteers.credits-per-hour'], { from: '2021-06-15', value: 2, kinds: [], clause: '16' }] };
    given(cards, { ...scene, parameters: rates }).when('confirm', { service: 's1', hours: 2 }).then({ type: 'ServiceConfirmed', data: { service: 's1', host: unit, hours: 2, creditQuarters: 16 } }, { type: 'CreditsEarned', data: { service: 's1', credits: 4, until: '2022-12-31' } });
  });
  it('is silent when confirmed already', () => given(cards, { ...scene, facts: served }).when('confirm', confirm).silent());
  it('refuses other hours for it', () => given(cards, { ...scene, facts: served }).when('confirm', { service: 's1', hours: 1 }).refused('card.service-known'));
  it('refuses the holder', () => given(cards, { ...scene, actor: { ...host, account: 'wang' } }).when('confirm', confirm).refused('card.own-service'));
  it('refuses who is not of the host', () => given(cards, { ...scene, actor: { ...host, unit: '330681001' } }).when('confirm', confirm).refused('card.not-the-host'));
  it('refuses more hours than there were', () => given(cards, scene).when('confirm', { service: 's1', hours: 3 }).refused('card.hours-above-time'));
  it('refuses an open service', () => given(cards, { ...scene, facts: [issued, checkedIn] }).when('confirm', confirm).refused('card.service-open'));
  it('refuses an unknown service', () => given(cards, { ...scene, facts: [issued] }).when('confirm', confirm).refused('card.service-unknown'));
  it('refuses an unknown card', () => given(cards, { ...scene, facts: [] }).when('confirm', confirm).refused('card.unknown'));
  it('refuses a closed card', () => given(cards, { ...scene, facts: [...scene.facts, closed] }).when('confirm', confirm).refused('card.closed'));
  it('refuses when no rate is set', () => given(cards, { ...scene, parameters: {} }).when('confirm', confirm).refused('card.no-rate'));
});

describe('spend', () => {
  const scene = { id, actor: desk, facts: served };
  const spend = { item: '洗衣液', credits: 2 };
  it('spends', () => given(cards, scene).when('spend', spend).then({ type: 'CreditsSpent', data: spend }));
  it('refuses more than the balance', () => given(cards, scene).when('spend', { ...spend, credits: 3 }).refused('card.balance-short'));
  it('refuses on a day before it was earned', () => given(cards, { ...scene, occurredOn: '2021-06-10' }).when('spend', spend).refused('card.balance-short'));
  it('refuses what would overdraw a later day', () =>
    given(cards, { ...scene, facts: [...served, { type: 'CreditsSpent', data: spend, on: '2021-06-14' }], occurredOn: '2021-06-12' }).when('spend', spend).refused('card.balance-short'));
  it('refuses lapsed credits before they are recorded as expired', () => given(cards, { ...scene, today: '2023-01-01' }).when('spend', spend).refused('card.balance-short'));
  it('refuses the holder', () => given(cards, { ...scene, actor: holder }).when('spend', spend).refused('card.own-card'));
  it('refuses a suspended card', () => given(cards, { ...scene, facts: [...served, suspended] }).when('spend', spend).refused('card.suspended'));
  it('refuses a closed card', () => given(cards, { ...scene, facts: [...served, closed] }).when('spend', spend).refused('card.closed'));
  it('refuses an unknown card', () => given(cards, { id }).when('spend', spend).refused('card.unknown'));
});

describe('adjust and countersign', () => {
  const scene = { id, parameters, actor: desk, facts: served };
  const adjust = { adjustment: 'a1', credits: 5, reason: '漏记' };
  const proposed = { type: 'AdjustmentProposed', data: adjust, by: desk };
  const adjusted = { type: 'CreditsAdjusted', data: { ...adjust, proposedBy: 'desk', until: '2022-12-31' } };
  const other = { ...desk, account: 'desk2' };
  it('proposes', () => given(cards, scene).when('adjust', adjust).then(plain(proposed)));
  it('moves nothing before the second person', () => given(cards, { ...scene, facts: [...served, proposed] }).when('spend', { item: '米', credits: 3 }).refused('card.balance-short'));
  it('is silent when proposed already', () => given(cards, { ...scene, facts: [...served, proposed] }).when('adjust', adjust).silent());
  it('refuses the same id otherwise', () => given(cards, { ...scene, facts: [...served, proposed] }).when('adjust', { ...adjust, credits: 6 }).refused('card.adjustment-known'));
  it('refuses nothing', () => given(cards, scene).when('adjust', { ...adjust, credits: 0 }).refused('card.adjustment-of-nothing'));
  it('refuses to take more than there is', () => given(cards, scene).when('adjust', { ...adjust, credits: -3 }).refused('card.balance-short'));
  it('refuses the holder', () => given(cards, { ...scene, actor: holder }).when('adjust', adjust).refused('card.own-card'));
  it('refuses a closed card', () => given(cards, { ...scene, facts: [...served, closed] }).when('adjust', adjust).refused('card.closed'));
  it('refuses an unknown card', () => given(cards, { id }).when('adjust', adjust).refused('card.unknown'));
  it('countersigns', () => given(cards, { ...scene, actor: other, facts: [...served, proposed] }).when('countersign', { adjustment: 'a1' }).then(adjusted));
  it('counts from then on', () => given(cards, { ...scene, facts: [...served, proposed, adjusted] }).when('spend', { item: '米', credits: 7 }).then({ type: 'CreditsSpent', data: { item: '米', credits: 7 } }));
  it('takes credits away', () => {
    const less = { adjustment: 'a2', credits: -2, reason: '重复入账' };
    given(cards, { ...scene, actor: other, facts: [...served, { type: 'AdjustmentProposed', data: less, by: desk }] }).when('countersign', { adjustment: 'a2' }).then({ type: 'CreditsAdjusted', data: { ...less, proposedBy: 'desk' } });
  });
  it('is silent when countersigned already', () => given(cards, { ...scene, actor: other, facts: [...served, proposed, adjusted] }).when('countersign', { adjustment: 'a1' }).silent());
  it('refuses the same person', () => given(cards, { ...scene, facts: [...served, proposed] }).when('countersign', { adjustment: 'a1' }).refused('card.same-person'));
  it('refuses the holder as second person', () => given(cards, { ...scene, actor: holder, facts: [...served, proposed] }).when('countersign', { adjustment: 'a1' }).refused('card.own-card'));
  it('refuses what was never proposed', () => given(cards, { ...scene, actor: other }).when('countersign', { adjustment: 'a1' }).refused('card.adjustment-unknown'));
  it('refuses when the balance went meanwhile', () => {
    const less = { type: 'AdjustmentProposed', data: { adjustment: 'a2', credits: -2, reason: '重复入账' }, by: desk };
    given(cards, { ...scene, actor: other, facts: [...served, less, { type: 'CreditsSpent', data: { item: '米', credits: 1 } }] }).when('countersign', { adjustment: 'a2' }).refused('card.balance-short');
  });
  it('refuses without the parameter of how long they last', () => given(cards, { ...scene, parameters: {}, actor: other, facts: [...served, proposed] }).when('countersign', { adjustment: 'a1' }).refused('card.no-rate'));
  it('refuses a closed card as well', () => given(cards, { ...scene, actor: other, facts: [...served, proposed, closed] }).when('countersign', { adjustment: 'a1' }).refused('card.closed'));
  it('refuses an unknown card as well', () => given(cards, { id }).when('countersign', { adjustment: 'a1' }).refused('card.unknown'));
});

describe('expire', () => {
  const scene = { id, facts: served, source: 'reactor' };
  const expired = { type: 'CreditsExpired', data: { credits: 2 } };
  it('takes what lapsed', () => given(cards, { ...scene, today: '2023-01-01' }).when('expire', {}).then(expired));
  it('leaves what was spent', () => given(cards, { ...scene, facts: [...served, { type: 'CreditsSpent', data: { item: '米', credits: 1 } }], today: '2023-01-01' }).when('expire', {}).then({ type: 'CreditsExpired', data: { credits: 1 } }));
  it('is silent on the last day', () => given(cards, { ...scene, today: '2022-12-31' }).when('expire', {}).silent());
  it('is silent when expired already', () => given(cards, { ...scene, facts: [...served, { ...expired, on: '2023-01-01' }], today: '2023-01-02' }).when('expire', {}).silent());
  it('refuses an unknown card', () => given(cards, { id }).when('expire', {}).refused('card.unknown'));
});

describe('whom an action concerns', () => {
  const concerned = (name: 'confirm' | 'spend' | 'check-in' | 'issue', data: object, actor = host) => cards.concerns({ action: { name, data } as never, id, state: folded(cards, { id, facts: [issued, { ...checkedIn, data: { ...checkIn, host: 'org-red-cross' } }] }), city: '330681', actor });
  it('is the unit of the card', () => expect(concerned('spend', { item: '米', credits: 1 })).toBe(unit));
  it('is the host of a service', () => expect(concerned('check-in', { ...checkIn, host: '330681001' })).toBe('330681001'));
  it('is the own unit of an organisation that was host', () => expect(concerned('confirm', { service: 's1', hours: 1 }, { ...host, unit: '330681' })).toBe('330681'));
});
