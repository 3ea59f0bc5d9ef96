import { given, SMALL_CITY, type GivenFact } from '#testing';
import { fundsDecider as funds } from './decider';

const CITY = '330681.2021.work';
const SUB = '330681001.2021.work';
const COMMUNITY = '330681001001.2021.work';
const territory = { territory: SMALL_CITY };
const hash = (sign: string) => sign.repeat(64);

const budgeted = { type: 'BudgetSet', data: { amountFen: 1_000_000, changeFen: 1_000_000 } };
const send = { to: SUB, sending: 's-1', amountFen: 400_000 };
const sent = { type: 'FundsSent', data: send };
const recall = { sending: 's-1', reason: '拨错' };
const recalled = { type: 'SendingRecalled', data: { ...recall, to: SUB, amountFen: 400_000 } };
const receive = { from: SUB, sending: 's-2' };
const received = { type: 'FundsReceived', data: { ...receive, amountFen: 300_000 } };
const matched = { type: 'FundsMatched', data: { amountFen: 300_000 } };
const capped = { type: 'CapSet', data: { amountFen: 700_000, reason: '3200 户' } };
const request = {
  payment: 'constructor',
  purpose: '楼道维修',
  amountFen: 120_000,
  payee: { organisation: { name: '某建筑公司', account: '6222' } },
  vouchers: [hash('a')],
};
const asked = { payment: request.payment };
const requested: GivenFact = { type: 'PaymentRequested', data: request, by: { account: 'clerk' } };
const approved = { type: 'PaymentApproved', data: { ...asked, amountFen: 120_000 }, on: '2021-06-02' };
const rejected = { type: 'PaymentRejected', data: { ...asked, reason: '缺合同' } };
const pay = { ...asked, paidOn: '2021-06-10', reference: 'HD-1' };
const paid = { type: 'PaymentPaid', data: { ...pay, amountFen: 120_000 } };
const settle = { ...asked, vouchers: [{ hash: hash('b'), amountFen: 100_000 }] };
const settled = { type: 'PaymentSettled', data: settle };
const giveBack = { ...asked, amountFen: 20_000, reason: '结余' };
const returned = { type: 'PaymentReturned', data: giveBack };
const reverse = { ...asked, reason: '账号有误' };
const reversed = { type: 'PaymentReversed', data: { ...reverse, amountFen: 120_000, returnedFen: 0 } };

const fact = ({ type, data }: GivenFact) => ({ type, data });
const city = (facts: readonly GivenFact[], refs: object = {}) =>
  given(funds, { id: CITY, facts, refs: { ...territory, ...refs }, actor: { account: 'finance', role: 'finance' } });
const community = (facts: readonly GivenFact[], more: object = {}) =>
  given(funds, { id: COMMUNITY, facts, refs: territory, actor: { account: 'approver', role: 'approver', unit: '330681001' }, ...more });
const asClerk = { actor: { account: 'clerk', role: 'clerk', unit: '330681001001' } };
const open = [received, requested];
const cleared = [...open, approved];
const made = [...cleared, paid];

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

describe('request', () => {
  it('records it', () => community([received], asClerk).when('request', request).then(fact(requested)));
  it('records it again after a rejection and after a reversal, with the same voucher', () => {
    community([...open, rejected], asClerk)
      .when('request', request)
      .then(fact(requested));
    community([...made, reversed], asClerk)
      .when('request', request)
      .then(fact(requested));
  });
  it('refuses more than is left', () =>
    community([received], asClerk)
      .when('request', { ...request, amountFen: 300_001 })
      .refused('funds.over-balance'));
  it('refuses what is approved for others already', () =>
    community(cleared, asClerk)
      .when('request', { ...request, payment: 'p-2', vouchers: [], amountFen: 180_001 })
      .refused('funds.over-balance'));
  it('refuses the id of another payment', () =>
    community(open, asClerk)
      .when('request', { ...request, amountFen: 1 })
      .refused('payment.exists'));
  it('refuses a voucher of another payment', () => {
    community(open, asClerk)
      .when('request', { ...request, payment: 'p-2' })
      .refused('payment.voucher-seen');
    community([...made, settled], asClerk)
      .when('request', { ...request, payment: 'p-2', vouchers: [hash('b')] })
      .refused('payment.voucher-seen');
  });
  it('refuses a voucher twice in one request', () =>
    community([received], asClerk)
      .when('request', { ...request, vouchers: [hash('c'), hash('c')] })
      .refused('payment.voucher-seen'));
  it('refuses a unit that is not there', () =>
    given(funds, { id: '330681001999.2021.work', refs: territory }).when('request', request).refused('funds.unit-unknown'));
  it('is silent when already so', () => community(open, asClerk).when('request', request).silent());
  it('is silent when already so for a person, whose values are sealed by then', () => {
    const veiled = (more: object) => ({
      person: {
        name: { subject: 'p-1', purpose: 'payee', mask: '张*', ...more },
        account: { subject: 'p-1', purpose: 'payee', mask: '****1234', ...more },
      },
    });
    const sealed = { ...requested, data: { ...request, payee: veiled({ key: 'k', sealed: 'x' }) } };
    community([received, sealed], asClerk)
      .when('request', { ...request, payee: veiled({ veil: 0 }) })
      .silent();
  });
  it('reserves its vouchers for this payment', () =>
    expect(community([received]).needs('request', request).reservations).toEqual([
      { kind: 'voucher', value: hash('a'), owner: 'constructor', refused: 'payment.voucher-seen' },
    ]));
});

describe('approve and reject', () => {
  it('approves', () => community(open).when('approve', asked).then(fact(approved)));
  it('refuses the requester', () => {
    community(open, { actor: { account: 'clerk', role: 'approver', unit: '330681001' } })
      .when('approve', asked)
      .refused('payment.own-request');
    community(open, { actor: { account: 'clerk', role: 'approver', unit: '330681001' } })
      .when('reject', rejected.data)
      .refused('payment.own-request');
  });
  it('refuses an unknown payment', () => {
    community(open).when('approve', { payment: 'toString' }).refused('payment.unknown');
    community(open).when('reject', { payment: 'p-9', reason: 'x' }).refused('payment.unknown');
  });
  it('refuses what was rejected and what was reversed', () => {
    community([...open, rejected])
      .when('approve', asked)
      .refused('payment.was-rejected');
    community([...made, reversed])
      .when('approve', asked)
      .refused('payment.reversed');
    community([...made, reversed])
      .when('reject', rejected.data)
      .refused('payment.reversed');
  });
  it('refuses together more than is left', () => {
    const second = { ...requested, data: { ...request, payment: 'p-2', vouchers: [], amountFen: 200_000 } };
    community([received, requested, second, approved]).when('approve', { payment: 'p-2' }).refused('funds.over-balance');
  });
  it('is silent when approved already, though paid by now', () => {
    community(cleared).when('approve', asked).silent();
    community(made).when('approve', asked).silent();
  });
  it('rejects, also what was approved', () => {
    community(open).when('reject', rejected.data).then(rejected);
    community(cleared).when('reject', rejected.data).then(rejected);
  });
  it('refuses to reject what was paid', () => community(made).when('reject', rejected.data).refused('payment.already-paid'));
  it('is silent when rejected already', () =>
    community([...open, rejected])
      .when('reject', rejected.data)
      .silent());
});

describe('pay', () => {
  it('records it with its amount', () => community(cleared).when('pay', pay).then(paid));
  it('refuses without approval', () => {
    community(open).when('pay', pay).refused('payment.not-approved');
    community([...cleared, rejected])
      .when('pay', pay)
      .refused('payment.not-approved');
  });
  it('refuses a day before the approval', () =>
    community(cleared)
      .when('pay', { ...pay, paidOn: '2021-06-01' })
      .refused('payment.paid-before-approved'));
  it('refuses a day to come', () =>
    community(cleared)
      .when('pay', { ...pay, paidOn: '2021-06-16' })
      .refused('payment.paid-in-future'));
  it('refuses over the balance', () => community([requested, approved]).when('pay', pay).refused('funds.over-balance'));
  it('refuses an unknown payment', () =>
    community(cleared)
      .when('pay', { ...pay, payment: 'p-9' })
      .refused('payment.unknown'));
  it('refuses to pay otherwise what was paid', () =>
    community(made)
      .when('pay', { ...pay, reference: 'HD-2' })
      .refused('payment.already-paid'));
  it('refuses what was reversed', () =>
    community([...made, reversed])
      .when('pay', pay)
      .refused('payment.reversed'));
  it('is silent when already so', () => community(made).when('pay', pay).silent());
});

describe('settle', () => {
  it('records it', () => community(made).when('settle', settle).then(settled));
  it('records only what is new', () =>
    community([...made, settled])
      .when('settle', { ...asked, vouchers: [...settle.vouchers, { hash: hash('c'), amountFen: 20_000 }] })
      .then({ type: 'PaymentSettled', data: { ...asked, vouchers: [{ hash: hash('c'), amountFen: 20_000 }] } }));
  it('refuses before it was paid', () => community(cleared).when('settle', settle).refused('payment.not-paid'));
  it('refuses an unknown payment', () =>
    community(made)
      .when('settle', { ...settle, payment: 'p-9' })
      .refused('payment.unknown'));
  it('refuses more than was paid', () =>
    community([...made, settled])
      .when('settle', { ...asked, vouchers: [{ hash: hash('c'), amountFen: 20_001 }] })
      .refused('payment.vouchers-above-amount'));
  it('refuses a voucher with another amount, twice, or of another payment', () => {
    const other = { ...requested, data: { ...request, payment: 'p-2', vouchers: [hash('e')], amountFen: 1 } };
    community([...made, settled])
      .when('settle', { ...asked, vouchers: [{ hash: hash('b'), amountFen: 1 }] })
      .refused('payment.voucher-seen');
    community(made)
      .when('settle', { ...asked, vouchers: [settle.vouchers[0], settle.vouchers[0]] })
      .refused('payment.voucher-seen');
    community([...made, other])
      .when('settle', { ...asked, vouchers: [{ hash: hash('e'), amountFen: 1 }] })
      .refused('payment.voucher-seen');
  });
  it('is silent when already so', () =>
    community([...made, settled])
      .when('settle', settle)
      .silent());
  it('reserves its vouchers', () =>
    expect(community(made).needs('settle', settle).reservations).toEqual([
      { kind: 'voucher', value: hash('b'), owner: 'constructor', refused: 'payment.voucher-seen' },
    ]));
});

describe('return and reverse', () => {
  it('returns', () => community(made).when('return', giveBack).then(returned));
  it('refuses to return more than was paid', () =>
    community([...made, returned])
      .when('return', { ...giveBack, amountFen: 100_001 })
      .refused('payment.returned-above-paid'));
  it('refuses to return before it was paid', () => community(cleared).when('return', giveBack).refused('payment.not-paid'));
  it('refuses to return on an unknown payment', () =>
    community(made)
      .when('return', { ...giveBack, payment: 'p-9' })
      .refused('payment.unknown'));
  it('is silent when the same was returned that day', () =>
    community([...made, returned])
      .when('return', giveBack)
      .silent());
  it('reverses with what had been returned', () => {
    community(made).when('reverse', reverse).then(reversed);
    community([...made, returned])
      .when('reverse', reverse)
      .then({ type: 'PaymentReversed', data: { ...reverse, amountFen: 120_000, returnedFen: 20_000 } });
  });
  it('refuses to reverse what was not paid', () => community(cleared).when('reverse', reverse).refused('payment.not-paid'));
  it('refuses to reverse an unknown payment', () =>
    community(made)
      .when('reverse', { ...reverse, payment: 'p-9' })
      .refused('payment.unknown'));
  it('is silent when reversed already', () =>
    community([...made, reversed])
      .when('reverse', reverse)
      .silent());
});
