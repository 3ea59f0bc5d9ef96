import { given, SMALL_CITY, type GivenFact } from '#testing';
import { fundsDecider as funds } from './decider';

const SUB = '330681001.2021.work';
const COMMUNITY = '330681001001.2021.work';
const territory = { territory: SMALL_CITY };
const hash = (sign: string) => sign.repeat(64);

const receive = { from: SUB, sending: 's-2' };
const received = { type: 'FundsReceived', data: { ...receive, amountFen: 300_000 } };
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
const community = (facts: readonly GivenFact[], more: object = {}) =>
  given(funds, { id: COMMUNITY, facts, refs: territory, actor: { account: 'approver', role: 'approver', unit: '330681001' }, ...more });
const asClerk = { actor: { account: 'clerk', role: 'clerk', unit: '330681001001' } };
const open = [received, requested];
const cleared = [...open, approved];
const made = [...cleared, paid];

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
