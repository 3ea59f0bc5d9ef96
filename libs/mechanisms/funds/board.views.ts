import { dayOf, yuanOf } from '#kernel';
import type { RecordedFact } from '#ledger';
import type { Row, RowOp, ViewSpec } from '#readside';
import { accountOf } from './contract';
import { payeeOf, paymentKey } from './views';

const TABLE = 'board';
const FUNDS = { service: ['党组织服务群众专项经费', 'Service fund'], work: ['社区工作经费', 'Work fund'] } as const;

/** What residents see of money: every payment with purpose, amount, payee (masked if a person), days and status; and what a unit received. */
export const fundsDisclose: ViewSpec['on'] = {
  PaymentRequested: (fact) => [requested(fact)],
  PaymentApproved: (fact) => [payment(fact, { status: 'approved' })],
  PaymentRejected: (fact) => [payment(fact, { status: 'rejected', done: true, done_on: fact.meta.occurredOn })],
  PaymentPaid: (fact) => [payment(fact, { status: 'paid', done: true, done_on: String(fact.data['paidOn']) })],
  PaymentSettled: (fact) => [payment(fact, { status: 'settled' })],
  PaymentReturned: (fact) => [payment(fact, { status: 'returned' }), returned(fact)],
  PaymentReversed: (fact) => [payment(fact, { status: 'reversed', done: true, done_on: fact.meta.occurredOn })],
  FundsReceived: (fact) => [
    income(
      fact,
      '经费到账',
      'Received',
      `由 ${accountOf(String(fact.data['from'])).unit} 拨付`,
      `Sent by ${accountOf(String(fact.data['from'])).unit}`,
    ),
  ],
  FundsMatched: (fact) => [
    income(fact, '街道配套', 'Matched', '街道按 1∶1 配套社区工作经费', 'Matched by the subdistrict, 1:1 to the work fund'),
  ],
};

function requested(fact: RecordedFact): RowOp {
  const payee = payeeOf(fact);
  const [zh, en] = FUNDS[accountOf(fact.id).fund];
  const purpose = String(fact.data['purpose']);
  const on = fact.meta.occurredOn;
  return line(fact, `funds/${paymentKey(fact)}`, {
    title: purpose,
    title_en: purpose,
    text: `${zh}；收款方：${payee.name}；${on} 申请`,
    text_en: `${en}; payee: ${payee.name}; requested on ${on}`,
    status: 'requested',
    done: false,
  });
}

function payment(fact: RecordedFact, row: Row): RowOp {
  return { op: 'patch', table: TABLE, key: `funds/${paymentKey(fact)}`, row: { ...row, revision: fact.revision } };
}

/** A line of its own: the payment’s line shows what was paid. What for, the board takes from that line. */
function returned(fact: RecordedFact): RowOp {
  const amount = yuanOf(Number(fact.data['amountFen']));
  return line(fact, `funds/${paymentKey(fact)}@${fact.revision}`, {
    title: '款项退回',
    title_en: 'Money returned',
    text: `已支付的款项退回 ${amount} 元`,
    text_en: `${amount} yuan of a payment returned`,
    about: `funds/${paymentKey(fact)}`,
    status: 'returned',
    done: true,
    done_on: fact.meta.occurredOn,
  });
}

function income(fact: RecordedFact, title: string, titleEn: string, text: string, textEn: string): RowOp {
  const [zh, en] = FUNDS[accountOf(fact.id).fund];
  const row = {
    title: `${title}（${zh}）`,
    title_en: `${titleEn} (${en})`,
    text,
    text_en: textEn,
    status: 'received',
    done: true,
    done_on: fact.meta.occurredOn,
  };
  return line(fact, `funds/${fact.id}@${fact.revision}`, row);
}

function line(fact: RecordedFact, key: string, row: Row): RowOp {
  const { unit } = accountOf(fact.id);
  const on = fact.meta.occurredOn;
  const standing = {
    unit,
    topic: 'finance',
    amount_fen: Number(fact.data['amountFen']),
    published_on: dayOf(fact.meta.recordedAt),
    effective_on: on,
    revision: fact.revision,
  };
  return { op: 'put', table: TABLE, key, row: { ...standing, ...row } };
}
