import { contract, fen, innerId, listOfHashes, object, text } from '#contracts';
import { refuse, type Asked, type Decider, type Fact } from '#kernel';
import type { RuledCategory } from './categories';

class Payee {
  @text({ zh: '姓名', en: 'Name', max: 50, personal: { mask: 'name', purpose: 'payment' } })
  readonly name!: string;
  @text({ zh: '账号', en: 'Account', max: 50, personal: { mask: 'account', purpose: 'payment', identity: true } })
  readonly account!: string;
}

class Request {
  @innerId({ zh: '付款编号', en: 'Payment' })
  readonly payment!: string;
  @fen({ zh: '金额', en: 'Amount' })
  readonly amountFen!: number;
  @object(Payee, { zh: '收款人', en: 'Payee', optional: true })
  readonly payee?: Payee;
  @listOfHashes({ zh: '凭证', en: 'Vouchers', max: 5 })
  readonly vouchers!: readonly string[];
}

class Approve {
  @innerId({ zh: '付款编号', en: 'Payment' })
  readonly payment!: string;
}

type Action = Asked<'request', Request> | Asked<'approve', Approve>;
type PaymentFact = Fact<'PaymentRequested', Request> | Fact<'PaymentApproved', Approve>;
interface State {
  readonly payments: Readonly<Record<string, 'requested' | 'approved'>>;
}

const decider: Decider<State, Action, PaymentFact> = {
  initial: () => ({ payments: {} }),
  evolve: ({ payments }, { type, data }) => ({
    payments: { ...payments, [data.payment]: type === 'PaymentRequested' ? 'requested' : 'approved' },
  }),
  concerns: ({ id }) => id,
  needs: ({ action }) =>
    action.name === 'request'
      ? {
          reservations: action.data.vouchers.map((value) => ({
            kind: 'voucher',
            value,
            owner: action.data.payment,
            refused: 'payment.voucher-seen',
          })),
        }
      : {},
  decide(action, { payments }) {
    const now = payments[action.data.payment];
    if (action.name === 'request')
      return now
        ? refuse('payment.exists', { field: 'payment', values: { payment: action.data.payment } })
        : [{ type: 'PaymentRequested', data: action.data }];
    if (now === 'approved') return [];
    return now ? [{ type: 'PaymentApproved', data: action.data }] : refuse('payment.unknown');
  },
};

const next = { zh: '请核对', en: 'Check it' };

/** A small category for the specs of the gateway: one action with personal values and a reservation, one without. */
export const payments: RuledCategory = {
  contract: contract({
    category: 'payments',
    label: { zh: '付款', en: 'Payments' },
    clause: '19',
    id: { pattern: '^\\d{9}$', says: { zh: '应为 9 位代码', en: 'must be a code of 9 digits' }, label: { zh: '单位', en: 'Unit' } },
    readers: ['clerk', 'auditor'],
    actions: {
      request: {
        label: { zh: '申请', en: 'Request' },
        payload: Request,
        facts: ['PaymentRequested'],
        who: [{ roles: ['clerk'], power: 'funds.request' }],
        clause: '19',
        refusals: ['payment.exists', 'payment.voucher-seen'],
      },
      approve: {
        label: { zh: '批准', en: 'Approve' },
        payload: Approve,
        facts: ['PaymentApproved'],
        who: [{ roles: ['approver'], power: 'funds.approve' }],
        clause: '19',
        refusals: ['payment.unknown'],
      },
    },
    facts: {
      PaymentRequested: {
        label: { zh: '已申请', en: 'Requested' },
        data: Request,
        says: { zh: '申请 {amountFen} 分', en: 'Requested {amountFen} fen' },
        subjects: (data) => [{ kind: 'payment', id: String(data['payment']) }],
      },
      PaymentApproved: { label: { zh: '已批准', en: 'Approved' }, data: Approve, says: { zh: '批准', en: 'Approved' } },
    },
    refusals: {
      'payment.exists': { zh: '付款 {payment} 已存在', en: 'Payment {payment} exists', next },
      'payment.unknown': { zh: '没有这笔付款', en: 'There is no such payment', next, status: 404 },
      'payment.voucher-seen': { zh: '凭证已用于另一笔付款', en: 'The voucher was used for another payment', next },
    },
  }),
  decider: decider as unknown as Decider<unknown>,
};
