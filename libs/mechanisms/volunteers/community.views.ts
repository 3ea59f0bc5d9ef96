import type { RecordedFact } from '#ledger';
import { memberOf, view, type Row, type RowOp } from '#readside';

/** Wishes, teams and stations: public registers. */
export const communityView = view({
  name: 'community',
  version: 2,
  tables: [
    {
      name: 'wishes',
      columns: {
        unit: 'text',
        text: 'text',
        status: 'text',
        posted_on: 'day',
        claimed_on: 'day',
        granted_on: 'day',
        confirmed_on: 'day',
        withdrawn_on: 'day',
        reason: 'text',
        revision: 'integer',
      },
      indexes: [['unit', 'posted_on']],
      search: ['text'],
    },
    {
      name: 'teams',
      columns: { unit: 'text', name: 'text', kind: 'text', members: 'integer', formed_on: 'day', revision: 'integer' },
      indexes: [['unit']],
      search: ['name', 'kind'],
    },
    { name: 'team_members', columns: { team: 'text', card: 'text', joined_on: 'day', left_on: 'day' }, indexes: [['team'], ['card']] },
    {
      name: 'stations',
      columns: {
        unit: 'text',
        name: 'text',
        address: 'text',
        status: 'text',
        opened_on: 'day',
        closed_on: 'day',
        reason: 'text',
        revision: 'integer',
      },
      indexes: [['unit']],
      search: ['name', 'address'],
    },
  ],
  on: {
    WishPosted: (fact) => [
      {
        op: 'put',
        table: 'wishes',
        key: fact.id,
        row: {
          unit: memberOf(fact, 'unit'),
          text: memberOf(fact, 'text'),
          status: 'posted',
          posted_on: fact.meta.occurredOn,
          revision: fact.revision,
        },
      },
    ],
    WishClaimed: (fact) => [wish(fact, { status: 'claimed', claimed_on: fact.meta.occurredOn })],
    WishGranted: (fact) => [wish(fact, { status: 'granted', granted_on: fact.meta.occurredOn })],
    WishConfirmed: (fact) => [wish(fact, { status: 'confirmed', confirmed_on: fact.meta.occurredOn })],
    WishWithdrawn: (fact) => [wish(fact, { status: 'withdrawn', withdrawn_on: fact.meta.occurredOn, reason: memberOf(fact, 'reason') })],
    TeamFormed: (fact) => [
      {
        op: 'put',
        table: 'teams',
        key: fact.id,
        row: {
          unit: memberOf(fact, 'unit'),
          name: memberOf(fact, 'name'),
          kind: memberOf(fact, 'kind'),
          members: 0,
          formed_on: fact.meta.occurredOn,
          revision: fact.revision,
        },
      },
    ],
    TeamJoined: (fact) => [
      ...members(fact, 1),
      {
        op: 'put',
        table: 'team_members',
        key: memberKey(fact),
        row: { team: fact.id, card: memberOf(fact, 'card'), joined_on: fact.meta.occurredOn },
      },
    ],
    TeamLeft: (fact) => [
      ...members(fact, -1),
      { op: 'patch', table: 'team_members', key: memberKey(fact), row: { left_on: fact.meta.occurredOn } },
    ],
    StationOpened: (fact) => [
      {
        op: 'put',
        table: 'stations',
        key: fact.id,
        row: {
          unit: memberOf(fact, 'unit'),
          name: memberOf(fact, 'name'),
          address: memberOf(fact, 'address'),
          status: 'open',
          opened_on: fact.meta.occurredOn,
          revision: fact.revision,
        },
      },
    ],
    StationClosed: (fact) => [
      {
        op: 'patch',
        table: 'stations',
        key: fact.id,
        row: { status: 'closed', closed_on: fact.meta.occurredOn, reason: memberOf(fact, 'reason'), revision: fact.revision },
      },
    ],
  },
});

function members(fact: RecordedFact, count: number): readonly RowOp[] {
  return [
    { op: 'add', table: 'teams', key: fact.id, add: { members: count } },
    { op: 'patch', table: 'teams', key: fact.id, row: { revision: fact.revision } },
  ];
}

function wish(fact: RecordedFact, row: Row): RowOp {
  return { op: 'patch', table: 'wishes', key: fact.id, row: { ...row, revision: fact.revision } };
}

function memberKey(fact: RecordedFact): string {
  return `${fact.id}/${String(fact.data['card'])}`;
}
