import { canonical, own, type About, type Asked, type Fact } from '#kernel';
import type {
  AccountState,
  ApprovePayment,
  BudgetSet,
  FundsReceived,
  MatchFunds,
  Pay,
  Payee,
  Payment,
  PaymentApproved,
  PaymentPaid,
  PaymentReversed,
  RecallSending,
  ReceiveFunds,
  RejectPayment,
  RequestPayment,
  ReturnPayment,
  ReversePayment,
  SendFunds,
  SendingRecalled,
  SetBudget,
  SetCap,
  SettlePayment,
} from './contract';
import { receiptKey } from './account.contract';

export type FundsAction =
  | Asked<'budget', SetBudget>
  | Asked<'send', SendFunds>
  | Asked<'recall', RecallSending>
  | Asked<'set-cap', SetCap>
  | Asked<'receive', ReceiveFunds>
  | Asked<'match', MatchFunds>
  | Asked<'request', RequestPayment>
  | Asked<'approve', ApprovePayment>
  | Asked<'reject', RejectPayment>
  | Asked<'pay', Pay>
  | Asked<'settle', SettlePayment>
  | Asked<'return', ReturnPayment>
  | Asked<'reverse', ReversePayment>;
export type FundsFact =
  | Fact<'BudgetSet', BudgetSet>
  | Fact<'FundsSent', SendFunds>
  | Fact<'SendingRecalled', SendingRecalled>
  | Fact<'CapSet', SetCap>
  | Fact<'FundsReceived', FundsReceived>
  | Fact<'FundsMatched', MatchFunds>
  | Fact<'PaymentRequested', RequestPayment>
  | Fact<'PaymentApproved', PaymentApproved>
  | Fact<'PaymentRejected', RejectPayment>
  | Fact<'PaymentPaid', PaymentPaid>
  | Fact<'PaymentSettled', SettlePayment>
  | Fact<'PaymentReturned', ReturnPayment>
  | Fact<'PaymentReversed', PaymentReversed>;

/** What an account is after a fact. */
export function evolveAccount(account: AccountState, fact: FundsFact, about: About): AccountState {
  switch (fact.type) {
    case 'BudgetSet':
      return { ...account, budget: fact.data.amountFen };
    case 'FundsSent': {
      const { to, sending, amountFen } = fact.data;
      return { ...account, sent: account.sent + amountFen, sendings: { ...account.sendings, [sending]: { to, amountFen, is: 'sent' } } };
    }
    case 'SendingRecalled': {
      const { to, sending, amountFen } = fact.data;
      return {
        ...account,
        sent: account.sent - amountFen,
        sendings: { ...account.sendings, [sending]: { to, amountFen, is: 'recalled' } },
      };
    }
    case 'CapSet':
      return { ...account, cap: fact.data.amountFen };
    case 'FundsReceived': {
      const { from, sending, amountFen } = fact.data;
      return {
        ...account,
        received: account.received + amountFen,
        receipts: { ...account.receipts, [receiptKey(from, sending)]: amountFen },
      };
    }
    case 'FundsMatched': {
      const { amountFen } = fact.data;
      return { ...account, matched: account.matched + amountFen, matches: [...account.matches, { on: about.occurredOn, amountFen }] };
    }
    default:
      return evolvePayment(account, fact, about);
  }
}

type PaymentFact = Extract<FundsFact, { readonly data: { readonly payment: string } }>;

function evolvePayment(account: AccountState, fact: PaymentFact, about: About): AccountState {
  switch (fact.type) {
    case 'PaymentRequested':
      return withPayment(account, fact.data.payment, requested(fact.data, about));
    case 'PaymentApproved':
      return changed(account, fact.data.payment, () => ({ is: 'approved', approvedOn: about.occurredOn }));
    case 'PaymentRejected':
      return changed(account, fact.data.payment, () => ({ is: 'rejected' }));
    case 'PaymentPaid': {
      const { paidOn, reference, amountFen } = fact.data;
      return changed({ ...account, paid: account.paid + amountFen }, fact.data.payment, () => ({ is: 'paid', paidOn, reference }));
    }
    case 'PaymentSettled':
      return changed(account, fact.data.payment, (payment) => ({ settled: settled(payment, fact.data) }));
    case 'PaymentReturned': {
      const { amountFen, reason } = fact.data;
      const one = { on: about.occurredOn, amountFen, reason };
      return changed({ ...account, returned: account.returned + amountFen }, fact.data.payment, (payment) => ({
        returns: [...payment.returns, one],
      }));
    }
    case 'PaymentReversed':
      return reversed(account, fact.data);
  }
}

/** A request in one text, the person who is paid by pseudonym. */
export function saidOf({ purpose, amountFen, payee, vouchers }: RequestPayment): string {
  return canonical([purpose, amountFen, payeeKey(payee), vouchers]);
}

function payeeKey({ organisation, person }: Payee): unknown {
  return person
    ? ['person', person.name.subject, person.name.mask, person.account.subject]
    : ['organisation', organisation?.name, organisation?.account];
}

function requested(data: RequestPayment, about: About): Payment {
  return {
    is: 'requested',
    said: saidOf(data),
    amountFen: data.amountFen,
    requestedBy: about.actor.account,
    vouchers: data.vouchers,
    settled: {},
    returns: [],
  };
}

function settled(payment: Payment, { vouchers }: SettlePayment): Payment['settled'] {
  return { ...payment.settled, ...Object.fromEntries(vouchers.map((voucher) => [voucher.hash, voucher.amountFen])) };
}

function reversed(account: AccountState, { payment, amountFen, returnedFen }: PaymentReversed): AccountState {
  return changed({ ...account, paid: account.paid - amountFen, returned: account.returned - returnedFen }, payment, () => ({
    is: 'reversed',
  }));
}

function changed(account: AccountState, id: string, change: (payment: Payment) => Partial<Payment>): AccountState {
  const payment = own(account.payments, id);
  return payment ? withPayment(account, id, { ...payment, ...change(payment) }) : account;
}

function withPayment(account: AccountState, id: string, payment: Payment): AccountState {
  return { ...account, payments: { ...account.payments, [id]: payment } };
}
