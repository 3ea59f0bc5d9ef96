import { addDays } from '#kernel';
import { powerOf } from '#policy';
import type { RecordedFact } from '#ledger';
import { view, type Row, type RowOp, type ViewSpec } from '#readside';

const TABLE = 'mandates';

/**
 * Mandates with every change of effect as a span, so that any day can be asked. Key: `{holder}.{power}`. Suspension is a value of its own:
 * amending a suspended power does not put it in force.
 */
export const mandatesView = view({
  name: 'mandates',
  version: 2,
  tables: [
    {
      name: TABLE,
      columns: {
        holder: 'text',
        power: 'text',
        basis: 'text',
        status: 'text',
        granted: 'boolean',
        suspended: 'boolean',
        since: 'day',
        until: 'day',
        revision: 'integer',
        timeline: 'json',
      },
      indexes: [['holder'], ['power']],
      search: ['basis'],
    },
  ],
  on: {
    MandateGranted: (fact) => [
      span(fact, member(fact, 'from'), { ...periodOf(fact), status: 'granted', granted: true, suspended: false }),
      revised(fact),
    ],
    MandateAmended: (fact) => [span(fact, member(fact, 'from'), periodOf(fact)), revised(fact)],
    MandateSuspended: (fact) => [span(fact, member(fact, 'on'), { status: 'suspended', suspended: true }), revised(fact)],
    MandateResumed: (fact) => [span(fact, member(fact, 'on'), { status: 'granted', suspended: false }), revised(fact)],
    MandateRevoked: (fact) => [span(fact, member(fact, 'on'), { status: 'revoked', granted: false }), revised(fact)],
    MandateExpired: (fact) => [span(fact, addDays(member(fact, 'on'), 1), { status: 'expired', granted: false }), revised(fact)],
  },
});

/** What residents see: each holder's powers, one line per power, with what it rests on. */
export const mandatesDiscloses: ViewSpec['on'] = {
  MandateGranted: (fact) => [granted(fact)],
  MandateAmended: (fact) => [granted(fact)],
  MandateSuspended: (fact) => [halted(fact, 'suspended')],
  MandateResumed: (fact) => [halted(fact, 'granted')],
  MandateRevoked: (fact) => [halted(fact, 'revoked')],
  MandateExpired: (fact) => [halted(fact, 'expired')],
};

function periodOf(fact: RecordedFact): Row {
  return { basis: fact.data['basis'] ?? null, since: fact.data['from'] ?? null, until: fact.data['until'] ?? null };
}

function span(fact: RecordedFact, from: string, row: Row): RowOp {
  return { op: 'span', table: TABLE, key: fact.id, from, row, set: named(fact) };
}

function revised(fact: RecordedFact): RowOp {
  return { op: 'patch', table: TABLE, key: fact.id, row: { revision: fact.revision } };
}

function named(fact: RecordedFact): { readonly holder: string; readonly power: string } {
  const dot = fact.id.indexOf('.');
  return { holder: fact.id.slice(0, dot), power: fact.id.slice(dot + 1) };
}

/** The powers of an organisation stand on the board of the unit whose registrar granted them. */
function granted(fact: RecordedFact): RowOp {
  const { holder, power } = named(fact);
  const label = powerOf(power)?.label ?? { zh: power, en: power };
  const { zh, en } = holder.startsWith('org-') ? { zh: `${holder}：${label.zh}`, en: `${holder}: ${label.en}` } : label;
  const basis = member(fact, 'basis');
  const row: Row = {
    unit: holder.startsWith('org-') ? fact.meta.actor.unit : holder,
    topic: 'party',
    title: zh,
    title_en: en,
    text: basis,
    text_en: basis,
    status: 'granted',
    effective_on: fact.data['from'] ?? null,
  };
  return { op: 'put', table: 'board', key: boardKey(fact), row };
}

function halted(fact: RecordedFact, status: string): RowOp {
  return { op: 'patch', table: 'board', key: boardKey(fact), row: { status } };
}

function boardKey(fact: RecordedFact): string {
  return `mandates:${fact.id}`;
}

function member(fact: RecordedFact, name: string): string {
  return String(fact.data[name]);
}
