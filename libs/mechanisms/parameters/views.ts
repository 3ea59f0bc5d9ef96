import type { RecordedFact } from '#ledger';
import { view, type Row } from '#readside';

/**
 * Parameters with their values as spans. Keys: the code in `parameters` (the value set for whatever kinds), and `{code}:{kinds}` in
 * `parameter_values`, where values for different kinds of unit stand side by side.
 */
export const parametersView = view({
  name: 'parameters',
  version: 2,
  tables: [
    {
      name: 'parameters',
      columns: {
        code: 'text',
        value: 'bigint',
        unit_of_measure: 'text',
        kinds: 'texts',
        clause: 'text',
        decided_by: 'text',
        since: 'day',
        revision: 'integer',
        timeline: 'json',
      },
    },
    {
      name: 'parameter_values',
      columns: {
        code: 'text',
        value: 'bigint',
        unit_of_measure: 'text',
        kinds: 'texts',
        clause: 'text',
        decided_by: 'text',
        since: 'day',
        revision: 'integer',
        timeline: 'json',
      },
      indexes: [['code']],
    },
  ],
  on: {
    ParameterSet: (fact) => [
      {
        op: 'span',
        table: 'parameters',
        key: fact.id,
        from: from(fact),
        row: { ...valued(fact), kinds: kinds(fact) },
        set: { code: fact.id },
      },
      {
        op: 'span',
        table: 'parameter_values',
        key: `${fact.id}:${kinds(fact).join(',')}`,
        from: from(fact),
        row: valued(fact),
        set: { code: fact.id, kinds: kinds(fact) },
      },
    ],
  },
});

function valued(fact: RecordedFact): Row {
  const { value = null, unitOfMeasure = null, clause = null, decidedBy = null } = fact.data;
  return { value, unit_of_measure: unitOfMeasure, clause, decided_by: decidedBy, since: from(fact), revision: fact.revision };
}

function kinds(fact: RecordedFact): string[] {
  return [...(fact.data['kinds'] as readonly string[])].sort();
}

function from(fact: RecordedFact): string {
  return String(fact.data['from']);
}
