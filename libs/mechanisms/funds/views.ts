import { isVeiled } from '#contracts';
import { isObject, type Day, type Json } from '#kernel';
import type { RecordedFact } from '#ledger';
import { textOf, view, type Row, type RowOp } from '#readside';
import { accountOf, SUMS, type Sum } from './contract';

/**
 * Accounts with their sums of today, the entries they are sums of (append-only: any day is asked by summing up to it), sendings, payments
 * and the vouchers of payments. Amounts in fen.
 */
export const fundsView = view({
  name: 'funds',
  version: 1,
  tables: [
    {
      name: 'funds',
      columns: {
        unit: 'text',
        year: 'integer',
        fund: 'text',
        budget: 'bigint',
        received: 'bigint',
        matched: 'bigint',
        returned: 'bigint',
        sent: 'bigint',
        paid: 'bigint',
        balance: 'bigint',
        cap: 'bigint',
      },
      indexes: [['unit'], ['year', 'fund']],
    },
    { name: 'fund_caps', columns: { cap: 'bigint', reason: 'text', timeline: 'json' } },
    {
      name: 'fund_entries',
      columns: { unit: 'text', year: 'integer', fund: 'text', kind: 'text', amount: 'bigint', day: 'day', payment: 'text' },
      indexes: [['unit', 'year'], ['year']],
      history: false,
    },
    {
      name: 'sendings',
      columns: {
        sender: 'text',
        sender_unit: 'text',
        receiver: 'text',
        receiver_unit: 'text',
        year: 'integer',
        fund: 'text',
        sending: 'text',
        amount: 'bigint',
        status: 'text',
        sent_on: 'day',
        received_on: 'day',
        recalled_on: 'day',
        reason: 'text',
      },
      indexes: [
        ['sender_unit', 'year'],
        ['receiver_unit', 'year'],
      ],
    },
    {
      name: 'payments',
      columns: {
        account: 'text',
        unit: 'text',
        year: 'integer',
        fund: 'text',
        payment: 'text',
        purpose: 'text',
        amount: 'bigint',
        payee_kind: 'text',
        payee: 'text',
        payee_account: 'text',
        subject: 'text',
        status: 'text',
        requested_on: 'day',
        requested_by: 'text',
        approved_on: 'day',
        approved_by: 'text',
        rejected_on: 'day',
        reason: 'text',
        paid_on: 'day',
        paid_by: 'text',
        reference: 'text',
        settled: 'bigint',
        returned: 'bigint',
        reversed_on: 'day',
      },
      indexes: [['unit', 'year'], ['year'], ['subject']],
      search: ['purpose', 'payee', 'reference'],
    },
    { name: 'vouchers', columns: { hash: 'text', unit: 'text', account: 'text', payment: 'text', amount: 'bigint' }, indexes: [['hash']] },
  ],
  on: {
    BudgetSet: (fact) => moved(fact, { budget: amount(fact, 'changeFen') }),
    FundsSent: (fact) => [
      ...moved(fact, { sent: amount(fact) }),
      { op: 'put', table: 'sendings', key: sendingKey(fact, fact.id), row: sent(fact) },
    ],
    SendingRecalled: (fact) => [
      ...moved(fact, { sent: -amount(fact) }),
      {
        op: 'patch',
        table: 'sendings',
        key: sendingKey(fact, fact.id),
        row: { status: 'recalled', recalled_on: fact.meta.occurredOn, reason: textOf(fact, 'reason') },
      },
    ],
    CapSet: (fact) => [
      { op: 'add', table: 'funds', key: fact.id, add: {}, set: opened(fact) },
      { op: 'patch', table: 'funds', key: fact.id, row: { cap: amount(fact) } },
      {
        op: 'span',
        table: 'fund_caps',
        key: fact.id,
        from: fact.meta.occurredOn,
        row: { cap: amount(fact), reason: textOf(fact, 'reason') },
      },
    ],
    FundsReceived: (fact) => [
      ...moved(fact, { received: amount(fact) }),
      {
        op: 'patch',
        table: 'sendings',
        key: sendingKey(fact, textOf(fact, 'from')),
        row: { status: 'received', received_on: fact.meta.occurredOn },
      },
    ],
    FundsMatched: (fact) => moved(fact, { matched: amount(fact) }),
    PaymentRequested: (fact) => [{ op: 'put', table: 'payments', key: paymentKey(fact), row: requested(fact) }, ...vouchers(fact)],
    PaymentApproved: (fact) => [
      paymentChange(fact, { status: 'approved', approved_on: fact.meta.occurredOn, approved_by: fact.meta.actor.account }),
    ],
    PaymentRejected: (fact) => [
      paymentChange(fact, { status: 'rejected', rejected_on: fact.meta.occurredOn, reason: textOf(fact, 'reason') }),
    ],
    PaymentPaid: (fact) => [
      ...moved(fact, { paid: amount(fact) }, textOf(fact, 'paidOn')),
      paymentChange(fact, {
        status: 'paid',
        paid_on: textOf(fact, 'paidOn'),
        paid_by: fact.meta.actor.account,
        reference: textOf(fact, 'reference'),
      }),
    ],
    PaymentSettled: (fact) => settled(fact),
    PaymentReturned: (fact) => [
      ...moved(fact, { returned: amount(fact) }),
      { op: 'add', table: 'payments', key: paymentKey(fact), add: { returned: amount(fact) } },
    ],
    PaymentReversed: (fact) => [
      ...moved(fact, { paid: -amount(fact), returned: -amount(fact, 'returnedFen') }),
      paymentChange(fact, { status: 'reversed', reversed_on: fact.meta.occurredOn, reason: textOf(fact, 'reason'), returned: 0 }),
    ],
  },
});

/** `{account}/{payment}`. */
export function paymentKey(fact: RecordedFact): string {
  return `${fact.id}/${textOf(fact, 'payment')}`;
}

/** Who is paid, as anyone may see it: a person by masks. */
export function payeeOf(fact: RecordedFact): {
  readonly kind: string;
  readonly name: string;
  readonly account: string;
  readonly subject: string | null;
} {
  const payee = isObject(fact.data['payee']) ? fact.data['payee'] : {};
  const kind = isObject(payee['person']) ? 'person' : 'organisation';
  const { name, account } = isObject(payee[kind]) ? payee[kind] : {};
  return { kind, name: shown(name), account: shown(account), subject: isVeiled(account) ? account.subject : null };
}

/** An entry per sum that moves, and the account's sums and balance. */
function moved(fact: RecordedFact, sums: Partial<Record<Sum, number>>, day: Day = fact.meta.occurredOn): readonly RowOp[] {
  const { unit, year, fund } = accountOf(fact.id);
  const changes = Object.entries(sums).filter(([, change]) => change !== 0);
  const payment = typeof fact.data['payment'] === 'string' ? fact.data['payment'] : null;
  const entries = changes.map(([kind, change]): RowOp => ({
    op: 'put',
    table: 'fund_entries',
    key: `${fact.id}@${fact.revision}.${kind}`,
    row: { unit, year, fund, kind, amount: change, day, payment },
  }));
  const balance = changes.reduce((sum, [kind, change]) => (kind === 'sent' || kind === 'paid' ? sum - change : sum + change), 0);
  return [...entries, { op: 'add', table: 'funds', key: fact.id, add: { ...Object.fromEntries(changes), balance }, set: opened(fact) }];
}

function opened(fact: RecordedFact): Row {
  return { ...accountOf(fact.id), ...Object.fromEntries([...SUMS, 'balance'].map((sum) => [sum, 0])) };
}

function sent(fact: RecordedFact): Row {
  const { unit, year, fund } = accountOf(fact.id);
  const receiver = textOf(fact, 'to');
  const sides = { sender: fact.id, sender_unit: unit, receiver, receiver_unit: accountOf(receiver).unit };
  return { ...sides, year, fund, sending: textOf(fact, 'sending'), amount: amount(fact), status: 'sent', sent_on: fact.meta.occurredOn };
}

function requested(fact: RecordedFact): Row {
  const payee = payeeOf(fact);
  return {
    account: fact.id,
    ...accountOf(fact.id),
    payment: textOf(fact, 'payment'),
    purpose: textOf(fact, 'purpose'),
    amount: amount(fact),
    payee_kind: payee.kind,
    payee: payee.name,
    payee_account: payee.account,
    subject: payee.subject,
    status: 'requested',
    requested_on: fact.meta.occurredOn,
    requested_by: fact.meta.actor.account,
    settled: 0,
    returned: 0,
  };
}

function vouchers(fact: RecordedFact): readonly RowOp[] {
  const { vouchers: hashes } = fact.data;
  return Array.isArray(hashes) ? hashes.map((hash: Json) => voucher(fact, String(hash), null)) : [];
}

function settled(fact: RecordedFact): readonly RowOp[] {
  const listed = (Array.isArray(fact.data['vouchers']) ? fact.data['vouchers'] : []) as readonly {
    readonly hash: string;
    readonly amountFen: number;
  }[];
  const sum = listed.reduce((total, one) => total + one.amountFen, 0);
  return [
    { op: 'add', table: 'payments', key: paymentKey(fact), add: { settled: sum } },
    ...listed.map((one) => voucher(fact, one.hash, one.amountFen)),
  ];
}

function voucher(fact: RecordedFact, hash: string, fen: number | null): RowOp {
  const row = { hash, unit: accountOf(fact.id).unit, account: fact.id, payment: textOf(fact, 'payment'), amount: fen };
  return { op: 'put', table: 'vouchers', key: `${paymentKey(fact)}/${hash}`, row };
}

function paymentChange(fact: RecordedFact, row: Row): RowOp {
  return { op: 'patch', table: 'payments', key: paymentKey(fact), row };
}

function sendingKey(fact: RecordedFact, sender: string): string {
  return `${sender}/${textOf(fact, 'sending')}`;
}

function shown(value: unknown): string {
  return isVeiled(value) ? value.mask : typeof value === 'string' ? value : '';
}

function amount(fact: RecordedFact, member = 'amountFen'): number {
  return Number(fact.data[member]);
}
