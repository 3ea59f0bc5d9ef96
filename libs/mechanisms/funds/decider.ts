import { FEN_MAX, own, refuse, type Day, type Decider, type Decision, type Given, type Needs, type Question, type Refusal } from '#kernel';
import { unitOn, type UnitTree } from '../territory/contract';
import {
  accountOf,
  availableOf,
  hasReceived,
  receiptKey,
  type AccountState,
  type MatchFunds,
  type RecallSending,
  type ReceiveFunds,
  type SendFunds,
  type SetBudget,
  type SetCap,
} from './contract';
import { evolveAccount, type FundsAction, type FundsFact } from './evolve.decider';
import { approve, pay, rejectPayment, request, returnMoney, reverse, settle } from './payments.decider';

export type { FundsAction, FundsFact } from './evolve.decider';

export const fundsDecider: Decider<AccountState, FundsAction, FundsFact> = {
  initial: () => ({
    budget: 0,
    received: 0,
    matched: 0,
    returned: 0,
    sent: 0,
    paid: 0,
    sendings: {},
    receipts: {},
    matches: [],
    payments: {},
  }),
  evolve: evolveAccount,
  needs,
  concerns: ({ id }) => accountOf(id).unit,
  decide(action, account, given) {
    switch (action.name) {
      case 'budget':
        return budget(action.data, account, given);
      case 'send':
        return send(action.data, account, given);
      case 'recall':
        return recall(action.data, account, given);
      case 'set-cap':
        return setCap(action.data, account, given);
      case 'receive':
        return receive(action.data, account, given);
      case 'match':
        return match(action.data, account, given);
      case 'request':
        return unknownUnit(accountOf(given.id).unit, given) ?? request(action.data, account);
      case 'approve':
        return approve(action.data, account, given);
      case 'reject':
        return rejectPayment(action.data, account, given);
      case 'pay':
        return pay(action.data, account, given);
      case 'settle':
        return settle(action.data, account);
      case 'return':
        return returnMoney(action.data, account, given);
      case 'reverse':
        return reverse(action.data, account);
    }
  },
};

/**
 * A sending is received or recalled, never both: the two accounts see each other as refs, and because both may decide at once the
 * outcome is a reservation of the sending. A voucher is reserved by its payment.
 */
function needs({ action, id, state, city }: Question<FundsAction, AccountState>): Needs {
  const territory = { category: 'territory', id: city };
  switch (action.name) {
    case 'receive': {
      const reservations = [
        { kind: 'sending', value: receiptKey(action.data.from, action.data.sending), owner: 'received', refused: 'sending.recalled' },
      ];
      return { streams: { territory, from: { category: 'funds', id: action.data.from } }, reservations };
    }
    case 'recall': {
      const sending = own(state.sendings, action.data.sending);
      if (!sending) return {};
      const reservations = [
        { kind: 'sending', value: receiptKey(id, action.data.sending), owner: 'recalled', refused: 'sending.received' },
      ];
      return { streams: { to: { category: 'funds', id: sending.to } }, reservations };
    }
    case 'request':
      return { streams: { territory }, reservations: vouchers(action.data.payment, action.data.vouchers) };
    case 'settle':
      return {
        reservations: vouchers(
          action.data.payment,
          action.data.vouchers.map((voucher) => voucher.hash),
        ),
      };
    case 'budget':
    case 'send':
    case 'set-cap':
    case 'match':
      return { streams: { territory } };
    default:
      return {};
  }
}

function vouchers(payment: string, hashes: readonly string[]): NonNullable<Needs['reservations']> {
  return [...new Set(hashes)].map((value) => ({ kind: 'voucher', value, owner: payment, refused: 'payment.voucher-seen' }));
}

function budget({ amountFen }: SetBudget, account: AccountState, given: Given): Decision<FundsFact> {
  if (accountOf(given.id).unit !== given.city) return refuse('funds.budget-only-city');
  if (account.budget === amountFen) return [];
  const changeFen = amountFen - account.budget;
  const available = availableOf(account);
  if (available + changeFen < 0) return refuse('funds.over-balance', { field: 'amountFen', values: { available } });
  if (incomeOf(account) + changeFen > FEN_MAX) return refuse('funds.too-large', { field: 'amountFen' });
  return unknownUnit(given.city, given) ?? [{ type: 'BudgetSet', data: { amountFen, changeFen } }];
}

function send(data: SendFunds, account: AccountState, given: Given): Decision<FundsFact> {
  const known = own(account.sendings, data.sending);
  if (known)
    return known.to === data.to && known.amountFen === data.amountFen
      ? []
      : refuse('sending.exists', { values: { sending: data.sending } });
  const [from, to] = [accountOf(given.id), accountOf(data.to)];
  const receiver = unitAt(to.unit, given);
  if (!receiver) return refuse('funds.unit-unknown', { field: 'to', values: { unit: to.unit } });
  if (receiver.parent !== from.unit || to.year !== from.year || to.fund !== from.fund) return refuse('sending.not-below', { field: 'to' });
  const available = availableOf(account);
  return data.amountFen > available
    ? refuse('funds.over-balance', { field: 'amountFen', values: { available } })
    : [{ type: 'FundsSent', data }];
}

function recall(data: RecallSending, account: AccountState, given: Given): Decision<FundsFact> {
  const sending = own(account.sendings, data.sending);
  if (!sending) return refuse('sending.unknown', { field: 'sending', values: { sending: data.sending } });
  if (sending.is === 'recalled') return [];
  if (hasReceived(given.refs['to'] as AccountState, given.id, data.sending))
    return refuse('sending.received', { values: { sending: data.sending } });
  return [{ type: 'SendingRecalled', data: { ...data, to: sending.to, amountFen: sending.amountFen } }];
}

function setCap(data: SetCap, account: AccountState, given: Given): Decision<FundsFact> {
  const { unit } = accountOf(given.id);
  const found = unitAt(unit, given);
  if (!found) return refuse('funds.unit-unknown', { values: { unit } });
  if (found.level !== 'community') return refuse('funds.cap-only-community');
  if (account.cap === data.amountFen) return [];
  const already = account.received + account.matched;
  return data.amountFen < already
    ? refuse('funds.cap-below-received', { field: 'amountFen', values: { already } })
    : [{ type: 'CapSet', data }];
}

function receive(data: ReceiveFunds, account: AccountState, given: Given): Decision<FundsFact> {
  if (hasReceived(account, data.from, data.sending)) return [];
  const wrong = unknownUnit(accountOf(given.id).unit, given);
  if (wrong) return wrong;
  const sending = own((given.refs['from'] as AccountState).sendings, data.sending);
  if (!sending) return refuse('sending.unknown', { field: 'sending', values: { sending: data.sending } });
  if (sending.to !== given.id) return refuse('sending.not-to-this-account', { values: { sending: data.sending } });
  if (sending.is === 'recalled') return refuse('sending.recalled', { values: { sending: data.sending } });
  return aboveBounds(sending.amountFen, account) ?? [{ type: 'FundsReceived', data: { ...data, amountFen: sending.amountFen } }];
}

/** Matched twice with the same amount on the same day is the same act told twice. */
function match(data: MatchFunds, account: AccountState, given: Given): Decision<FundsFact> {
  const { unit, fund } = accountOf(given.id);
  const found = unitAt(unit, given);
  if (!found) return refuse('funds.unit-unknown', { values: { unit } });
  if (fund !== 'work' || found.level !== 'community') return refuse('match.only-work');
  if (given.actor.unit !== found.parent) return refuse('match.not-the-subdistrict', { values: { unit: found.parent ?? '' } });
  if (account.matches.some((one) => one.on === given.occurredOn && one.amountFen === data.amountFen)) return [];
  return aboveBounds(data.amountFen, account) ?? [{ type: 'FundsMatched', data }];
}

/** A cap bounds received + matched; no account grows beyond what can be recorded. */
function aboveBounds(amountFen: number, account: AccountState): Refusal | undefined {
  const { cap } = account;
  if (cap !== undefined && account.received + account.matched + amountFen > cap) return refuse('funds.above-cap', { values: { cap } });
  return incomeOf(account) + amountFen > FEN_MAX ? refuse('funds.too-large', { field: 'amountFen' }) : undefined;
}

function incomeOf(account: AccountState): number {
  return account.budget + account.received + account.matched;
}

function unknownUnit(unit: string, given: Given): Refusal | undefined {
  return unitAt(unit, given) ? undefined : refuse('funds.unit-unknown', { values: { unit } });
}

function unitAt(unit: string, { refs, occurredOn }: Pick<Given, 'refs'> & { readonly occurredOn: Day }): ReturnType<typeof unitOn> {
  return unitOn(refs['territory'] as UnitTree, unit, occurredOn);
}
