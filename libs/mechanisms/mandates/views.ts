import type { RecordedFact } from '#ledger';
import { view, type RowOp } from '#readside';

const TABLE = 'mandates';

/** Mandates with every change of effect as a span, so that any day can be asked. Key: `{holder}.{power}`. */
export const mandatesView = view({
  name: 'mandates',
  version: 1,
  tables: [
    {
      name: TABLE,
      columns: { holder: 'text', power: 'text', basis: 'text', status: 'text', since: 'day', until: 'day', timeline: 'json' },
      indexes: [['holder'], ['power']],
      search: ['basis'],
    },
  ],
  on: {
    MandateGranted: (fact) => [granted(fact)],
    MandateAmended: (fact) => [granted(fact)],
    MandateSuspended: (fact) => [changed(fact, day(fact, 'on'), 'suspended')],
    MandateResumed: (fact) => [changed(fact, day(fact, 'on'), 'granted')],
    MandateRevoked: (fact) => [changed(fact, day(fact, 'on'), 'revoked')],
    MandateExpired: (fact) => [{ op: 'patch', table: TABLE, key: fact.id, row: { status: 'expired' } }],
  },
});

function granted(fact: RecordedFact): RowOp {
  const dot = fact.id.indexOf('.');
  const from = day(fact, 'from');
  const values = { basis: fact.data['basis'] ?? null, status: 'granted', since: from, until: fact.data['until'] ?? null };
  return { op: 'span', table: TABLE, key: fact.id, from, row: values, set: { holder: fact.id.slice(0, dot), power: fact.id.slice(dot + 1) } };
}

function changed(fact: RecordedFact, from: string, status: string): RowOp {
  return { op: 'span', table: TABLE, key: fact.id, from, row: { status } };
}

function day(fact: RecordedFact, member: string): string {
  return String(fact.data[member]);
}
