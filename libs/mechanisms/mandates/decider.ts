import { addDays, refuse, within, type Asked, type Day, type Decider, type Decision, type Fact, type Given } from '#kernel';
import { powerOf } from '#policy';
import { existsOn, type OrganisationState } from '../organisations/contract';
import { unitOn, type UnitTree } from '../territory/contract';
import { inForce, UNREVOKABLE, type Grant, type Halt, type MandateState, type Expire, type MandateExpired } from './contract';

export type MandateAction =
  | Asked<'grant', Grant>
  | Asked<'amend', Grant>
  | Asked<'suspend', Halt>
  | Asked<'resume', Halt>
  | Asked<'revoke', Halt>
  | Asked<'expire', Expire>;
export type MandateFact =
  | Fact<'MandateGranted', Grant>
  | Fact<'MandateAmended', Grant>
  | Fact<'MandateSuspended', Halt>
  | Fact<'MandateResumed', Halt>
  | Fact<'MandateRevoked', Halt>
  | Fact<'MandateExpired', MandateExpired>;

/** The state of a mandate, and whether it is one of the first ones, on which the ledger's own government rests. */
export interface Mandate extends MandateState {
  readonly fromGenesis: boolean;
}

export const mandatesDecider: Decider<Mandate, MandateAction, MandateFact> = {
  initial: () => ({ is: 'vacant', periods: [], suspensions: [], fromGenesis: false }),
  evolve(mandate, fact, about) {
    switch (fact.type) {
      case 'MandateGranted':
        return {
          ...mandate,
          is: 'granted',
          basis: fact.data.basis,
          periods: [...mandate.periods, period(fact.data)],
          suspensions: resumedBy(mandate, fact.data.from),
          fromGenesis: mandate.fromGenesis || about.actor.account === 'genesis',
        };
      case 'MandateAmended':
        return { ...mandate, basis: fact.data.basis, periods: [...endedBefore(mandate, fact.data.from), period(fact.data)] };
      case 'MandateSuspended':
        return { ...mandate, suspensions: [...mandate.suspensions, { from: fact.data.on }] };
      case 'MandateResumed':
        return { ...mandate, suspensions: resumedBy(mandate, fact.data.on) };
      case 'MandateRevoked':
        return { ...mandate, is: 'revoked', periods: endedBefore(mandate, fact.data.on) };
      case 'MandateExpired':
        return { ...mandate, is: 'expired' };
    }
  },
  needs: ({ action, id, city }) => (action.name === 'grant' ? { streams: { holder: holderStream(id, city) } } : {}),
  concerns: () => undefined,
  decide(action, mandate, given) {
    switch (action.name) {
      case 'grant':
        return grant(action.data, mandate, given);
      case 'amend':
        return amend(action.data, mandate, given);
      case 'suspend':
        return suspend(action.data, mandate, given);
      case 'resume':
        return resume(action.data, mandate);
      case 'revoke':
        return revoke(action.data, mandate, given);
      case 'expire':
        return expire(mandate, given);
    }
  },
};

function grant(data: Grant, mandate: Mandate, { id, refs }: Given): Decision<MandateFact> {
  if (data.until !== undefined && data.until < data.from) return refuse('mandate.ends-before-it-begins', { field: 'until' });
  const last = mandate.periods.at(-1);
  if (last && mandate.basis === data.basis && last.from === data.from && last.until === data.until && mandate.is === 'granted') return [];
  const overlaps = mandate.periods.some((held) => within(data.from, held.from, held.until) || within(held.from, data.from, data.until));
  if (overlaps) return refuse('mandate.not-vacant');
  const { holder, power } = namesIn(id);
  if (!powerOf(power)) return refuse('mandate.power-unknown', { values: { power } });
  const there = holder.startsWith('org-')
    ? existsOn(refs['holder'] as OrganisationState, data.from)
    : unitOn(refs['holder'] as UnitTree, holder, data.from) !== undefined;
  return there ? [{ type: 'MandateGranted', data }] : refuse('mandate.holder-unknown', { values: { holder, on: data.from } });
}

function amend(data: Grant, mandate: Mandate, { id }: Given): Decision<MandateFact> {
  if (mandate.is !== 'granted') return refuse('mandate.not-held');
  if (data.until !== undefined && data.until < data.from) return refuse('mandate.ends-before-it-begins', { field: 'until' });
  const last = mandate.periods.at(-1);
  if (last && mandate.basis === data.basis && last.from === data.from && last.until === data.until) return [];
  if (data.until !== undefined && kept(id, mandate)) return refuse('mandate.last-of-its-kind');
  if (reachesOverAGap(mandate, data.from)) return refuse('mandate.not-held', { field: 'from' });
  return [{ type: 'MandateAmended', data }];
}

function suspend(data: Halt, mandate: Mandate, { id }: Given): Decision<MandateFact> {
  const last = mandate.suspensions.at(-1);
  if (mandate.is === 'granted' && last && last.until === undefined) return [];
  if (mandate.is !== 'granted' || !inForce(mandate, data.on)) return refuse('mandate.not-held', { field: 'on' });
  return kept(id, mandate) ? refuse('mandate.last-of-its-kind') : [{ type: 'MandateSuspended', data }];
}

function resume(data: Halt, mandate: Mandate): Decision<MandateFact> {
  if (mandate.is !== 'granted') return refuse('mandate.not-held');
  const last = mandate.suspensions.at(-1);
  if (!last) return refuse('mandate.not-suspended');
  if (last.until !== undefined) return [];
  return data.on < last.from ? refuse('mandate.resumed-before-suspended', { field: 'on' }) : [{ type: 'MandateResumed', data }];
}

function revoke(data: Halt, mandate: Mandate, { id }: Given): Decision<MandateFact> {
  if (mandate.is === 'revoked') return [];
  const isHeld = mandate.periods.some((held) => within(data.on, held.from, held.until));
  if (mandate.is !== 'granted' || !isHeld) return refuse('mandate.not-held', { field: 'on' });
  return kept(id, mandate) ? refuse('mandate.last-of-its-kind') : [{ type: 'MandateRevoked', data }];
}

function expire(mandate: Mandate, { today }: Given): Decision<MandateFact> {
  if (mandate.is === 'expired') return [];
  const until = mandate.periods.at(-1)?.until;
  if (mandate.is !== 'granted') return refuse('mandate.not-held');
  return until === undefined || today <= until ? refuse('mandate.not-yet-over') : [{ type: 'MandateExpired', data: { on: until } }];
}

/** The stream that tells whether the holder exists: its own, or the one of all units. */
function holderStream(id: string, city: string): { readonly category: string; readonly id: string } {
  const { holder } = namesIn(id);
  return holder.startsWith('org-') ? { category: 'organisations', id: holder } : { category: 'territory', id: city };
}

function namesIn(id: string): { readonly holder: string; readonly power: string } {
  const dot = id.indexOf('.');
  return { holder: id.slice(0, dot), power: id.slice(dot + 1) };
}

/** A suspension that still runs ends on this day: when it is resumed, or when the power is granted anew. */
function resumedBy({ suspensions }: Mandate, on: Day): Mandate['suspensions'] {
  return suspensions.map((pause) => (pause.until === undefined ? { from: pause.from, until: on } : pause));
}

function period(data: Grant): { readonly from: Day; readonly until?: Day } {
  return data.until === undefined ? { from: data.from } : { from: data.from, until: data.until };
}

/** The periods as they stand when the power ends (or changes) on a day: nothing from that day on. */
function endedBefore(mandate: Mandate, on: Day): Mandate['periods'] {
  return mandate.periods
    .filter((held) => held.from < on)
    .map((held) => (held.until !== undefined && held.until < on ? held : { from: held.from, until: addDays(on, -1) }));
}

/** Between two periods it was revoked or had run out: to amend what came after does not give it back for those days. */
function reachesOverAGap({ periods }: Mandate, from: Day): boolean {
  const inOrder = [...periods].sort((a, b) => (a.from < b.from ? -1 : 1));
  return inOrder.some(({ until }, index) => {
    const next = inOrder[index + 1];
    return next !== undefined && until !== undefined && addDays(until, 1) < next.from && from <= until;
  });
}

/** The first grants of the powers to grant and to appoint stay: so the last one can never be taken away. */
function kept(id: string, mandate: Mandate): boolean {
  return mandate.fromGenesis && UNREVOKABLE.some((power) => id.endsWith(`.${power}`));
}
