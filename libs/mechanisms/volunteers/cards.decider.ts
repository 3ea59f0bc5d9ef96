import { own, type Decider, type Needs } from '#kernel';
import type { Adjustment, Card, CardAction, CardFact, Service } from './card-state.contract';
import type { IssueCard } from './card-payloads.contract';
import { PER_HOUR, YEARS_KEPT } from './card-payloads.contract';
import { adjust, confirm, countersign, expire, spend } from './credits.decider';
import { checkIn, checkOut, close, isUnitCode, issue, optIn, optOut, resume, subjectOf, suspend } from './holding.decider';
import type { Entry } from './rules';

/** The lifecycle of a card and its services: `holding.decider.ts`; what moves credits: `credits.decider.ts`. */
export const cardsDecider: Decider<Card, CardAction, CardFact> = {
  initial: () => ({ is: 'none', services: {}, entries: [], carriedQuarters: 0, adjustments: {} }),
  evolve(card, fact, about) {
    switch (fact.type) {
      case 'CardIssued':
        return { ...card, is: 'active', unit: fact.data.unit, ...held(fact.data) };
      case 'CardSuspended':
        return { ...card, is: 'suspended' };
      case 'CardResumed':
        return { ...card, is: 'active' };
      case 'CardClosed':
        return { ...card, is: 'closed' };
      case 'RankingOptedIn':
        return { ...card, nickname: fact.data.nickname };
      case 'RankingOptedOut': {
        const { nickname: _former, ...rest } = card;
        return rest;
      }
      case 'ServiceCheckedIn':
        return {
          ...withService(card, fact.data.service, { host: fact.data.host, place: fact.data.place, in: fact.data.at }),
          open: fact.data.service,
        };
      case 'ServiceCheckedOut': {
        const { open: _done, ...rest } = withService(card, fact.data.service, { out: fact.data.at });
        return rest;
      }
      case 'ServiceConfirmed':
        return {
          ...withService(card, fact.data.service, { hours: fact.data.hours }),
          carriedQuarters: card.carriedQuarters + fact.data.creditQuarters,
        };
      case 'CreditsEarned':
        return withEntry(
          { ...card, carriedQuarters: card.carriedQuarters - 4 * fact.data.credits },
          { day: about.occurredOn, kind: 'earned', credits: fact.data.credits, until: fact.data.until },
        );
      case 'CreditsSpent':
        return withEntry(card, { day: about.occurredOn, kind: 'spent', credits: -fact.data.credits });
      case 'AdjustmentProposed':
        return withAdjustment(card, fact.data.adjustment, {
          credits: fact.data.credits,
          reason: fact.data.reason,
          by: about.actor.account,
          done: false,
        });
      case 'CreditsAdjusted': {
        const { adjustment, credits, reason, proposedBy, until } = fact.data;
        const done = withAdjustment(card, adjustment, { credits, reason, by: proposedBy, done: true });
        return withEntry(done, { day: about.occurredOn, kind: 'adjusted', credits, ...(until === undefined ? {} : { until }) });
      }
      case 'CreditsExpired':
        return withEntry(card, { day: about.occurredOn, kind: 'expired', credits: -fact.data.credits });
    }
  },
  needs: ({ action, city }) => needsOf(action, city),
  concerns: ({ action, state, actor }) => unitConcerned(action, state, actor.unit),
  decide(action, card, given) {
    switch (action.name) {
      case 'issue':
        return issue(action.data, card, given);
      case 'suspend':
        return suspend(action.data, card);
      case 'resume':
        return resume(card);
      case 'close':
        return close(action.data, card);
      case 'opt-in':
        return optIn(action.data, card);
      case 'opt-out':
        return optOut(card);
      case 'check-in':
        return checkIn(action.data, card, given);
      case 'check-out':
        return checkOut(action.data, card, given);
      case 'confirm':
        return confirm(action.data, card, given);
      case 'spend':
        return spend(action.data, card, given);
      case 'adjust':
        return adjust(action.data, card, given);
      case 'countersign':
        return countersign(action.data, card, given);
      case 'expire':
        return expire(card, given);
    }
  },
};

function needsOf(action: CardAction, city: string): Needs {
  const territory = { category: 'territory', id: city };
  switch (action.name) {
    case 'issue':
      return { streams: { territory } };
    case 'check-in':
      return isUnitCode(action.data.host)
        ? { streams: { territory } }
        : { streams: { host: { category: 'organisations', id: action.data.host } } };
    case 'confirm':
      return { parameters: [PER_HOUR, YEARS_KEPT] };
    case 'countersign':
      return { parameters: [YEARS_KEPT] };
    default:
      return {};
  }
}

/** A service concerns its host; everything else the unit that issued the card. An organisation answers for itself, so its own unit is asked. */
function unitConcerned(action: CardAction, card: Card, ownUnit: string): string | undefined {
  if (action.name === 'issue') return action.data.unit;
  const host = hostOf(action, card);
  if (host === undefined) return card.unit;
  return isUnitCode(host) ? host : action.name === 'confirm' ? ownUnit : card.unit;
}

function hostOf(action: CardAction, card: Card): string | undefined {
  if (action.name === 'check-in') return action.data.host;
  return action.name === 'check-out' || action.name === 'confirm' ? own(card.services, action.data.service)?.host : undefined;
}

function held(data: IssueCard): Pick<Card, 'subject' | 'holder'> {
  const subject = subjectOf(data);
  return { ...(subject === undefined ? {} : { subject }), ...(data.holder === undefined ? {} : { holder: data.holder }) };
}

function withService(card: Card, service: string, change: Partial<Service>): Card {
  const former = own(card.services, service) ?? { host: '', place: '', in: '' };
  return { ...card, services: { ...card.services, [service]: { ...former, ...change } } };
}

function withAdjustment(card: Card, id: string, adjustment: Adjustment): Card {
  return { ...card, adjustments: { ...card.adjustments, [id]: adjustment } };
}

function withEntry(card: Card, entry: Entry): Card {
  return { ...card, entries: [...card.entries, entry] };
}
