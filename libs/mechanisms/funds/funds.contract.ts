import { contract } from '#contracts';
import type { JsonObject } from '#kernel';
import { ACCOUNT_WORDS, accountOf } from './account.contract';
import {
  ACCOUNT_ID,
  ApprovePayment,
  BudgetSet,
  FundsReceived,
  MatchFunds,
  Pay,
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
} from './payloads.contract';
import { FUNDS_CORRECTIONS } from './corrections.contract';
import { fundsRefusals } from './refusals.contract';

// Stored names: the category and the fact types are a format. They never change.

const clause = '19';
const appropriate = [{ roles: ['finance'], power: 'funds.appropriate' }] as const;
const sender = [
  { roles: ['finance'], power: 'funds.appropriate', levels: ['city'] },
  { roles: ['approver'], power: 'funds.distribute', levels: ['subdistrict'] },
] as const;
const receiver = [
  { roles: ['approver'], power: 'funds.distribute', levels: ['subdistrict'] },
  { roles: ['clerk'], power: 'funds.request', levels: ['community'] },
] as const;
const matcher = [{ roles: ['approver'], power: 'funds.match' }] as const;
const clerk = [{ roles: ['clerk'], power: 'funds.request' }] as const;
const approver = [{ roles: ['approver'], power: 'funds.approve' }] as const;
const payer = [{ roles: ['finance'], power: 'funds.pay' }] as const;

/** Payments are told apart over the whole ledger by `{account}/{payment}`, sendings by `{account}/{sending}`. */
const account = (_data: JsonObject, id: string) => [
  { kind: 'account', id },
  { kind: 'unit', id: accountOf(id).unit },
];
const payment = (data: JsonObject, id: string) => [...account(data, id), { kind: 'payment', id: `${id}/${String(data['payment'])}` }];
const sending = (data: JsonObject, id: string) => {
  const from = typeof data['from'] === 'string' ? data['from'] : id;
  const to = typeof data['to'] === 'string' ? data['to'] : id;
  return [
    ...account(data, id),
    { kind: 'unit', id: accountOf(from === id ? to : from).unit },
    { kind: 'sending', id: `${from}/${String(data['sending'])}` },
  ];
};

export const fundsContract = contract({
  category: 'funds',
  label: { zh: '经费账户', en: 'Funds' },
  clause,
  id: {
    pattern: ACCOUNT_ID.pattern,
    says: ACCOUNT_ID.says,
    label: { zh: '账户', en: 'Account' },
    words: { service: { zh: '党组织服务群众专项经费', en: 'Service fund' }, work: { zh: '社区工作经费', en: 'Work fund' } },
  },
  readers: 'public',
  state: ACCOUNT_WORDS,
  corrections: FUNDS_CORRECTIONS,
  actions: {
    budget: {
      label: { zh: '核定预算', en: 'Set the budget' },
      payload: SetBudget,
      facts: ['BudgetSet'],
      who: appropriate,
      clause,
      refusals: ['funds.unit-unknown', 'funds.budget-only-city', 'funds.over-balance', 'funds.too-large'],
    },
    send: {
      label: { zh: '拨款', en: 'Send' },
      payload: SendFunds,
      compensation: { action: 'recall', data: (data, reason) => ({ sending: data['sending'] ?? '', reason }) },
      facts: ['FundsSent'],
      who: sender,
      clause,
      refusals: ['funds.unit-unknown', 'sending.exists', 'sending.not-below', 'funds.over-balance'],
    },
    recall: {
      label: { zh: '收回拨款', en: 'Recall a sending' },
      payload: RecallSending,
      facts: ['SendingRecalled'],
      who: sender,
      clause,
      refusals: ['sending.unknown', 'sending.received'],
    },
    'set-cap': {
      label: { zh: '核定保障上限', en: 'Set the cap' },
      payload: SetCap,
      facts: ['CapSet'],
      who: appropriate,
      clause,
      refusals: ['funds.unit-unknown', 'funds.cap-only-community', 'funds.cap-below-received'],
    },
    receive: {
      label: { zh: '确认到账', en: 'Receive' },
      payload: ReceiveFunds,
      facts: ['FundsReceived'],
      who: receiver,
      clause,
      refusals: [
        'funds.unit-unknown',
        'sending.unknown',
        'sending.not-to-this-account',
        'sending.recalled',
        'funds.above-cap',
        'funds.too-large',
      ],
    },
    match: {
      label: { zh: '配套', en: 'Match' },
      help: { zh: '街道自有资金，按 1∶1 配套社区工作经费', en: 'From the subdistrict’s own money, 1:1 to the work fund' },
      payload: MatchFunds,
      facts: ['FundsMatched'],
      who: matcher,
      clause,
      refusals: ['funds.unit-unknown', 'match.only-work', 'match.not-the-subdistrict', 'funds.above-cap', 'funds.too-large'],
    },
    request: {
      label: { zh: '申请支付', en: 'Request a payment' },
      payload: RequestPayment,
      compensation: { action: 'reject', data: (data, reason) => ({ payment: data['payment'] ?? '', reason }) },
      facts: ['PaymentRequested'],
      who: clerk,
      clause,
      refusals: ['funds.unit-unknown', 'payment.exists', 'payment.voucher-seen', 'funds.over-balance'],
    },
    approve: {
      label: { zh: '审批通过', en: 'Approve' },
      payload: ApprovePayment,
      compensation: { action: 'reject', data: (data, reason) => ({ payment: data['payment'] ?? '', reason }) },
      facts: ['PaymentApproved'],
      who: approver,
      clause,
      refusals: ['payment.unknown', 'payment.own-request', 'payment.was-rejected', 'payment.reversed', 'funds.over-balance'],
    },
    reject: {
      label: { zh: '退回申请', en: 'Reject' },
      payload: RejectPayment,
      facts: ['PaymentRejected'],
      who: approver,
      clause,
      refusals: ['payment.unknown', 'payment.own-request', 'payment.already-paid', 'payment.reversed'],
    },
    pay: {
      label: { zh: '支付', en: 'Pay' },
      payload: Pay,
      compensation: { action: 'reverse', data: (data, reason) => ({ payment: data['payment'] ?? '', reason }) },
      facts: ['PaymentPaid'],
      who: payer,
      clause,
      refusals: [
        'payment.unknown',
        'payment.not-approved',
        'payment.already-paid',
        'payment.reversed',
        'payment.paid-before-approved',
        'payment.paid-in-future',
        'funds.over-balance',
      ],
      effectiveOn: 'paidOn',
    },
    settle: {
      label: { zh: '报账', en: 'Settle with vouchers' },
      payload: SettlePayment,
      facts: ['PaymentSettled'],
      who: clerk,
      clause,
      refusals: ['payment.unknown', 'payment.not-paid', 'payment.voucher-seen', 'payment.vouchers-above-amount'],
    },
    return: {
      label: { zh: '退回款项', en: 'Return money' },
      payload: ReturnPayment,
      facts: ['PaymentReturned'],
      who: clerk,
      clause,
      refusals: ['payment.unknown', 'payment.not-paid', 'payment.returned-above-paid'],
    },
    reverse: {
      label: { zh: '冲正', en: 'Reverse' },
      payload: ReversePayment,
      facts: ['PaymentReversed'],
      who: payer,
      clause,
      refusals: ['payment.unknown', 'payment.not-paid'],
    },
  },
  facts: {
    BudgetSet: {
      label: { zh: '预算已核定', en: 'Budget set' },
      data: BudgetSet,
      subjects: account,
      says: { zh: '预算 {amountFen} 分', en: 'Budget of {amountFen} fen' },
    },
    FundsSent: {
      label: { zh: '已拨款', en: 'Sent' },
      data: SendFunds,
      subjects: sending,
      says: { zh: '向 {to} 拨款 {amountFen} 分（编号 {sending}）', en: 'Sent {amountFen} fen to {to} ({sending})' },
    },
    SendingRecalled: {
      label: { zh: '拨款已收回', en: 'Sending recalled' },
      data: SendingRecalled,
      subjects: sending,
      says: { zh: '收回拨款 {sending}（{amountFen} 分）：{reason}', en: 'Recalled {sending} ({amountFen} fen): {reason}' },
    },
    CapSet: {
      label: { zh: '上限已核定', en: 'Cap set' },
      data: SetCap,
      subjects: account,
      says: { zh: '保障上限 {amountFen} 分：{reason}', en: 'Cap of {amountFen} fen: {reason}' },
    },
    FundsReceived: {
      label: { zh: '已到账', en: 'Received' },
      data: FundsReceived,
      subjects: sending,
      says: { zh: '收到 {from} 拨款 {amountFen} 分（编号 {sending}）', en: 'Received {amountFen} fen from {from} ({sending})' },
      tells: { zh: '收到{from}拨来的 {amountFen}', en: '{amountFen} received from {from}' },
    },
    FundsMatched: {
      label: { zh: '已配套', en: 'Matched' },
      data: MatchFunds,
      subjects: account,
      says: { zh: '配套 {amountFen} 分', en: 'Matched with {amountFen} fen' },
      tells: { zh: '街道配套 {amountFen}', en: '{amountFen} matched by the subdistrict' },
    },
    PaymentRequested: {
      label: { zh: '已申请支付', en: 'Payment requested' },
      data: RequestPayment,
      subjects: payment,
      says: {
        zh: '申请支付 {payment}：{amountFen} 分，用途：{purpose}',
        en: 'Payment {payment} of {amountFen} fen requested for {purpose}',
      },
      tells: { zh: '申请支付 {amountFen}，用于「{purpose}」', en: 'Payment of {amountFen} requested for “{purpose}”' },
    },
    PaymentApproved: {
      label: { zh: '已审批', en: 'Payment approved' },
      data: PaymentApproved,
      subjects: payment,
      says: { zh: '支付 {payment} 审批通过', en: 'Payment {payment} approved' },
      tells: { zh: '审批通过，可以支付', en: 'Approved for payment' },
    },
    PaymentRejected: {
      label: { zh: '已退回申请', en: 'Payment rejected' },
      data: RejectPayment,
      subjects: payment,
      says: { zh: '支付 {payment} 被退回：{reason}', en: 'Payment {payment} rejected: {reason}' },
      tells: { zh: '申请被退回，没有支付', en: 'Request turned down; nothing was paid' },
    },
    PaymentPaid: {
      label: { zh: '已支付', en: 'Payment made' },
      data: PaymentPaid,
      subjects: payment,
      says: {
        zh: '{paidOn} 支付 {payment}：{amountFen} 分，回单 {reference}',
        en: '{payment}: {amountFen} fen paid on {paidOn}, reference {reference}',
      },
      tells: { zh: '{paidOn} 支付 {amountFen}', en: '{amountFen} paid on {paidOn}' },
    },
    PaymentSettled: {
      label: { zh: '已报账', en: 'Payment settled' },
      data: SettlePayment,
      subjects: payment,
      says: { zh: '支付 {payment} 已凭票据报账', en: 'Payment {payment} settled with vouchers' },
      tells: { zh: '已凭票据报账', en: 'Settled with vouchers' },
    },
    PaymentReturned: {
      label: { zh: '款项已退回', en: 'Money returned' },
      data: ReturnPayment,
      subjects: payment,
      says: { zh: '支付 {payment} 退回 {amountFen} 分：{reason}', en: '{amountFen} fen of payment {payment} returned: {reason}' },
      tells: { zh: '退回 {amountFen}', en: '{amountFen} given back' },
    },
    PaymentReversed: {
      label: { zh: '支付已冲正', en: 'Payment reversed' },
      data: PaymentReversed,
      subjects: payment,
      says: { zh: '支付 {payment} 已冲正（{amountFen} 分）：{reason}', en: 'Payment {payment} of {amountFen} fen reversed: {reason}' },
      tells: { zh: '支付已冲正，{amountFen} 回到账户', en: 'Payment reversed: {amountFen} is back in the account' },
    },
  },
  refusals: fundsRefusals,
});
