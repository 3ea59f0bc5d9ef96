import type { Json } from '#kernel';
import type { RecordedFact } from '#ledger';
import { memberOf, rowOf, textOf, view, type RowOp } from '#readside';
import { termOf } from './contract';

/** Terms, rounds, the visits of each round, findings and measures. Measures keep their status as spans, so that any day can be asked. */
export const inspectionsView = view({
  name: 'inspections',
  version: 1,
  tables: [
    { name: 'terms', columns: { name: 'text', since: 'day', until: 'day', closed_on: 'day', status: 'text' }, search: ['name'] },
    {
      name: 'rounds',
      columns: {
        term: 'text',
        kind: 'text',
        units: 'texts',
        since: 'day',
        until: 'day',
        team: 'json',
        findings: 'integer',
        status: 'text',
        closed_on: 'day',
      },
      indexes: [['term']],
    },
    {
      name: 'visits',
      columns: {
        term: 'text',
        round: 'text',
        kind: 'text',
        unit: 'text',
        since: 'day',
        until: 'day',
        entered_on: 'day',
        reported_on: 'day',
      },
      indexes: [['term'], ['unit']],
    },
    {
      name: 'findings',
      columns: {
        term: 'text',
        round: 'text',
        unit: 'text',
        finding: 'text',
        class: 'text',
        severity: 'text',
        text: 'text',
        evidence: 'texts',
        raised_on: 'day',
      },
      indexes: [['term'], ['unit']],
      search: ['class', 'text'],
    },
    {
      name: 'measures',
      columns: {
        term: 'text',
        round: 'text',
        unit: 'text',
        finding: 'text',
        measure: 'text',
        text: 'text',
        due: 'day',
        status: 'text',
        done_on: 'day',
        timeline: 'json',
      },
      indexes: [['term'], ['unit']],
    },
  ],
  on: {
    TermOpened: (fact) => [
      { op: 'put', table: 'terms', key: fact.id, row: { ...rowOf(fact, 'name', 'until'), since: memberOf(fact, 'from'), status: 'open' } },
    ],
    TermClosed: (fact) => [{ op: 'patch', table: 'terms', key: fact.id, row: { closed_on: memberOf(fact, 'on'), status: 'closed' } }],
    RoundPlanned: (fact) => {
      const row = { term: termOf(fact.id), ...rowOf(fact, 'kind', 'until'), since: memberOf(fact, 'from') };
      const visits = unitsOf(fact).map((unit): RowOp => ({
        op: 'put',
        table: 'visits',
        key: `${fact.id}/${unit}`,
        row: { ...row, round: fact.id, unit },
      }));
      return [
        { op: 'put', table: 'rounds', key: fact.id, row: { ...row, units: unitsOf(fact), findings: 0, status: 'planned' } },
        ...visits,
      ];
    },
    InspectionTeamFormed: (fact) => [{ op: 'patch', table: 'rounds', key: fact.id, row: { team: fact.data } }],
    UnitEntered: (fact) => [visit(fact, { entered_on: memberOf(fact, 'on') })],
    UnitReported: (fact) => [visit(fact, { reported_on: memberOf(fact, 'on') })],
    FindingRaised: (fact) => [
      {
        op: 'put',
        table: 'findings',
        key: `${fact.id}/${textOf(fact, 'finding')}`,
        row: {
          ...round(fact),
          ...rowOf(fact, 'unit', 'finding', 'class', 'severity', 'text', 'evidence'),
          raised_on: fact.meta.occurredOn,
        },
      },
      { op: 'add', table: 'rounds', key: fact.id, add: { findings: 1 } },
    ],
    MeasureSet: (fact) => [
      measure(
        fact,
        { status: 'set', done_on: null },
        { ...round(fact), unit: fact.meta.unit ?? null, ...rowOf(fact, 'finding', 'measure', 'text', 'due') },
      ),
    ],
    MeasureReportedDone: (fact) => [measure(fact, { status: 'done', done_on: fact.meta.occurredOn })],
    MeasureAccepted: (fact) => [measure(fact, { status: 'accepted' })],
    MeasureRejected: (fact) => [measure(fact, { status: 'rejected', done_on: null })],
    RoundClosed: (fact) => [{ op: 'patch', table: 'rounds', key: fact.id, row: { closed_on: memberOf(fact, 'on'), status: 'closed' } }],
  },
});

/** `{round}/{finding}/{measure}`. */
export function measureKey(fact: RecordedFact): string {
  return `${fact.id}/${textOf(fact, 'finding')}/${textOf(fact, 'measure')}`;
}

export function unitsOf(fact: RecordedFact): readonly string[] {
  const { units } = fact.data;
  return Array.isArray(units) ? units.map(String) : [];
}

function visit(fact: RecordedFact, row: Readonly<Record<string, Json>>): RowOp {
  return { op: 'patch', table: 'visits', key: `${fact.id}/${textOf(fact, 'unit')}`, row };
}

function measure(fact: RecordedFact, row: Readonly<Record<string, Json>>, set?: Readonly<Record<string, Json>>): RowOp {
  return { op: 'span', table: 'measures', key: measureKey(fact), from: fact.meta.occurredOn, row, ...(set ? { set } : {}) };
}

function round(fact: RecordedFact): Readonly<Record<string, Json>> {
  return { term: termOf(fact.id), round: fact.id };
}
