import { canonical, msBetween, own, refuse, type Decision, type Given, type Instant, type Refusal } from '#kernel';
import { holdsPersonalNumber, isVeiled } from '#contracts';
import { existsOn, type OrganisationState } from '../organisations/contract';
import { unitOn, type UnitTree } from '../territory/contract';
import type { Card, CardFact } from './card-state.contract';
import type { CardReason, CheckIn, CheckOut, IssueCard, OptIn } from './card-payloads.contract';

export function issue(data: IssueCard, card: Card, given: Given): Decision<CardFact> {
  if (card.is === 'closed') return refuse('card.closed');
  if (card.is !== 'none')
    return card.unit === data.unit && card.subject === subjectOf(data) && card.holder === data.holder ? [] : refuse('card.known');
  return unknownUnit(data.unit, 'unit', given) ?? [{ type: 'CardIssued', data }];
}

export function suspend(data: CardReason, card: Card): Decision<CardFact> {
  if (card.is === 'suspended') return [];
  return missing(card) ?? [{ type: 'CardSuspended', data }];
}

export function resume(card: Card): Decision<CardFact> {
  if (card.is === 'active') return [];
  return missing(card) ?? [{ type: 'CardResumed', data: {} }];
}

export function close(data: CardReason, card: Card): Decision<CardFact> {
  if (card.is === 'none') return refuse('card.unknown');
  return card.is === 'closed' ? [] : [{ type: 'CardClosed', data }];
}

export function optIn(data: OptIn, card: Card): Decision<CardFact> {
  const no = unusable(card);
  if (no) return no;
  if (holdsPersonalNumber(data.nickname)) return refuse('card.nickname-shows-a-person', { field: 'nickname' });
  return card.nickname === data.nickname ? [] : [{ type: 'RankingOptedIn', data: { ...data, ...subjectKnown(card) } }];
}

/** Leaving the ranking is always possible, on a closed card too. */
export function optOut(card: Card): Decision<CardFact> {
  if (card.is === 'none') return refuse('card.unknown');
  return card.nickname === undefined ? [] : [{ type: 'RankingOptedOut', data: subjectKnown(card) }];
}

/** One service at a time, whatever the order in which they are entered: none begins while another lasts. */
export function checkIn(data: CheckIn, card: Card, given: Given): Decision<CardFact> {
  const known = own(card.services, data.service);
  if (known)
    return canonical({ host: known.host, place: known.place, in: known.in }) ===
      canonical({ host: data.host, place: data.place, in: data.at })
      ? []
      : refuse('card.service-known', { field: 'service' });
  const no = unusable(card) ?? unknownHost(data, given);
  if (no) return no;
  if (msBetween(given.now, data.at) > 0) return refuse('card.at-in-future', { field: 'at' });
  if (card.open !== undefined || servesWithin(card, data.at, data.at)) return refuse('card.overlap', { field: 'at' });
  return [{ type: 'ServiceCheckedIn', data }];
}

/** Possible on a suspended card: what began must be able to end. */
export function checkOut(data: CheckOut, card: Card, given: Given): Decision<CardFact> {
  const no = missing(card);
  if (no) return no;
  const service = own(card.services, data.service);
  if (!service) return refuse('card.service-unknown', { field: 'service' });
  if (service.out !== undefined) return service.out === data.at ? [] : refuse('card.service-known', { field: 'service' });
  if (msBetween(given.now, data.at) > 0) return refuse('card.at-in-future', { field: 'at' });
  if (msBetween(service.in, data.at) <= 0) return refuse('card.out-before-in', { field: 'at' });
  return servesWithin(card, service.in, data.at) ? refuse('card.overlap', { field: 'at' }) : [{ type: 'ServiceCheckedOut', data }];
}

/** Whether a service that has ended lasted at some time from one instant to another; both ends count. */
function servesWithin({ services }: Card, from: Instant, to: Instant): boolean {
  return Object.values(services).some(({ in: began, out }) => out !== undefined && msBetween(began, to) >= 0 && msBetween(from, out) >= 0);
}

/** Refuses a card that was never issued or is closed. */
export function missing(card: Card): Refusal | undefined {
  if (card.is === 'none') return refuse('card.unknown');
  return card.is === 'closed' ? refuse('card.closed') : undefined;
}

/** Refuses a suspended card as well. */
export function unusable(card: Card): Refusal | undefined {
  return missing(card) ?? (card.is === 'suspended' ? refuse('card.suspended') : undefined);
}

export function isUnitCode(host: string): boolean {
  return /^\d/.test(host);
}

/** The pseudonym of the person a card is for; the values themselves never reach a decision. */
export function subjectOf(data: IssueCard): string | undefined {
  const phone: unknown = data.person.phone;
  return isVeiled(phone) ? phone.subject : undefined;
}

/** So that a restricted or erased person is taken out of the ranking without looking for their card. */
function subjectKnown({ subject }: Card): { readonly subject?: string } {
  return subject === undefined ? {} : { subject };
}

/** Refuses a unit that is not in being on the day of the act. */
export function unknownUnit(unit: string, field: string, { refs, occurredOn }: Given): Refusal | undefined {
  return unitOn(refs['territory'] as UnitTree, unit, occurredOn)
    ? undefined
    : refuse('unit.unknown', { field, values: { unit, day: occurredOn } });
}

function unknownHost({ host }: CheckIn, given: Given): Refusal | undefined {
  if (isUnitCode(host)) return unknownUnit(host, 'host', given);
  const organisation = given.refs['host'] as OrganisationState | undefined;
  return organisation && existsOn(organisation, given.occurredOn)
    ? undefined
    : refuse('organisation.unknown', { field: 'host', values: { organisation: host } });
}
