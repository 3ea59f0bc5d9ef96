import { addDays, noonOf, type JsonObject } from '#kernel';
import type { RecordedFact } from '#ledger';
import { view, type Row, type RowOp, type ViewSpec } from '#readside';

/** A term of payments as they run: requested, approved, paid; three levels of roll-up, a board, a history by subject. The same seed, the same facts. */
export function paymentFacts(count: number): RecordedFact[] {
  const facts: RecordedFact[] = [];
  let seed = 7;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let payment = 0; facts.length < count; payment++) {
    const community = random(515);
    const id = `3306810${String(community).padStart(2, '0')}.${2016 + random(6)}.work`;
    const on = addDays('2016-10-01', Math.floor((facts.length / count) * 1_800));
    const data = {
      payment: `p${payment}`,
      purpose: '社区广场修缮与雨污分流工程第二期',
      amountFen: 1_000 + random(9_000_000),
      unit: String(community),
      street: String(community % 23),
    };
    for (const type of ['PaymentRequested', 'PaymentApproved', 'PaymentPaid']) facts.push(factOf(facts.length, id, type, data, on));
  }
  return facts.slice(0, count);
}

function factOf(index: number, id: string, type: string, data: JsonObject, on: string): RecordedFact {
  const meta: RecordedFact['meta'] = {
    v: 1,
    submission: `00000000-0000-5000-8000-${String(index).padStart(12, '0')}`,
    digest: '0'.repeat(64),
    action: 'request',
    actor: { account: 'chen', role: 'clerk', unit: String(data['unit']) },
    authority: { kind: 'mandate', power: 'funds.request', rests: 'mandates-330681.funds.request@0', clause: '19' },
    refs: [],
    occurredOn: on,
    recordedAt: noonOf(on),
    source: { kind: 'demo' },
    trace: '0'.repeat(32),
    unit: String(data['unit']),
    subjects: [`unit:${String(data['unit'])}`, `payment:${String(data['payment'])}`],
  };
  const position = String(1_700_000_000_000_000 + index * 100);
  return {
    stream: `funds-${id}`,
    category: 'funds',
    id,
    revision: index,
    position,
    eventId: `00000000-0000-5000-9000-${String(index).padStart(12, '0')}`,
    type,
    data,
    meta,
  };
}

const STATUS: Readonly<Record<string, string>> = { PaymentRequested: 'requested', PaymentApproved: 'approved', PaymentPaid: 'paid' };
const COLUMN: Readonly<Record<string, string>> = { PaymentRequested: 'requested', PaymentApproved: 'approved', PaymentPaid: 'paid' };

function all(meaning: (fact: RecordedFact) => readonly RowOp[]): ViewSpec['on'] {
  return Object.fromEntries(Object.keys(STATUS).map((type) => [type, meaning]));
}

export const paymentViews: readonly ViewSpec[] = [
  view({
    name: 'payments',
    version: 1,
    tables: [
      {
        name: 'payments',
        columns: { unit: 'text', purpose: 'text', amount_fen: 'bigint', status: 'text', requested_on: 'day', changed_on: 'day' },
        indexes: [['unit']],
      },
    ],
    on: all((fact) => {
      const changed = { status: STATUS[fact.type] ?? '', changed_on: fact.meta.occurredOn };
      const key = String(fact.data['payment']);
      return fact.type === 'PaymentRequested'
        ? [
            {
              op: 'put',
              table: 'payments',
              key,
              row: {
                ...changed,
                unit: fact.data['unit'] ?? null,
                purpose: fact.data['purpose'] ?? null,
                amount_fen: fact.data['amountFen'] ?? null,
                requested_on: fact.meta.occurredOn,
              },
            },
          ]
        : [{ op: 'patch', table: 'payments', key, row: changed }];
    }),
  }),
  view({
    name: 'accounts',
    version: 1,
    tables: [{ name: 'accounts', columns: { requested: 'bigint', approved: 'bigint', paid: 'bigint', count: 'integer', level: 'text' } }],
    on: all((fact) => {
      const add = { [COLUMN[fact.type] ?? '']: Number(fact.data['amountFen']), count: 1 };
      return [
        { op: 'add', table: 'accounts', key: fact.id, add, set: { level: 'community' } },
        { op: 'add', table: 'accounts', key: `s${String(fact.data['street'])}`, add, set: { level: 'subdistrict' } },
        { op: 'add', table: 'accounts', key: 'city', add, set: { level: 'city' } },
      ];
    }),
  }),
  view({
    name: 'board',
    version: 1,
    tables: [
      {
        name: 'board',
        columns: { unit: 'text', title: 'text', status: 'text', amount_fen: 'bigint', published_on: 'day' },
        indexes: [['unit', 'published_on']],
      },
    ],
    on: all((fact) => [{ op: 'put', table: 'board', key: `funds:${String(fact.data['payment'])}`, row: boardRow(fact) }]),
  }),
  view({
    name: 'facts',
    version: 1,
    tables: [
      {
        name: 'facts',
        columns: {
          type: 'text',
          revision: 'integer',
          occurred_on: 'day',
          recorded_at: 'instant',
          actor: 'text',
          data: 'json',
          subjects: 'texts',
        },
        indexes: [['stream']],
        history: false,
      },
    ],
    on: all((fact) => [{ op: 'put', table: 'facts', key: fact.position, row: factRow(fact) }]),
  }),
];

function boardRow(fact: RecordedFact): Row {
  return {
    unit: fact.data['unit'] ?? null,
    title: fact.data['purpose'] ?? null,
    status: STATUS[fact.type] ?? '',
    amount_fen: fact.data['amountFen'] ?? null,
    published_on: fact.meta.occurredOn,
  };
}

function factRow(fact: RecordedFact): Row {
  const { meta } = fact;
  return {
    type: fact.type,
    revision: fact.revision,
    occurred_on: meta.occurredOn,
    recorded_at: meta.recordedAt,
    actor: meta.actor.account,
    data: fact.data,
    subjects: meta.subjects,
  };
}
