import { msBetween, own, parameterOn, refuse, type Decision, type Given, type Refusal } from '#kernel';
import type { Card, CardFact } from './card-state.contract';
import { PER_HOUR, YEARS_KEPT, type Adjust, type ConfirmService, type Countersign, type Spend } from './card-payloads.contract';
import { missing, unusable } from './holding.decider';
import { creditQuarters, expirable, hoursIn, spendable, usableUntil } from './rules';

/** The host confirms, never the holder; what a service is worth goes by the rate of the day of the act. Suspended cards keep what they earned. */
export function confirm(data: ConfirmService, card: Card, given: Given): Decision<CardFact> {
  const no = missing(card);
  if (no) return no;
  const service = own(card.services, data.service);
  if (!service) return refuse('card.service-unknown', { field: 'service' });
  if (service.hours !== undefined) return service.hours === data.hours ? [] : refuse('card.service-known', { field: 'service' });
  if (service.out === undefined) return refuse('card.service-open', { field: 'service' });
  if (card.holder === given.actor.account) return refuse('card.own-service');
  if (given.actor.unit !== service.host && given.actor.organisation !== service.host)
    return refuse('card.not-the-host', { values: { host: service.host } });
  const most = hoursIn(msBetween(service.in, service.out));
  if (data.hours > most) return refuse('card.hours-above-time', { field: 'hours', values: { most } });
  const perHour = parameterOn(given.parameters[PER_HOUR], given.occurredOn);
  const yearsKept = parameterOn(given.parameters[YEARS_KEPT], given.occurredOn);
  if (perHour === undefined) return unset(PER_HOUR, given);
  if (yearsKept === undefined) return unset(YEARS_KEPT, given);
  const worth = creditQuarters(data.hours, perHour);
  const credits = Math.floor((card.carriedQuarters + worth) / 4);
  const confirmed: CardFact = {
    type: 'ServiceConfirmed',
    data: { service: data.service, host: service.host, hours: data.hours, creditQuarters: worth },
  };
  if (credits === 0) return [confirmed];
  return [confirmed, { type: 'CreditsEarned', data: { service: data.service, credits, until: usableUntil(given.occurredOn, yearsKept) } }];
}

export function spend(data: Spend, card: Card, given: Given): Decision<CardFact> {
  return unusable(card) ?? ownCard(card, given) ?? short(card, data.credits, given) ?? [{ type: 'CreditsSpent', data }];
}

export function adjust(data: Adjust, card: Card, given: Given): Decision<CardFact> {
  const no = missing(card);
  if (no) return no;
  const known = own(card.adjustments, data.adjustment);
  if (known)
    return known.credits === data.credits && known.reason === data.reason ? [] : refuse('card.adjustment-known', { field: 'adjustment' });
  if (data.credits === 0) return refuse('card.adjustment-of-nothing', { field: 'credits' });
  return ownCard(card, given) ?? short(card, -data.credits, given) ?? [{ type: 'AdjustmentProposed', data }];
}

/** Takes effect on the day of the second person's act. */
export function countersign(data: Countersign, card: Card, given: Given): Decision<CardFact> {
  const no = missing(card);
  if (no) return no;
  const proposed = own(card.adjustments, data.adjustment);
  if (!proposed) return refuse('card.adjustment-unknown', { field: 'adjustment' });
  if (proposed.done) return [];
  if (proposed.by === given.actor.account) return refuse('card.same-person');
  const refused = ownCard(card, given) ?? short(card, -proposed.credits, given);
  if (refused) return refused;
  const adjusted = { adjustment: data.adjustment, credits: proposed.credits, reason: proposed.reason, proposedBy: proposed.by };
  if (proposed.credits < 0) return [{ type: 'CreditsAdjusted', data: adjusted }];
  const yearsKept = parameterOn(given.parameters[YEARS_KEPT], given.occurredOn);
  return yearsKept === undefined
    ? unset(YEARS_KEPT, given)
    : [{ type: 'CreditsAdjusted', data: { ...adjusted, until: usableUntil(given.occurredOn, yearsKept) } }];
}

/** What lapsed goes, on a closed card too; nothing lapsed: nothing to record. */
export function expire(card: Card, given: Given): Decision<CardFact> {
  if (card.is === 'none') return refuse('card.unknown');
  const credits = expirable(card.entries, given.occurredOn);
  return credits === 0 ? [] : [{ type: 'CreditsExpired', data: { credits } }];
}

function ownCard(card: Card, { actor }: Given): Refusal | undefined {
  return card.holder === actor.account ? refuse('card.own-card') : undefined;
}

function short(card: Card, credits: number, { occurredOn }: Given): Refusal | undefined {
  const most = spendable(card.entries, occurredOn);
  return credits > most ? refuse('card.balance-short', { field: 'credits', values: { spendable: most } }) : undefined;
}

function unset(parameter: string, { occurredOn }: Given): Refusal {
  return refuse('card.no-rate', { values: { parameter, day: occurredOn } });
}
