import { addDays } from '#kernel';
import type { RecordedFact } from '#ledger';
import { rowOf, view } from '#readside';

/** Organisations and the duty register. Keys: `org-…`, and `org-…:{duty}` of a duty. */
export const organisationsView = view({
  name: 'organisations',
  version: 1,
  tables: [
    {
      name: 'organisations',
      columns: { name: 'text', kind: 'text', unit: 'text', status: 'text', since: 'day', until: 'day', revision: 'integer' },
      indexes: [['unit']],
      search: ['name'],
    },
    {
      name: 'duties',
      columns: { organisation: 'text', duty: 'text', held: 'boolean', clause: 'text', since: 'day', timeline: 'json' },
      indexes: [['organisation'], ['duty']],
    },
  ],
  on: {
    OrganisationRegistered: (fact) => [
      {
        op: 'put',
        table: 'organisations',
        key: fact.id,
        row: { ...rowOf(fact, 'name', 'kind', 'unit'), status: 'registered', since: fact.meta.occurredOn, revision: fact.revision },
      },
    ],
    OrganisationDissolved: (fact) => [
      {
        op: 'patch',
        table: 'organisations',
        key: fact.id,
        row: { status: 'dissolved', until: addDays(fact.meta.occurredOn, -1), revision: fact.revision },
      },
    ],
    DutyTaken: (fact) => [
      { op: 'patch', table: 'organisations', key: fact.id, row: { revision: fact.revision } },
      {
        op: 'span',
        table: 'duties',
        key: dutyKey(fact),
        from: String(fact.data['from']),
        row: { held: true, clause: fact.data['clause'] ?? null, since: fact.data['from'] ?? null },
        set: { organisation: fact.id, duty: fact.data['duty'] ?? null },
      },
    ],
    DutyEnded: (fact) => [
      { op: 'patch', table: 'organisations', key: fact.id, row: { revision: fact.revision } },
      { op: 'span', table: 'duties', key: dutyKey(fact), from: String(fact.data['on']), row: { held: false } },
    ],
  },
});

function dutyKey(fact: RecordedFact): string {
  return `${fact.id}:${String(fact.data['duty'])}`;
}
