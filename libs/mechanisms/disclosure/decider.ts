import { canonical, refuse, type Asked, type Decider, type Decision, type Fact, type Given, type Json, type Refusal } from '#kernel';
import { holdsPersonalNumber } from '#contracts';
import { unitOn, type UnitTree } from '../territory/contract';
import type { CorrectDisclosure, DisclosureState, Publish, Published, Schedule, WithdrawDisclosure } from './contract';

export type DisclosureAction =
  Asked<'schedule', Schedule> | Asked<'publish', Publish> | Asked<'correct', CorrectDisclosure> | Asked<'withdraw', WithdrawDisclosure>;
export type DisclosureFact =
  | Fact<'DisclosureScheduled', Schedule>
  | Fact<'DisclosurePublished', Published>
  | Fact<'DisclosureCorrected', CorrectDisclosure>
  | Fact<'DisclosureWithdrawn', WithdrawDisclosure>;

/** Perhaps scheduled, published once, corrected as often as needed, perhaps withdrawn for good. Shown means shown: no day but today's. */
export const disclosuresDecider: Decider<DisclosureState, DisclosureAction, DisclosureFact> = {
  initial: () => ({ is: 'none' }),
  evolve(state, fact) {
    switch (fact.type) {
      case 'DisclosureScheduled':
        return { is: 'scheduled', ...fact.data };
      case 'DisclosurePublished':
        return { is: 'published', ...fact.data };
      case 'DisclosureCorrected':
        return { ...state, is: 'published', ...fact.data };
      case 'DisclosureWithdrawn':
        return { ...state, is: 'withdrawn', reason: fact.data.reason };
    }
  },
  needs: ({ action, city }) =>
    action.name === 'schedule' || action.name === 'publish' ? { streams: { territory: { category: 'territory', id: city } } } : {},
  concerns: ({ action, state }) => (action.name === 'schedule' || action.name === 'publish' ? action.data.unit : state.unit),
  decide(action, state, given) {
    switch (action.name) {
      case 'schedule':
        return schedule(action.data, state, given);
      case 'publish':
        return publish(action.data, state, given);
      case 'correct':
        return correct(action.data, state, given);
      case 'withdraw':
        return withdraw(action.data, state, given);
    }
  },
};

function schedule(data: Schedule, state: DisclosureState, given: Given): Decision<DisclosureFact> {
  if (state.is !== 'none') return state.is === 'scheduled' && isAsBefore(data, state) ? [] : refuse('disclosure.known');
  const refusal = unfit([data.title], given) ?? closed(data.unit, given);
  if (refusal) return refusal;
  return data.due < given.today
    ? refuse('disclosure.due-past', { field: 'due', values: { due: data.due } })
    : [{ type: 'DisclosureScheduled', data }];
}

function publish(data: Publish, state: DisclosureState, given: Given): Decision<DisclosureFact> {
  if (state.is === 'withdrawn') return refuse('disclosure.withdrawn');
  if (state.is === 'published') return isAsBefore(whole(data), state) ? [] : refuse('disclosure.published');
  if (state.is === 'scheduled' && (state.unit !== data.unit || state.affair !== data.affair)) return refuse('disclosure.not-as-scheduled');
  const refusal = unfit([data.title, data.text], given) ?? closed(data.unit, given) ?? mistimed(data, given);
  if (refusal) return refusal;
  return [{ type: 'DisclosurePublished', data: state.due === undefined ? data : { ...data, due: state.due } }];
}

function correct(data: CorrectDisclosure, state: DisclosureState, given: Given): Decision<DisclosureFact> {
  if (state.is === 'none') return refuse('disclosure.unknown');
  if (state.is === 'scheduled') return refuse('disclosure.not-published');
  if (state.is === 'withdrawn') return refuse('disclosure.withdrawn');
  const { reason, ...content } = data;
  if (isAsBefore(content, state)) return [];
  return unfit([data.title ?? '', data.text, reason], given) ?? mistimed(data, given) ?? [{ type: 'DisclosureCorrected', data }];
}

function withdraw(data: WithdrawDisclosure, state: DisclosureState, given: Given): Decision<DisclosureFact> {
  if (state.is === 'none') return refuse('disclosure.unknown');
  if (state.is === 'withdrawn') return [];
  return unfit([data.reason], given, 'reason') ?? [{ type: 'DisclosureWithdrawn', data }];
}

/** With the members that were left out, as what they are: nothing. */
function whole({ from, until, attachments, shownUntil, ...data }: Publish): object {
  return { ...data, from: from ?? null, until: until ?? null, attachments: attachments ?? null, shownUntil: shownUntil ?? null };
}

/** Whether every member given says what is shown already. */
function isAsBefore(data: object, state: DisclosureState): boolean {
  const shown: Readonly<Record<string, unknown>> = { ...state };
  return Object.entries(data).every(([name, value]) => canonical(value as Json) === canonical((shown[name] ?? null) as Json));
}

/** What everybody will read holds nobody's numbers; and nobody dates it back to before it was late. */
function unfit(texts: readonly string[], { occurredOn, today }: Given, field = 'text'): Refusal | undefined {
  if (occurredOn !== today) return refuse('disclosure.not-that-day', { field: 'occurredOn', values: { day: occurredOn } });
  return texts.some(holdsPersonalNumber) ? refuse('disclosure.shows-a-person', { field }) : undefined;
}

function closed(unit: string, { refs, today }: Given): Refusal | undefined {
  return unitOn(refs['territory'] as UnitTree, unit, today)
    ? undefined
    : refuse('disclosure.unit-unknown', { field: 'unit', values: { unit } });
}

function mistimed({ from, until, shownUntil }: Pick<Publish, 'from' | 'until' | 'shownUntil'>, { today }: Given): Refusal | undefined {
  if ((from === undefined) !== (until === undefined) || (from ?? '') > (until ?? ''))
    return refuse('disclosure.period', { field: 'until' });
  return shownUntil !== undefined && shownUntil < today ? refuse('disclosure.shown-until-past', { field: 'shownUntil' }) : undefined;
}
