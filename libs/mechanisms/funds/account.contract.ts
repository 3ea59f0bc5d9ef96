import type { StateWord } from '#contracts';
import { own, type Day, type Fen } from '#kernel';

/** The sums of the balance law; a kind of entry adds to the sum of its name. */
export const SUMS = ['budget', 'received', 'matched', 'returned', 'sent', 'paid'] as const;
export type Sum = (typeof SUMS)[number];

export type FundKind = 'service' | 'work';

/** What the id of an account says. */
export interface AccountName {
  readonly unit: string;
  readonly year: number;
  readonly fund: FundKind;
}

export interface Payment {
  readonly is: 'requested' | 'approved' | 'rejected' | 'paid' | 'reversed';
  /** Everything asked for, in one canonical text, to tell the same request from another. */
  readonly said: string;
  readonly amountFen: Fen;
  readonly requestedBy: string;
  /** Day of the approval. */
  readonly approvedOn?: Day;
  readonly paidOn?: Day;
  readonly reference?: string;
  /** Hashes handed in with the request, and settled ones with their amount. */
  readonly vouchers: readonly string[];
  readonly settled: Readonly<Record<string, Fen>>;
  readonly returns: readonly { readonly on: Day; readonly amountFen: Fen; readonly reason: string }[];
}

export interface Sent {
  readonly to: string;
  readonly amountFen: Fen;
  readonly is: 'sent' | 'recalled';
}

/** One account: a unit's service or work fund of one year. All amounts in fen, all sums since its beginning. */
export interface AccountState {
  readonly budget: Fen;
  readonly received: Fen;
  readonly matched: Fen;
  /** Of payments that were not reversed. */
  readonly returned: Fen;
  /** Sent and not recalled. */
  readonly sent: Fen;
  /** Of payments that were not reversed. */
  readonly paid: Fen;
  readonly cap?: Fen;
  readonly sendings: Readonly<Record<string, Sent>>;
  /** Amounts by `{from}/{sending}`. */
  readonly receipts: Readonly<Record<string, Fen>>;
  readonly matches: readonly { readonly on: Day; readonly amountFen: Fen }[];
  readonly payments: Readonly<Record<string, Payment>>;
}

export function accountOf(id: string): AccountName {
  const [unit = '', year = '', fund] = id.split('.');
  return { unit, year: Number(year), fund: fund === 'work' ? 'work' : 'service' };
}

/** budget + received + matched + returned − sent − paid. */
export function balanceOf(account: Readonly<Record<Sum, Fen>>): Fen {
  return account.budget + account.received + account.matched + account.returned - account.sent - account.paid;
}

/** What is left when the payments approved but not yet made are set aside. */
export function availableOf(account: AccountState): Fen {
  return Object.values(account.payments).reduce(
    (left, payment) => (payment.is === 'approved' ? left - payment.amountFen : left),
    balanceOf(account),
  );
}

/** What was returned of a payment. */
export function returnedOf(payment: Payment): Fen {
  return payment.returns.reduce((sum, one) => sum + one.amountFen, 0);
}

export function receiptKey(from: string, sending: string): string {
  return `${from}/${sending}`;
}

/** Whether a sending of another account has arrived here. */
export function hasReceived(account: AccountState, from: string, sending: string): boolean {
  return own(account.receipts, receiptKey(from, sending)) !== undefined;
}

/** What histories call the members of the state. */
export const ACCOUNT_WORDS = {
  is: {
    zh: '状态',
    en: 'State',
    values: {
      requested: { zh: '已申请', en: 'requested' },
      approved: { zh: '已批准', en: 'approved' },
      rejected: { zh: '已退回', en: 'rejected' },
      paid: { zh: '已支付', en: 'paid' },
      reversed: { zh: '已冲正', en: 'reversed' },
      sent: { zh: '在途', en: 'in transit' },
      recalled: { zh: '已收回', en: 'recalled' },
    },
  },
  balance: { zh: '余额', en: 'Balance', kind: 'fen' },
  budget: { zh: '预算', en: 'Budget', kind: 'fen' },
  received: { zh: '到账', en: 'Received', kind: 'fen' },
  matched: { zh: '配套', en: 'Matched', kind: 'fen' },
  returned: { zh: '退回', en: 'Returned', kind: 'fen' },
  sent: { zh: '拨出', en: 'Sent', kind: 'fen' },
  paid: { zh: '支付', en: 'Paid', kind: 'fen' },
  cap: { zh: '保障上限', en: 'Cap', kind: 'fen' },
  sendings: { zh: '拨款', en: 'Sendings' },
  receipts: { zh: '收款', en: 'Receipts', kind: 'fen' },
  matches: { zh: '配套记录', en: 'Matches' },
  payments: { zh: '支付项', en: 'Payments' },
  settled: { zh: '报账凭证', en: 'Settled vouchers', kind: 'fen' },
  returns: { zh: '退款', en: 'Returns' },
  said: { zh: '申请内容', en: 'As requested', unsaid: true },
  fund: {
    zh: '经费',
    en: 'Fund',
    values: { service: { zh: '党组织服务群众专项经费', en: 'service fund' }, work: { zh: '社区工作经费', en: 'work fund' } },
  },
  requestedBy: { zh: '申请人', en: 'Requested by' },
  approvedOn: { zh: '批准日', en: 'Approved on' },
} as const satisfies Readonly<Record<string, StateWord>>;
