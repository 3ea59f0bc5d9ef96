import { dayOf } from '#kernel';
import type { RecordedFact } from '#ledger';
import type { RowOp, ViewSpec } from '#readside';
import { measureKey, unitsOf } from './views';

const TABLE = 'board';
const KINDS: Readonly<Record<string, readonly [string, string]>> = {
  regular: ['常规巡察', 'Regular inspection'],
  raised: ['提级巡察', 'Inspection at raised level'],
  extended: ['延伸巡察', 'Extended inspection'],
};

/** What residents see of inspections: that a unit is inspected, and how rectification stands. What was found is not said. */
export const inspectionsDisclose: ViewSpec['on'] = {
  RoundPlanned: (fact) => unitsOf(fact).map((unit) => planned(fact, unit)),
  UnitEntered: (fact) => [visited(fact, { status: 'entered', revision: fact.revision })],
  UnitReported: (fact) => [visited(fact, { status: 'reported', done: true, done_on: String(fact.data['on']), revision: fact.revision })],
  MeasureSet: (fact) => [set(fact)],
  MeasureReportedDone: (fact) => [rectified(fact, { status: 'done', done: true, done_on: fact.meta.occurredOn, revision: fact.revision })],
  MeasureAccepted: (fact) => [rectified(fact, { status: 'accepted', revision: fact.revision })],
  MeasureRejected: (fact) => [rectified(fact, { status: 'rejected', done: false, done_on: null, revision: fact.revision })],
};

function planned(fact: RecordedFact, unit: string): RowOp {
  const [zh, en] = KINDS[String(fact.data['kind'])] ?? ['巡察', 'Inspection'];
  const [from, until] = [String(fact.data['from']), String(fact.data['until'])];
  const row = {
    unit,
    topic: 'inspection',
    title: `${zh}（第 ${fact.id} 轮）`,
    title_en: `${en} (round ${fact.id})`,
    text: `巡察时间 ${from} 至 ${until}`,
    text_en: `From ${from} to ${until}`,
    status: 'planned',
    due: until,
    done: false,
    published_on: dayOf(fact.meta.recordedAt),
    effective_on: from,
    revision: fact.revision,
  };
  return { op: 'put', table: TABLE, key: visitKey(fact, unit), row };
}

function visited(fact: RecordedFact, row: Extract<RowOp, { op: 'patch' }>['row']): RowOp {
  return { op: 'patch', table: TABLE, key: visitKey(fact, String(fact.data['unit'])), row };
}

function set(fact: RecordedFact): RowOp {
  const due = String(fact.data['due']);
  const row = {
    unit: fact.meta.unit ?? null,
    topic: 'inspection',
    title: `巡察整改（第 ${fact.id} 轮，措施 ${String(fact.data['measure'])}）`,
    title_en: `Rectification (round ${fact.id}, measure ${String(fact.data['measure'])})`,
    text: `整改期限 ${due}`,
    text_en: `Due on ${due}`,
    status: 'set',
    due,
    done: false,
    published_on: dayOf(fact.meta.recordedAt),
    effective_on: fact.meta.occurredOn,
    revision: fact.revision,
  };
  return { op: 'put', table: TABLE, key: `inspections/${measureKey(fact)}`, row };
}

function rectified(fact: RecordedFact, row: Extract<RowOp, { op: 'patch' }>['row']): RowOp {
  return { op: 'patch', table: TABLE, key: `inspections/${measureKey(fact)}`, row };
}

function visitKey(fact: RecordedFact, unit: string): string {
  return `inspections/${fact.id}/${unit}`;
}
