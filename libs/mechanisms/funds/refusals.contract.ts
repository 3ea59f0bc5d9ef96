import type { RefusalSpec } from '#contracts';

const clause = '19';
const look = { zh: '请先查看该账户的记录', en: 'Look at the record of this account first' };
const lessMoney = { zh: '请减少金额，或等资金到账', en: 'Lower the amount, or wait until money has arrived' };
const mendDays = { zh: '请改正日期', en: 'Correct the day' };
const otherId = { zh: '请另用一个编号', en: 'Use another id' };

/** What an account may be refused, with the clause it upholds and what to do next. */
export const fundsRefusals = {
  'funds.unit-unknown': {
    zh: '单位 {unit} 当日不存在',
    en: 'There is no unit {unit} on that day',
    status: 404,
    next: { zh: '请核对区划代码', en: 'Check the code of the unit' },
  },
  'funds.budget-only-city': {
    zh: '第19条：整合后的经费由市财政统一安排，预算只能设在市级账户',
    en: 'Clause 19: the city’s finance allots the money; a budget is set on the city’s account alone',
    clause,
    next: { zh: '请在市级账户设预算，再逐级拨付', en: 'Set it on the city’s account, then send it down' },
  },
  'funds.over-balance': {
    zh: '第19条：超出账户可用余额 {available} 分',
    en: 'Clause 19: this is above what the account has left, {available} fen',
    clause,
    next: lessMoney,
  },
  'funds.above-cap': {
    zh: '第19条：到账与配套合计将超出保障上限 {cap} 分',
    en: 'Clause 19: received and matched money would exceed the cap of {cap} fen',
    clause,
    next: { zh: '请由市财政重新核定上限，或收回这笔拨款', en: 'Have the city’s finance set another cap, or recall the sending' },
  },
  'funds.cap-only-community': {
    zh: '第19条：保障上限只对社区核定',
    en: 'Clause 19: a cap is set for communities alone',
    clause,
    next: { zh: '请在社区账户办理', en: 'Set it on the account of a community' },
  },
  'funds.cap-below-received': {
    zh: '上限低于已到账与配套的合计 {already} 分',
    en: 'The cap lies below what was received and matched already, {already} fen',
    next: { zh: '请核定不低于该数的上限', en: 'Set a cap that is not lower' },
  },
  'funds.too-large': {
    zh: '账户金额超出可记范围',
    en: 'The account would exceed what can be recorded',
    next: { zh: '请核对金额', en: 'Check the amount' },
  },
  'sending.not-below': {
    zh: '第19条：经费只能逐级拨到直接下级的同年度、同类账户',
    en: 'Clause 19: money is sent to the same fund and year of a unit directly below',
    clause,
    next: { zh: '请改正收款账户', en: 'Correct the account' },
  },
  'sending.exists': { zh: '拨款编号 {sending} 已用于另一笔拨款', en: 'Sending {sending} is another one', next: otherId },
  'sending.unknown': { zh: '没有编号为 {sending} 的拨款', en: 'There is no sending {sending}', status: 404, next: look },
  'sending.received': {
    zh: '第19条：拨款 {sending} 已到账，不能收回',
    en: 'Clause 19: sending {sending} was received and cannot be recalled',
    clause,
    next: { zh: '请由收款单位退回', en: 'Let the receiver send it back' },
  },
  'sending.recalled': {
    zh: '拨款 {sending} 已被收回',
    en: 'Sending {sending} was recalled',
    next: { zh: '请与拨款单位核对', en: 'Ask the sender' },
  },
  'sending.not-to-this-account': { zh: '拨款 {sending} 不是拨给本账户的', en: 'Sending {sending} is for another account', next: look },
  'match.only-work': {
    zh: '第19条：配套只针对社区工作经费账户',
    en: 'Clause 19: only the work fund of a community is matched',
    clause,
    next: { zh: '请在社区的 work 账户办理', en: 'Match it on the work account of a community' },
  },
  'match.not-the-subdistrict': {
    zh: '第19条：配套资金由社区所在街道（{unit}）安排',
    en: 'Clause 19: the subdistrict of the community ({unit}) matches it from its own money',
    clause,
    status: 403,
    next: { zh: '请由该街道办理', en: 'Let that subdistrict do it' },
  },
  'payment.exists': { zh: '支付编号 {payment} 已用于另一笔支付', en: 'Payment {payment} is another one', next: otherId },
  'payment.unknown': { zh: '没有编号为 {payment} 的支付', en: 'There is no payment {payment}', status: 404, next: look },
  'payment.own-request': {
    zh: '第19条：审批人不得是申请人',
    en: 'Clause 19: nobody approves their own request',
    clause,
    next: { zh: '请由另一位审批人办理', en: 'Let another approver decide' },
  },
  'payment.was-rejected': {
    zh: '该申请已被退回',
    en: 'The request was rejected',
    next: { zh: '请由申请人改正后重新申请', en: 'Let the clerk request it again' },
  },
  'payment.not-approved': {
    zh: '第19条：未经审批不得支付',
    en: 'Clause 19: nothing is paid without approval',
    clause,
    next: { zh: '请先由审批人审批', en: 'Have it approved first' },
  },
  'payment.paid-before-approved': {
    zh: '第19条：支付日早于审批日 {approvedOn}',
    en: 'Clause 19: it would be paid before it was approved on {approvedOn}',
    clause,
    next: mendDays,
  },
  'payment.paid-in-future': { zh: '支付日尚未到来', en: 'The day of payment has not come yet', next: mendDays },
  'payment.already-paid': {
    zh: '该笔款项已经支付',
    en: 'This payment was made already',
    next: { zh: '如有差错，请冲正', en: 'If it was wrong, reverse it' },
  },
  'payment.reversed': {
    zh: '该笔支付已冲正',
    en: 'This payment was reversed',
    next: { zh: '如需再付，请重新申请', en: 'To pay it again, request it again' },
  },
  'payment.not-paid': { zh: '该笔款项尚未支付', en: 'This payment was not made yet', next: look },
  'payment.voucher-seen': {
    zh: '第19条：这张票据已用于另一笔支付，或在本次重复出现',
    en: 'Clause 19: this voucher was handed in for another payment, or twice here',
    clause,
    next: { zh: '请核对票据', en: 'Check the vouchers' },
  },
  'payment.vouchers-above-amount': {
    zh: '第19条：票据合计超出支付金额 {amountFen} 分',
    en: 'Clause 19: the vouchers exceed the payment of {amountFen} fen',
    clause,
    next: { zh: '请核对票据金额', en: 'Check the amounts of the vouchers' },
  },
  'payment.returned-above-paid': {
    zh: '退回合计超出支付金额 {amountFen} 分',
    en: 'More would be returned than the {amountFen} fen that were paid',
    next: { zh: '请核对退回金额', en: 'Check the amount returned' },
  },
} as const satisfies Readonly<Record<string, RefusalSpec>>;
