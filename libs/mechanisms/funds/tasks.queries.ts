import { yuanOf, type Day, type JsonObject } from '#kernel';
import { TASKS_MAX, type Survey, type TaskRow, type TaskSource } from '../insight/sources';

/** Payments on their way, money that has not been taken in, and what is still to be matched. */
export const fundsTasks: readonly TaskSource[] = [
  {
    id: 'approve',
    category: 'funds',
    action: 'approve',
    title: { zh: '审批支付申请', en: 'Approve a payment' },
    // Nobody approves what they asked for themselves.
    find: (survey, { account }) => payments(survey, `p.status = 'requested' AND p.requested_by <> $3`, 'p.requested_on', [account]),
  },
  {
    id: 'pay',
    category: 'funds',
    action: 'pay',
    title: { zh: '支付', en: 'Pay' },
    find: (survey) => payments(survey, `p.status = 'approved'`, 'p.approved_on', [], (day) => ({ paidOn: day })),
  },
  {
    id: 'settle',
    category: 'funds',
    action: 'settle',
    title: { zh: '报账', en: 'Settle with vouchers' },
    find: (survey) => payments(survey, `p.status = 'paid' AND p.settled + p.returned < p.amount`, 'p.paid_on'),
  },
  {
    id: 'receive',
    category: 'funds',
    action: 'receive',
    title: { zh: '确认到账', en: 'Confirm money received' },
    find: sendings,
  },
  {
    id: 'match',
    category: 'funds',
    action: 'match',
    title: { zh: '配套社区工作经费', en: 'Match the work fund' },
    find: unmatched,
  },
];

interface PaymentRow {
  readonly key: string;
  readonly account: string;
  readonly unit: string;
  readonly payment: string;
  readonly purpose: string;
  readonly payee: string;
  readonly amount: number;
  readonly since: Day;
  readonly files: readonly string[] | null;
}

/** With the vouchers handed in: nobody approves or pays unseen. Their keys are the payment's, a stroke and the hash; `0` comes after the stroke. */
async function payments(
  survey: Survey,
  waiting: string,
  since: string,
  values: readonly unknown[] = [],
  known: (day: Day) => JsonObject = () => ({}),
): Promise<readonly TaskRow[]> {
  const rows = await survey.rows<PaymentRow>(
    `SELECT p.key, p.account, p.unit, p.payment, p.purpose, p.payee, p.amount, ${since} AS since,
       (SELECT array_agg(v.hash ORDER BY v.key) FROM ${survey.context.table('vouchers')} v WHERE v.key > p.key || '/' AND v.key < p.key || '0') AS files
     FROM ${survey.context.table('payments')} p JOIN scope u ON u.code = p.unit WHERE ${waiting} ORDER BY ${since}, p.key LIMIT ${TASKS_MAX}`,
    values,
  );
  return rows.map(({ key, account, unit, payment, purpose, payee, amount, since: on, files }) => ({
    key,
    id: account,
    unit,
    since: on,
    text: { zh: `${purpose}；收款方 ${payee}；${yuanOf(amount)} 元`, en: `${purpose}; payee ${payee}; ${yuanOf(amount)} yuan` },
    files: files ?? [],
    prefill: { payment, ...known(survey.context.today) },
  }));
}

interface SendingRow {
  readonly key: string;
  readonly sender: string;
  readonly receiver: string;
  readonly receiver_unit: string;
  readonly sending: string;
  readonly amount: number;
  readonly sent_on: Day;
}

async function sendings(survey: Survey): Promise<readonly TaskRow[]> {
  const rows = await survey.rows<SendingRow>(
    `SELECT s.key, s.sender, s.receiver, s.receiver_unit, s.sending, s.amount, s.sent_on
     FROM ${survey.context.table('sendings')} s JOIN scope u ON u.code = s.receiver_unit WHERE s.status = 'sent' ORDER BY s.sent_on, s.key LIMIT ${TASKS_MAX}`,
  );
  return rows.map(({ key, sender, receiver, receiver_unit: unit, sending, amount, sent_on: since }) => ({
    key,
    id: receiver,
    unit,
    since,
    text: { zh: `${sender} 拨来 ${yuanOf(amount)} 元`, en: `${yuanOf(amount)} yuan sent from ${sender}` },
    prefill: { from: sender, sending },
  }));
}

/** Of this year's work funds of communities: what was received and has not been matched yet. */
async function unmatched(survey: Survey): Promise<readonly TaskRow[]> {
  const { asOf } = survey.context;
  const rows = await survey.rows<{ readonly account: string; readonly unit: string; readonly fen: number; readonly since: Day }>(
    `SELECT e.unit || '.' || e.year || '.work' AS account, e.unit, max(e.day) FILTER (WHERE e.kind = 'received') AS since,
       sum(CASE e.kind WHEN 'received' THEN e.amount ELSE -e.amount END)::bigint AS fen
     FROM ${survey.context.table('fund_entries')} e JOIN scope u ON u.code = e.unit AND u.is_base
     WHERE e.year = $3 AND e.fund = 'work' AND e.kind IN ('received', 'matched') AND e.day <= $4
     GROUP BY 1, 2 HAVING sum(CASE e.kind WHEN 'received' THEN e.amount ELSE -e.amount END) > 0 ORDER BY 3, 1 LIMIT ${TASKS_MAX}`,
    [Number(asOf.slice(0, 4)), asOf],
  );
  return rows.map(({ account, unit, fen, since }) => ({
    key: account,
    id: account,
    unit,
    since,
    text: { zh: `已到账未配套 ${yuanOf(fen)} 元`, en: `${yuanOf(fen)} yuan received and not matched` },
    prefill: { amountFen: fen },
  }));
}
