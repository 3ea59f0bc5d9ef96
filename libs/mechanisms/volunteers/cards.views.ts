import { isVeiled } from '#contracts';
import { dayOf, isObject } from '#kernel';
import type { RecordedFact } from '#ledger';
import { memberOf, view, type Row, type RowOp } from '#readside';

/** Cards, their services and every movement of credits. Who holds a card is a subject reference and masks. */
export const cardsView = view({
  name: 'cards',
  version: 1,
  tables: [
    {
      name: 'cards',
      columns: {
        unit: 'text',
        status: 'text',
        subject: 'text',
        name_mask: 'text',
        phone_mask: 'text',
        holder: 'text',
        issued_on: 'day',
        reason: 'text',
        balance: 'bigint',
        hours: 'numeric',
        services: 'integer',
        open_service: 'text',
        revision: 'integer',
      },
      indexes: [['unit'], ['subject']],
    },
    {
      name: 'credit_entries',
      columns: {
        card: 'text',
        kind: 'text',
        credits: 'integer',
        day: 'day',
        until: 'day',
        service: 'text',
        item: 'text',
        reason: 'text',
        by_account: 'text',
      },
      indexes: [['card', 'day']],
      history: false,
    },
    {
      name: 'services',
      columns: {
        card: 'text',
        service: 'text',
        host: 'text',
        place: 'text',
        day: 'day',
        checked_in_at: 'instant',
        checked_out_at: 'instant',
        hours: 'numeric',
        confirmed_on: 'day',
      },
      indexes: [['card'], ['host', 'day']],
    },
    {
      name: 'credit_adjustments',
      columns: {
        card: 'text',
        adjustment: 'text',
        credits: 'integer',
        reason: 'text',
        proposed_by: 'text',
        countersigned_by: 'text',
        status: 'text',
        on_day: 'day',
      },
      indexes: [['card']],
    },
    // By pseudonym; only who takes part now: leaving, a restriction and an erasure take the nickname out of every answer, about former days too.
    { name: 'card_nicknames', columns: { card: 'text', nickname: 'text', hidden: 'boolean' }, history: false },
  ],
  on: {
    CardIssued: (fact) => [{ op: 'put', table: 'cards', key: fact.id, row: issued(fact) }],
    CardSuspended: (fact) => [card(fact, { status: 'suspended', reason: memberOf(fact, 'reason') })],
    CardResumed: (fact) => [card(fact, { status: 'active', reason: null })],
    CardClosed: (fact) => [card(fact, { status: 'closed', reason: memberOf(fact, 'reason') })],
    RankingOptedIn: (fact) => [
      card(fact, {}),
      {
        op: 'put',
        table: 'card_nicknames',
        key: person(fact),
        row: { card: fact.id, nickname: memberOf(fact, 'nickname'), hidden: false },
      },
    ],
    RankingOptedOut: (fact) => [card(fact, {}), { op: 'drop', table: 'card_nicknames', key: person(fact) }],
    SubjectRestricted: (fact) => [{ op: 'patch', table: 'card_nicknames', key: fact.id, row: { hidden: true } }],
    SubjectRestrictionLifted: (fact) => [{ op: 'patch', table: 'card_nicknames', key: fact.id, row: { hidden: false } }],
    SubjectErased: (fact) => [{ op: 'drop', table: 'card_nicknames', key: fact.id }],
    ServiceCheckedIn: (fact) => [
      card(fact, { open_service: memberOf(fact, 'service') }),
      { op: 'put', table: 'services', key: serviceKey(fact), row: checkedIn(fact) },
    ],
    ServiceCheckedOut: (fact) => [
      card(fact, { open_service: null }),
      { op: 'patch', table: 'services', key: serviceKey(fact), row: { checked_out_at: memberOf(fact, 'at') } },
    ],
    ServiceConfirmed: (fact) => [
      card(fact, {}),
      { op: 'add', table: 'cards', key: fact.id, add: { hours: Number(fact.data['hours']), services: 1 } },
      {
        op: 'patch',
        table: 'services',
        key: serviceKey(fact),
        row: { hours: memberOf(fact, 'hours'), confirmed_on: fact.meta.occurredOn },
      },
    ],
    CreditsEarned: (fact) => entry(fact, 'earned', Number(fact.data['credits'])),
    CreditsSpent: (fact) => entry(fact, 'spent', -Number(fact.data['credits'])),
    CreditsExpired: (fact) => entry(fact, 'expired', -Number(fact.data['credits'])),
    AdjustmentProposed: (fact) => [
      card(fact, {}),
      { op: 'put', table: 'credit_adjustments', key: adjustmentKey(fact), row: proposed(fact) },
    ],
    CreditsAdjusted: (fact) => [
      ...entry(fact, 'adjusted', Number(fact.data['credits'])),
      {
        op: 'patch',
        table: 'credit_adjustments',
        key: adjustmentKey(fact),
        row: { status: 'done', countersigned_by: fact.meta.actor.account },
      },
    ],
  },
});

function issued(fact: RecordedFact): Row {
  const person = isObject(fact.data['person']) ? fact.data['person'] : {};
  const [name, phone] = [person['name'], person['phone']];
  return {
    unit: memberOf(fact, 'unit'),
    status: 'active',
    subject: isVeiled(phone) ? phone.subject : null,
    name_mask: isVeiled(name) ? name.mask : null,
    phone_mask: isVeiled(phone) ? phone.mask : null,
    holder: memberOf(fact, 'holder'),
    issued_on: fact.meta.occurredOn,
    balance: 0,
    hours: 0,
    services: 0,
    revision: fact.revision,
  };
}

function checkedIn(fact: RecordedFact): Row {
  const at = String(fact.data['at']);
  return {
    card: fact.id,
    service: memberOf(fact, 'service'),
    host: memberOf(fact, 'host'),
    place: memberOf(fact, 'place'),
    day: dayOf(at),
    checked_in_at: at,
  };
}

function proposed(fact: RecordedFact): Row {
  const { adjustment, credits, reason } = fact.data;
  return {
    card: fact.id,
    adjustment: adjustment ?? null,
    credits: credits ?? null,
    reason: reason ?? null,
    proposed_by: fact.meta.actor.account,
    status: 'pending',
    on_day: fact.meta.occurredOn,
  };
}

function entry(fact: RecordedFact, kind: string, credits: number): readonly RowOp[] {
  const row = {
    card: fact.id,
    kind,
    credits,
    day: fact.meta.occurredOn,
    until: memberOf(fact, 'until'),
    service: memberOf(fact, 'service'),
    item: memberOf(fact, 'item'),
    reason: memberOf(fact, 'reason'),
    by_account: fact.meta.actor.account,
  };
  return [
    { op: 'put', table: 'credit_entries', key: `${fact.id}/${fact.revision}`, row },
    { op: 'add', table: 'cards', key: fact.id, add: { balance: credits } },
    card(fact, {}),
  ];
}

function card(fact: RecordedFact, row: Row): RowOp {
  return { op: 'patch', table: 'cards', key: fact.id, row: { ...row, revision: fact.revision } };
}

function person(fact: RecordedFact): string {
  return typeof fact.data['subject'] === 'string' ? fact.data['subject'] : fact.id;
}

function serviceKey(fact: RecordedFact): string {
  return `${fact.id}/${String(fact.data['service'])}`;
}

function adjustmentKey(fact: RecordedFact): string {
  return `${fact.id}/${String(fact.data['adjustment'])}`;
}
