import { given, SMALL_CITY, type GivenFact } from '#testing';
import { fundsDecider as funds } from './decider';

const CITY = '330681.2021.work';
const SUB = '330681001.2021.work';
const COMMUNITY = '330681001001.2021.work';
const territory = { territory: SMALL_CITY };
const budgeted = { type: 'BudgetSet', data: { amountFen: 1_000_000, changeFen: 1_000_000 } };
const send = { to: SUB, sending: 's-1', amountFen: 400_000 };
const sent = { type: 'FundsSent', data: send };
const recall = { sending: 's-1', reason: '拨错' };
const recalled = { type: 'SendingRecalled', data: { ...recall, to: SUB, amountFen: 400_000 } };
const receive = { from: SUB, sending: 's-2' };
const received = { type: 'FundsReceived', data: { ...receive, amountFen: 300_000 } };
const matched = { type: 'FundsMatched', data: { amountFen: 300_000 } };
const capped = { type: 'CapSet', data: { amountFen: 700_000, reason: '3200 户' } };
const city = (facts: readonly GivenFact[], refs: object = {}) =>
  given(funds, { id: CITY, facts, refs: { ...territory, ...refs }, actor: { account: 'finance', role: 'finance' } });
const community = (facts: readonly GivenFact[], more: object = {}) =>
  given(funds, { id: COMMUNITY, facts, refs: territory, actor: { account: 'approver', role: 'approver', unit: '330681001' }, ...more });

describe('budget', () => {
  it('records it with its change', () =>
    city([budgeted])
      .when('budget', { amountFen: 1_200_000 })
      .then({ type: 'BudgetSet', data: { amountFen: 1_200_000, changeFen: 200_000 } }));
  it('refuses anywhere but on the account of the city', () =>
    community([]).when('budget', { amountFen: 1 }).refused('funds.budget-only-city'));
  it('refuses a cut below what was sent', () =>
    city([budgeted, sent]).when('budget', { amountFen: 399_999 }).refused('funds.over-balance'));
  it('refuses more than can be recorded', () =>
    city([budgeted, { type: 'FundsReceived', data: { ...receive, amountFen: 1 } }])
      .when('budget', { amountFen: Number.MAX_SAFE_INTEGER })
      .refused('funds.too-large'));
  it('refuses a city that is not there', () =>
    given(funds, { id: CITY, refs: { territory: { districts: {}, proposals: {} } } })
      .when('budget', { amountFen: 1 })
      .refused('funds.unit-unknown'));
  it('is silent when already so', () => city([budgeted]).when('budget', { amountFen: 1_000_000 }).silent());
});

describe('send', () => {
  it('records it', () => city([budgeted]).when('send', send).then(sent));
  it('refuses more than the balance', () =>
    city([budgeted, sent])
      .when('send', { ...send, sending: 's-2', amountFen: 600_001 })
      .refused('funds.over-balance'));
  it('refuses a unit that is not there', () =>
    city([budgeted])
      .when('send', { ...send, to: '330681009.2021.work' })
      .refused('funds.unit-unknown'));
  it('refuses a unit not directly below', () =>
    city([budgeted])
      .when('send', { ...send, to: COMMUNITY })
      .refused('sending.not-below'));
  it('refuses another fund and another year', () => {
    city([budgeted])
      .when('send', { ...send, to: '330681001.2021.service' })
      .refused('sending.not-below');
    city([budgeted])
      .when('send', { ...send, to: '330681001.2022.work' })
      .refused('sending.not-below');
  });
  it('refuses the id of another sending', () =>
    city([budgeted, sent])
      .when('send', { ...send, amountFen: 1 })
      .refused('sending.exists'));
  it('is silent when already so', () => city([budgeted, sent]).when('send', send).silent());
});

describe('recall', () => {
  const to = (receipts: object) => ({ to: { ...funds.initial(SUB), receipts } });
  it('records it and the money is back', () => {
    city([budgeted, sent], to({})).when('recall', recall).then(recalled);
    city([budgeted, sent, recalled])
      .when('send', { ...send, sending: 's-9', amountFen: 1_000_000 })
      .then({ type: 'FundsSent', data: { ...send, sending: 's-9', amountFen: 1_000_000 } });
  });
  it('refuses what was received', () =>
    city([budgeted, sent], to({ [`${CITY}/s-1`]: 400_000 }))
      .when('recall', recall)
      .refused('sending.received'));
  it('refuses an unknown sending', () => city([budgeted]).when('recall', recall).refused('sending.unknown'));
  it('is silent when already so', () => city([budgeted, sent, recalled]).when('recall', recall).silent());
  it('reserves the sending, so that it is never recalled and received', () => {
    expect(city([budgeted, sent]).needs('recall', recall).reservations).toEqual([
      { kind: 'sending', value: `${CITY}/s-1`, owner: 'recalled', refused: 'sending.received' },
    ]);
    expect(community([]).needs('receive', { from: CITY, sending: 's-1' }).reservations).toEqual([
      { kind: 'sending', value: `${CITY}/s-1`, owner: 'received', refused: 'sending.recalled' },
    ]);
  });
});

describe('receive', () => {
  const sender = (is: string, to = COMMUNITY) => ({
    refs: { ...territory, from: { ...funds.initial(SUB), sendings: { 's-2': { to, amountFen: 300_000, is } } } },
  });
  it('records it with its amount', () => community([], sender('sent')).when('receive', receive).then(received));
  it('refuses an unknown sending', () =>
    community([], { refs: { ...territory, from: funds.initial(SUB) } })
      .when('receive', receive)
      .refused('sending.unknown'));
  it('refuses a sending to another account', () =>
    community([], sender('sent', SUB)).when('receive', receive).refused('sending.not-to-this-account'));
  it('refuses what was recalled', () => community([], sender('recalled')).when('receive', receive).refused('sending.recalled'));
  it('refuses above the cap', () =>
    community([{ ...capped, data: { amountFen: 299_999, reason: 'x' } }], sender('sent'))
      .when('receive', receive)
      .refused('funds.above-cap'));
  it('refuses more than can be recorded', () =>
    community([{ type: 'FundsMatched', data: { amountFen: Number.MAX_SAFE_INTEGER } }], sender('sent'))
      .when('receive', receive)
      .refused('funds.too-large'));
  it('refuses a unit that is not there', () =>
    given(funds, { id: '330681009001.2021.work', refs: sender('sent').refs })
      .when('receive', receive)
      .refused('funds.unit-unknown'));
  it('is silent when already so', () => community([received], sender('sent')).when('receive', receive).silent());
});

describe('set-cap', () => {
  it('records it', () => community([received]).when('set-cap', capped.data).then(capped));
  it('refuses below what was received and matched', () =>
    community([received, matched]).when('set-cap', { amountFen: 599_999, reason: 'x' }).refused('funds.cap-below-received'));
  it('refuses for a subdistrict', () =>
    given(funds, { id: SUB, refs: territory }).when('set-cap', capped.data).refused('funds.cap-only-community'));
  it('refuses for a unit that is not there', () =>
    given(funds, { id: '330681001999.2021.work', refs: territory }).when('set-cap', capped.data).refused('funds.unit-unknown'));
  it('is silent when already so', () => community([capped]).when('set-cap', { amountFen: 700_000, reason: '再次' }).silent());
});

describe('match', () => {
  it('records it', () => community([received]).when('match', matched.data).then(matched));
  it('matches again on another day', () =>
    community([{ ...matched, on: '2021-06-01' }])
      .when('match', matched.data)
      .then(matched));
  it('refuses the service fund', () =>
    given(funds, { id: '330681001001.2021.service', refs: territory, actor: { unit: '330681001' } })
      .when('match', matched.data)
      .refused('match.only-work'));
  it('refuses a subdistrict’s account', () =>
    given(funds, { id: SUB, refs: territory, actor: { unit: '330681' } })
      .when('match', matched.data)
      .refused('match.only-work'));
  it('refuses another subdistrict', () =>
    community([], { actor: { unit: '330681002' } })
      .when('match', matched.data)
      .refused('match.not-the-subdistrict'));
  it('refuses above the cap', () => community([received, capped]).when('match', { amountFen: 400_001 }).refused('funds.above-cap'));
  it('refuses more than can be recorded', () =>
    community([received]).when('match', { amountFen: Number.MAX_SAFE_INTEGER }).refused('funds.too-large'));
  it('refuses a unit that is not there', () =>
    given(funds, { id: '330681001999.2021.work', refs: territory }).when('match', matched.data).refused('funds.unit-unknown'));
  it('is silent when the same was matched that day', () => community([matched]).when('match', matched.data).silent());
});
