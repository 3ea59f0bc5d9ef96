import { addDays } from '#kernel';
import type { RecordedFact } from '#ledger';
import { view, type Row } from '#readside';

/** Accounts with their newest appointment, and every appointment by day. Keys: the account, and `{account}:{role}:{unit}`. */
export const appointmentsView = view({
  name: 'appointments',
  version: 1,
  tables: [
    {
      name: 'appointments',
      columns: { account: 'text', role: 'text', unit: 'text', organisation: 'text', since: 'day', until: 'day', revision: 'integer' },
      indexes: [['unit']],
    },
    {
      name: 'appointed',
      columns: {
        account: 'text',
        role: 'text',
        unit: 'text',
        held: 'boolean',
        organisation: 'text',
        since: 'day',
        until: 'day',
        timeline: 'json',
      },
      indexes: [['account'], ['unit', 'role']],
    },
  ],
  on: {
    RoleAppointed: (fact) => [
      { op: 'put', table: 'appointments', key: fact.id, row: { account: fact.id, ...appointed(fact), revision: fact.revision } },
      {
        op: 'span',
        table: 'appointed',
        key: keyOf(fact),
        from: String(fact.data['from']),
        row: {
          held: true,
          organisation: fact.data['organisation'] ?? null,
          since: fact.data['from'] ?? null,
          until: fact.data['until'] ?? null,
        },
        set: named(fact),
      },
    ],
    AppointmentEnded: (fact) => [
      { op: 'patch', table: 'appointments', key: fact.id, row: { until: dayBefore(fact), revision: fact.revision } },
      {
        op: 'span',
        table: 'appointed',
        key: keyOf(fact),
        from: String(fact.data['on']),
        row: { held: false, until: dayBefore(fact) },
        set: named(fact),
      },
    ],
  },
});

function appointed(fact: RecordedFact): Row {
  const { role = null, unit = null, organisation = null, from = null, until = null } = fact.data;
  return { role, unit, organisation, since: from, until };
}

function named(fact: RecordedFact): Row {
  return { account: fact.id, role: fact.data['role'] ?? null, unit: fact.data['unit'] ?? null };
}

function keyOf(fact: RecordedFact): string {
  return `${fact.id}:${String(fact.data['role'])}:${String(fact.data['unit'])}`;
}

function dayBefore(fact: RecordedFact): string {
  return addDays(String(fact.data['on']), -1);
}
