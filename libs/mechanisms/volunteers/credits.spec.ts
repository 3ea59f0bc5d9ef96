import { given } from '#testing';
import { cardsDecider as cards } from './cards.decider';
import {
  checkIn,
  checkedIn,
  checkedOut,
  closed,
  confirmed,
  desk,
  earned,
  holder,
  host,
  id,
  issued,
  parameters,
  plain,
  served,
  suspended,
  unit,
} from './cards.fixture';

describe('confirm', () => {
  const scene = { id, parameters, actor: host, facts: [issued, checkedIn, checkedOut] };
  const confirm = { service: 's1', hours: 2.5 };
  it('confirms the hours and earns whole credits', () =>
    given(cards, scene).when('confirm', confirm).then(plain(confirmed), plain(earned)));
  it('carries what makes no whole credit to the next service', () => {
    const next = [
      { type: 'ServiceCheckedIn', data: { ...checkIn, service: 's2', at: '2021-06-12T01:00:00Z' } },
      { type: 'ServiceCheckedOut', data: { service: 's2', at: '2021-06-12T01:30:00Z' } },
    ];
    given(cards, { ...scene, facts: [...served, ...next] })
      .when('confirm', { service: 's2', hours: 0.5 })
      .then(
        { type: 'ServiceConfirmed', data: { service: 's2', host: unit, hours: 0.5, creditQuarters: 2 } },
        { type: 'CreditsEarned', data: { service: 's2', credits: 1, until: '2022-12-31' } },
      );
  });
  it('records hours that make no whole credit yet', () =>
    given(cards, scene)
      .when('confirm', { service: 's1', hours: 0.75 })
      .then({ type: 'ServiceConfirmed', data: { service: 's1', host: unit, hours: 0.75, creditQuarters: 3 } }));
  it('goes by the rate of the day of the act', () => {
    const rates = {
      ...parameters,
      'volunteers.credits-per-hour': [
        ...parameters['volunteers.credits-per-hour'],
        { from: '2021-06-15', value: 2, kinds: [], clause: '16' },
      ],
    };
    given(cards, { ...scene, parameters: rates })
      .when('confirm', { service: 's1', hours: 2 })
      .then(
        { type: 'ServiceConfirmed', data: { service: 's1', host: unit, hours: 2, creditQuarters: 16 } },
        { type: 'CreditsEarned', data: { service: 's1', credits: 4, until: '2022-12-31' } },
      );
  });
  it('is silent when confirmed already', () =>
    given(cards, { ...scene, facts: served })
      .when('confirm', confirm)
      .silent());
  it('refuses other hours for it', () =>
    given(cards, { ...scene, facts: served })
      .when('confirm', { service: 's1', hours: 1 })
      .refused('card.service-known'));
  it('refuses the holder', () =>
    given(cards, { ...scene, actor: { ...host, account: 'wang' } })
      .when('confirm', confirm)
      .refused('card.own-service'));
  it('refuses who is not of the host', () =>
    given(cards, { ...scene, actor: { ...host, unit: '330681001' } })
      .when('confirm', confirm)
      .refused('card.not-the-host'));
  it('refuses more hours than there were', () =>
    given(cards, scene).when('confirm', { service: 's1', hours: 3 }).refused('card.hours-above-time'));
  it('refuses an open service', () =>
    given(cards, { ...scene, facts: [issued, checkedIn] })
      .when('confirm', confirm)
      .refused('card.service-open'));
  it('refuses an unknown service', () =>
    given(cards, { ...scene, facts: [issued] })
      .when('confirm', confirm)
      .refused('card.service-unknown'));
  it('refuses an unknown card', () =>
    given(cards, { ...scene, facts: [] })
      .when('confirm', confirm)
      .refused('card.unknown'));
  it('refuses a closed card', () =>
    given(cards, { ...scene, facts: [...scene.facts, closed] })
      .when('confirm', confirm)
      .refused('card.closed'));
  it('refuses when no rate is set', () =>
    given(cards, { ...scene, parameters: {} })
      .when('confirm', confirm)
      .refused('card.no-rate'));
});

describe('spend', () => {
  const scene = { id, actor: desk, facts: served };
  const spend = { item: '洗衣液', credits: 2 };
  it('spends', () => given(cards, scene).when('spend', spend).then({ type: 'CreditsSpent', data: spend }));
  it('refuses more than the balance', () =>
    given(cards, scene)
      .when('spend', { ...spend, credits: 3 })
      .refused('card.balance-short'));
  it('refuses on a day before it was earned', () =>
    given(cards, { ...scene, occurredOn: '2021-06-10' })
      .when('spend', spend)
      .refused('card.balance-short'));
  it('refuses what would overdraw a later day', () =>
    given(cards, { ...scene, facts: [...served, { type: 'CreditsSpent', data: spend, on: '2021-06-14' }], occurredOn: '2021-06-12' })
      .when('spend', spend)
      .refused('card.balance-short'));
  it('refuses lapsed credits before they are recorded as expired', () =>
    given(cards, { ...scene, today: '2023-01-01' })
      .when('spend', spend)
      .refused('card.balance-short'));
  it('refuses the holder', () =>
    given(cards, { ...scene, actor: holder })
      .when('spend', spend)
      .refused('card.own-card'));
  it('refuses a suspended card', () =>
    given(cards, { ...scene, facts: [...served, suspended] })
      .when('spend', spend)
      .refused('card.suspended'));
  it('refuses a closed card', () =>
    given(cards, { ...scene, facts: [...served, closed] })
      .when('spend', spend)
      .refused('card.closed'));
  it('refuses an unknown card', () => given(cards, { id }).when('spend', spend).refused('card.unknown'));
});

describe('adjust and countersign', () => {
  const scene = { id, parameters, actor: desk, facts: served };
  const adjust = { adjustment: 'a1', credits: 5, reason: '漏记' };
  const proposed = { type: 'AdjustmentProposed', data: adjust, by: desk };
  const adjusted = { type: 'CreditsAdjusted', data: { ...adjust, proposedBy: 'desk', until: '2022-12-31' } };
  const other = { ...desk, account: 'desk2' };
  it('proposes', () => given(cards, scene).when('adjust', adjust).then(plain(proposed)));
  it('moves nothing before the second person', () =>
    given(cards, { ...scene, facts: [...served, proposed] })
      .when('spend', { item: '米', credits: 3 })
      .refused('card.balance-short'));
  it('is silent when proposed already', () =>
    given(cards, { ...scene, facts: [...served, proposed] })
      .when('adjust', adjust)
      .silent());
  it('refuses the same id otherwise', () =>
    given(cards, { ...scene, facts: [...served, proposed] })
      .when('adjust', { ...adjust, credits: 6 })
      .refused('card.adjustment-known'));
  it('refuses nothing', () =>
    given(cards, scene)
      .when('adjust', { ...adjust, credits: 0 })
      .refused('card.adjustment-of-nothing'));
  it('refuses to take more than there is', () =>
    given(cards, scene)
      .when('adjust', { ...adjust, credits: -3 })
      .refused('card.balance-short'));
  it('refuses the holder', () =>
    given(cards, { ...scene, actor: holder })
      .when('adjust', adjust)
      .refused('card.own-card'));
  it('refuses a closed card', () =>
    given(cards, { ...scene, facts: [...served, closed] })
      .when('adjust', adjust)
      .refused('card.closed'));
  it('refuses an unknown card', () => given(cards, { id }).when('adjust', adjust).refused('card.unknown'));
  it('countersigns', () =>
    given(cards, { ...scene, actor: other, facts: [...served, proposed] })
      .when('countersign', { adjustment: 'a1' })
      .then(adjusted));
  it('counts from then on', () =>
    given(cards, { ...scene, facts: [...served, proposed, adjusted] })
      .when('spend', { item: '米', credits: 7 })
      .then({ type: 'CreditsSpent', data: { item: '米', credits: 7 } }));
  it('takes credits away', () => {
    const less = { adjustment: 'a2', credits: -2, reason: '重复入账' };
    given(cards, { ...scene, actor: other, facts: [...served, { type: 'AdjustmentProposed', data: less, by: desk }] })
      .when('countersign', { adjustment: 'a2' })
      .then({ type: 'CreditsAdjusted', data: { ...less, proposedBy: 'desk' } });
  });
  it('is silent when countersigned already', () =>
    given(cards, { ...scene, actor: other, facts: [...served, proposed, adjusted] })
      .when('countersign', { adjustment: 'a1' })
      .silent());
  it('refuses the same person', () =>
    given(cards, { ...scene, facts: [...served, proposed] })
      .when('countersign', { adjustment: 'a1' })
      .refused('card.same-person'));
  it('refuses the holder as second person', () =>
    given(cards, { ...scene, actor: holder, facts: [...served, proposed] })
      .when('countersign', { adjustment: 'a1' })
      .refused('card.own-card'));
  it('refuses what was never proposed', () =>
    given(cards, { ...scene, actor: other })
      .when('countersign', { adjustment: 'a1' })
      .refused('card.adjustment-unknown'));
  it('refuses when the balance went meanwhile', () => {
    const less = { type: 'AdjustmentProposed', data: { adjustment: 'a2', credits: -2, reason: '重复入账' }, by: desk };
    given(cards, { ...scene, actor: other, facts: [...served, less, { type: 'CreditsSpent', data: { item: '米', credits: 1 } }] })
      .when('countersign', { adjustment: 'a2' })
      .refused('card.balance-short');
  });
  it('refuses without the parameter of how long they last', () =>
    given(cards, { ...scene, parameters: {}, actor: other, facts: [...served, proposed] })
      .when('countersign', { adjustment: 'a1' })
      .refused('card.no-rate'));
  it('refuses a closed card as well', () =>
    given(cards, { ...scene, actor: other, facts: [...served, proposed, closed] })
      .when('countersign', { adjustment: 'a1' })
      .refused('card.closed'));
  it('refuses an unknown card as well', () => given(cards, { id }).when('countersign', { adjustment: 'a1' }).refused('card.unknown'));
});

describe('expire', () => {
  const scene = { id, facts: served, source: 'reactor' };
  const expired = { type: 'CreditsExpired', data: { credits: 2 } };
  it('takes what lapsed', () =>
    given(cards, { ...scene, today: '2023-01-01' })
      .when('expire', {})
      .then(expired));
  it('leaves what was spent', () =>
    given(cards, { ...scene, facts: [...served, { type: 'CreditsSpent', data: { item: '米', credits: 1 } }], today: '2023-01-01' })
      .when('expire', {})
      .then({ type: 'CreditsExpired', data: { credits: 1 } }));
  it('is silent on the last day', () =>
    given(cards, { ...scene, today: '2022-12-31' })
      .when('expire', {})
      .silent());
  it('is silent when expired already', () =>
    given(cards, { ...scene, facts: [...served, { ...expired, on: '2023-01-01' }], today: '2023-01-02' })
      .when('expire', {})
      .silent());
  it('refuses an unknown card', () => given(cards, { id }).when('expire', {}).refused('card.unknown'));
});
