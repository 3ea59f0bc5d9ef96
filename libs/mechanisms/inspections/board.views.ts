import { dayOf } from '#kernel';
import type { RecordedFact } from '#ledger';
import type { RowOp, ViewSpec } from '#readside';
import { termOf } from './contract';
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
    title: `${zh}（${roundOf(fact).zh}）`,
    title_en: `${en} (${roundOf(fact).en})`,
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
    title: `巡察整改（${roundOf(fact).zh}）`,
    title_en: `Rectification (${roundOf(fact).en})`,
    // What was found is not said, nor what is done about it, which would say it: several of one round are told apart by their record.
    text: `整改期限 ${due}（原始记录第 ${fact.revision + 1} 号）`,
    text_en: `Due on ${due} (record no. ${fact.revision + 1})`,
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

/** `2021-2026.2` as residents say it: 2021—2026 届第 2 轮. */
function roundOf({ id }: RecordedFact): { readonly zh: string; readonly en: string } {
  const term = termOf(id);
  const round = id.slice(term.length + 1);
  return { zh: `${term.replace('-', '—')} 届第 ${round} 轮`, en: `round ${round} of the term ${term.replace('-', '–')}` };
}

function visitKey(fact: RecordedFact, unit: string): string {
  return `inspections/${fact.id}/${unit}`;
}
