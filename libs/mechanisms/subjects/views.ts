import type { RecordedFact } from '#ledger';
import { view, type Row, type RowOp } from '#readside';

/** What was decided about the data of a person: never the data. */
export const subjectsView = view({
  name: 'subjects',
  version: 1,
  tables: [
    {
      name: 'subjects',
      columns: {
        status: 'text',
        ground: 'text',
        restricted_on: 'day',
        erasure_asked_on: 'day',
        erasure_asked_by: 'text',
        erased_on: 'day',
        approved_by: 'text',
        revision: 'integer',
      },
      indexes: [['status']],
    },
  ],
  on: {
    SubjectRestricted: (fact) =>
      known(fact, { status: 'restricted', ground: String(fact.data['ground']), restricted_on: fact.meta.occurredOn }),
    SubjectRestrictionLifted: (fact) => known(fact, { status: 'active', restricted_on: null }),
    SubjectErasureRequested: (fact) =>
      known(fact, {
        ground: String(fact.data['ground']),
        erasure_asked_on: fact.meta.occurredOn,
        erasure_asked_by: fact.meta.actor.account,
      }),
    SubjectErased: (fact) => known(fact, { status: 'erased', erased_on: fact.meta.occurredOn, approved_by: fact.meta.actor.account }),
  },
});

/** A subject is in the register from the first decision about it. */
function known(fact: RecordedFact, row: Row): readonly RowOp[] {
  return [
    { op: 'add', table: 'subjects', key: fact.id, add: {}, set: { status: 'active' } },
    { op: 'patch', table: 'subjects', key: fact.id, row: { ...row, revision: fact.revision } },
  ];
}
