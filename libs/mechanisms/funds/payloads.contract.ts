import { code, day, fen, hash, innerId, listOf, listOfHashes, object, text, type Veiled } from '#contracts';
import { FEN_MAX, type Day, type Fen } from '#kernel';

// Stored names: the members of these shapes are a format. They never change; a new shape is a new type and an upcast.

export const ACCOUNT_ID = {
  pattern: '^(\\d{6}|\\d{9}|\\d{12})\\.\\d{4}\\.(service|work)$',
  says: {
    zh: '应为「单位.年度.service 或 work」，如 330681001001.2020.work',
    en: 'must be unit.year.service or .work, such as 330681001001.2020.work',
  },
  max: 30,
} as const;
const AMOUNT = { zh: '金额（分）', en: 'Amount in fen' } as const;
const PAYMENT = { zh: '支付编号', en: 'Payment' } as const;
const SENDING = { zh: '拨款编号', en: 'Sending' } as const;
const REASON = { zh: '理由', en: 'Reason', max: 500 } as const;

export class SetBudget {
  /** The whole budget of the account, not what is added to it. */
  @fen(AMOUNT)
  readonly amountFen!: Fen;
}

export class BudgetSet {
  @fen(AMOUNT)
  readonly amountFen!: Fen;
  /** What it adds to the former budget; negative when it is cut. */
  @fen({ zh: '增减（分）', en: 'Change in fen', min: -FEN_MAX })
  readonly changeFen!: Fen;
}

export class SetCap {
  @fen({ ...AMOUNT, min: 0 })
  readonly amountFen!: Fen;
  @text(REASON)
  readonly reason!: string;
}

export class SendFunds {
  @code({ zh: '收款账户', en: 'To account', ...ACCOUNT_ID })
  readonly to!: string;
  @innerId(SENDING)
  readonly sending!: string;
  @fen(AMOUNT)
  readonly amountFen!: Fen;
}

export class RecallSending {
  @innerId(SENDING)
  readonly sending!: string;
  @text(REASON)
  readonly reason!: string;
}

export class SendingRecalled {
  @innerId(SENDING)
  readonly sending!: string;
  @text(REASON)
  readonly reason!: string;
  @code({ zh: '收款账户', en: 'To account', ...ACCOUNT_ID })
  readonly to!: string;
  @fen(AMOUNT)
  readonly amountFen!: Fen;
}

export class ReceiveFunds {
  @code({ zh: '拨款账户', en: 'From account', ...ACCOUNT_ID })
  readonly from!: string;
  @innerId(SENDING)
  readonly sending!: string;
}

export class FundsReceived {
  @code({ zh: '拨款账户', en: 'From account', ...ACCOUNT_ID })
  readonly from!: string;
  @innerId(SENDING)
  readonly sending!: string;
  @fen(AMOUNT)
  readonly amountFen!: Fen;
}

export class MatchFunds {
  /** What is paid in by this act, on its day. */
  @fen(AMOUNT)
  readonly amountFen!: Fen;
}

export class PayeeOrganisation {
  @text({ zh: '单位名称', en: 'Name', max: 200 })
  readonly name!: string;
  @text({ zh: '单位账号', en: 'Account', max: 64 })
  readonly account!: string;
}

/** The values of a person are veiled before a decision sees them. */
export class PayeePerson {
  @text({ zh: '姓名', en: 'Name', max: 50, personal: { mask: 'name', purpose: 'payee' } })
  readonly name!: Veiled;
  @text({ zh: '个人账号', en: 'Account', max: 64, personal: { mask: 'account', purpose: 'payee', identity: true } })
  readonly account!: Veiled;
}

export class Payee {
  @object(PayeeOrganisation, { zh: '单位', en: 'Organisation', optional: true })
  readonly organisation?: PayeeOrganisation;
  @object(PayeePerson, { zh: '个人', en: 'Person', optional: true })
  readonly person?: PayeePerson;
}

export class RequestPayment {
  @innerId(PAYMENT)
  readonly payment!: string;
  @text({ zh: '用途', en: 'Purpose', max: 500 })
  readonly purpose!: string;
  @fen(AMOUNT)
  readonly amountFen!: Fen;
  @object(Payee, { zh: '收款方', en: 'Payee', exactlyOne: ['organisation', 'person'] })
  readonly payee!: Payee;
  @listOfHashes({ zh: '票据（SHA-256）', en: 'Vouchers (SHA-256)', max: 50 })
  readonly vouchers!: readonly string[];
}

export class ApprovePayment {
  @innerId(PAYMENT)
  readonly payment!: string;
}

/** The amount is recorded with it: it is committed from then on. */
export class PaymentApproved {
  @innerId(PAYMENT)
  readonly payment!: string;
  @fen(AMOUNT)
  readonly amountFen!: Fen;
}

export class RejectPayment {
  @innerId(PAYMENT)
  readonly payment!: string;
  @text(REASON)
  readonly reason!: string;
}

export class Pay {
  @innerId(PAYMENT)
  readonly payment!: string;
  @day({ zh: '支付日', en: 'Paid on' })
  readonly paidOn!: Day;
  @text({ zh: '银行回单号', en: 'Reference', max: 100, numbering: true })
  readonly reference!: string;
}

export class PaymentPaid {
  @innerId(PAYMENT)
  readonly payment!: string;
  @day({ zh: '支付日', en: 'Paid on' })
  readonly paidOn!: Day;
  @text({ zh: '银行回单号', en: 'Reference', max: 100, numbering: true })
  readonly reference!: string;
  @fen(AMOUNT)
  readonly amountFen!: Fen;
}

export class Voucher {
  @hash({ zh: '票据（SHA-256）', en: 'Voucher (SHA-256)' })
  readonly hash!: string;
  @fen(AMOUNT)
  readonly amountFen!: Fen;
}

export class SettlePayment {
  @innerId(PAYMENT)
  readonly payment!: string;
  @listOf(Voucher, { zh: '票据', en: 'Vouchers', min: 1, max: 50 })
  readonly vouchers!: readonly Voucher[];
}

export class ReturnPayment {
  @innerId(PAYMENT)
  readonly payment!: string;
  @fen(AMOUNT)
  readonly amountFen!: Fen;
  @text(REASON)
  readonly reason!: string;
}

export class ReversePayment {
  @innerId(PAYMENT)
  readonly payment!: string;
  @text(REASON)
  readonly reason!: string;
}

/** Takes the payment back as if it had not been made: what was paid and what had been returned of it. */
export class PaymentReversed {
  @innerId(PAYMENT)
  readonly payment!: string;
  @text(REASON)
  readonly reason!: string;
  @fen(AMOUNT)
  readonly amountFen!: Fen;
  @fen({ zh: '其中已退回（分）', en: 'Returned before, in fen', min: 0 })
  readonly returnedFen!: Fen;
}
