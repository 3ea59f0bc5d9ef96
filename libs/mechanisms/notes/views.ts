import { memberOf, rowOf, view } from '#readside';

/** Notes to units and what became of them. Never on a board. */
export const notesView = view({
  name: 'notes',
  version: 1,
  tables: [
    {
      name: 'notes',
      columns: {
        unit: 'text',
        text: 'text',
        about: 'json',
        status: 'text',
        sent_on: 'day',
        sender_role: 'text',
        sender_unit: 'text',
        answer: 'text',
        answered_on: 'day',
        closed_on: 'day',
        reason: 'text',
        revision: 'integer',
      },
      indexes: [['unit', 'sent_on']],
      search: ['text', 'answer'],
    },
  ],
  on: {
    NoteSent: (fact) => [
      {
        op: 'put',
        table: 'notes',
        key: fact.id,
        row: {
          ...rowOf(fact, 'unit', 'text', 'about'),
          status: 'open',
          sent_on: fact.meta.occurredOn,
          sender_role: fact.meta.actor.role,
          sender_unit: fact.meta.actor.unit,
          revision: fact.revision,
        },
      },
    ],
    NoteAnswered: (fact) => [
      {
        op: 'patch',
        table: 'notes',
        key: fact.id,
        row: { answer: memberOf(fact, 'text'), answered_on: fact.meta.occurredOn, status: 'answered', revision: fact.revision },
      },
    ],
    NoteClosed: (fact) => [
      {
        op: 'patch',
        table: 'notes',
        key: fact.id,
        row: { reason: memberOf(fact, 'reason'), closed_on: fact.meta.occurredOn, status: 'closed', revision: fact.revision },
      },
    ],
  },
});
