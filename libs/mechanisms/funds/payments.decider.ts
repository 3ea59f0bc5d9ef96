import { own, refuse, type Decision, type Given, type Refusal } from '#kernel';
import {
  availableOf,
  balanceOf,
  returnedOf,
  type AccountState,
  type ApprovePayment,
  type Pay,
  type Payment,
  type RejectPayment,
  type RequestPayment,
  type ReturnPayment,
  type ReversePayment,
  type SettlePayment,
} from './contract';
import { saidOf, type FundsFact } from './evolve.decider';

type Decided = Decision<FundsFact>;

/** A rejected or reversed payment may be requested again under its id: its vouchers are its own. */
export function request(data: RequestPayment, account: AccountState): Decided {
  const known = own(account.payments, data.payment);
  if (known && known.is !== 'rejected' && known.is !== 'reversed')
    return known.said === saidOf(data) ? [] : refuse('payment.exists', { values: { payment: data.payment } });
  if (repeats(data.vouchers) || data.vouchers.some((hash) => seenElsewhere(account, data.payment, hash)))
    return refuse('payment.voucher-seen', { field: 'vouchers' });
  const available = availableOf(account);
  return data.amountFen > available
    ? refuse('funds.over-balance', { field: 'amountFen', values: { available } })
    : [{ type: 'PaymentRequested', data }];
}

export function approve(data: ApprovePayment, account: AccountState, { actor }: Given): Decided {
  const payment = paymentOf(data.payment, account);
  if ('refused' in payment) return payment;
  if (payment.is === 'approved' || payment.is === 'paid') return [];
  if (payment.is === 'rejected') return refuse('payment.was-rejected');
  if (payment.is === 'reversed') return refuse('payment.reversed');
  if (payment.requestedBy === actor.account) return refuse('payment.own-request');
  const available = availableOf(account);
  if (payment.amountFen > available) return refuse('funds.over-balance', { values: { available } });
  return [{ type: 'PaymentApproved', data: { payment: data.payment, amountFen: payment.amountFen } }];
}

/** Also takes an approval back while nothing was paid. */
export function rejectPayment(data: RejectPayment, account: AccountState, { actor }: Given): Decided {
  const payment = paymentOf(data.payment, account);
  if ('refused' in payment) return payment;
  if (payment.is === 'rejected') return [];
  if (payment.is === 'paid') return refuse('payment.already-paid');
  if (payment.is === 'reversed') return refuse('payment.reversed');
  return payment.requestedBy === actor.account ? refuse('payment.own-request') : [{ type: 'PaymentRejected', data }];
}

export function pay(data: Pay, account: AccountState, { today }: Given): Decided {
  const payment = paymentOf(data.payment, account);
  if ('refused' in payment) return payment;
  if (payment.is === 'paid')
    return payment.paidOn === data.paidOn && payment.reference === data.reference ? [] : refuse('payment.already-paid');
  if (payment.is === 'reversed') return refuse('payment.reversed');
  const { approvedOn, amountFen } = payment;
  if (payment.is !== 'approved' || approvedOn === undefined) return refuse('payment.not-approved');
  if (data.paidOn < approvedOn) return refuse('payment.paid-before-approved', { field: 'paidOn', values: { approvedOn } });
  if (data.paidOn > today) return refuse('payment.paid-in-future', { field: 'paidOn' });
  const available = balanceOf(account);
  return amountFen > available
    ? refuse('funds.over-balance', { values: { available } })
    : [{ type: 'PaymentPaid', data: { ...data, amountFen } }];
}

/** Records the vouchers that were not settled before. */
export function settle(data: SettlePayment, account: AccountState): Decided {
  const payment = paidOf(data.payment, account);
  if ('refused' in payment) return payment;
  const seen = refuse('payment.voucher-seen', { field: 'vouchers' });
  if (repeats(data.vouchers.map((voucher) => voucher.hash))) return seen;
  const fresh = data.vouchers.filter((voucher) => own(payment.settled, voucher.hash) !== voucher.amountFen);
  if (fresh.length === 0) return [];
  if (fresh.some((voucher) => own(payment.settled, voucher.hash) !== undefined || seenElsewhere(account, data.payment, voucher.hash)))
    return seen;
  const total = [...Object.values(payment.settled), ...fresh.map((voucher) => voucher.amountFen)].reduce((sum, one) => sum + one, 0);
  if (total > payment.amountFen)
    return refuse('payment.vouchers-above-amount', { field: 'vouchers', values: { amountFen: payment.amountFen } });
  return [{ type: 'PaymentSettled', data: { payment: data.payment, vouchers: fresh } }];
}

/** The same amount for the same reason on the same day is the same act told twice. */
export function returnMoney(data: ReturnPayment, account: AccountState, { occurredOn }: Given): Decided {
  const payment = paidOf(data.payment, account);
  if ('refused' in payment) return payment;
  if (payment.returns.some((one) => one.on === occurredOn && one.amountFen === data.amountFen && one.reason === data.reason)) return [];
  if (returnedOf(payment) + data.amountFen > payment.amountFen)
    return refuse('payment.returned-above-paid', { field: 'amountFen', values: { amountFen: payment.amountFen } });
  return [{ type: 'PaymentReturned', data }];
}

export function reverse(data: ReversePayment, account: AccountState): Decided {
  const payment = paymentOf(data.payment, account);
  if ('refused' in payment) return payment;
  if (payment.is === 'reversed') return [];
  if (payment.is !== 'paid') return refuse('payment.not-paid');
  return [{ type: 'PaymentReversed', data: { ...data, amountFen: payment.amountFen, returnedFen: returnedOf(payment) } }];
}

function paymentOf(id: string, account: AccountState): Payment | Refusal {
  return own(account.payments, id) ?? refuse('payment.unknown', { field: 'payment', values: { payment: id } });
}

function paidOf(id: string, account: AccountState): Payment | Refusal {
  const payment = paymentOf(id, account);
  return 'refused' in payment || payment.is === 'paid' ? payment : refuse('payment.not-paid');
}

function seenElsewhere(account: AccountState, payment: string, hash: string): boolean {
  return Object.entries(account.payments).some(
    ([id, other]) => id !== payment && (other.vouchers.includes(hash) || Object.hasOwn(other.settled, hash)),
  );
}

function repeats(hashes: readonly string[]): boolean {
  return new Set(hashes).size < hashes.length;
}
