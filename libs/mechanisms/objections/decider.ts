import { addDays, parameterOn, refuse, type Asked, type Decider, type Decision, type Fact, type Given, type Refusal } from '#kernel';
import { holdsPersonalNumber } from '#contracts';
import { unitOn, type UnitTree } from '../territory/contract';
import { ANSWER_DAYS, type Answer, type CorrectAnswer, type ObjectionState, type Raise, type Raised } from './contract';

export type ObjectionAction = Asked<'raise', Raise> | Asked<'answer', Answer> | Asked<'correct-answer', CorrectAnswer>;
export type ObjectionFact = Fact<'ObjectionRaised', Raised> | Fact<'ObjectionAnswered', Answer> | Fact<'AnswerCorrected', CorrectAnswer>;

/** Asked by anybody, answered once by the unit's secretary; an answer is corrected, never taken back. */
export const objectionsDecider: Decider<ObjectionState, ObjectionAction, ObjectionFact> = {
  initial: () => ({ is: 'none' }),
  evolve(state, fact) {
    switch (fact.type) {
      case 'ObjectionRaised': {
        const { unit, line, kind, text } = fact.data;
        return { is: 'open', unit, kind, text, ...(line === undefined ? {} : { line }) };
      }
      case 'ObjectionAnswered':
        return { ...state, is: 'answered', answer: fact.data.text };
      case 'AnswerCorrected':
        return { ...state, is: 'answered', answer: fact.data.text, reason: fact.data.reason };
    }
  },
  needs: ({ action, city }) =>
    action.name === 'raise' ? { streams: { territory: { category: 'territory', id: city } }, parameters: [ANSWER_DAYS] } : {},
  concerns: ({ action, state }) => (action.name === 'raise' ? action.data.unit : state.unit),
  decide(action, state, given) {
    if (action.name === 'raise') return raise(action.data, state, given);
    if (state.is === 'none') return refuse('objection.unknown');
    return action.name === 'answer' ? answer(action.data, state, given) : correct(action.data, state, given);
  },
};

function raise(data: Raise, state: ObjectionState, given: Given): Decision<ObjectionFact> {
  if (state.is !== 'none') return same(data, state) ? [] : refuse('objection.code-used');
  const refusal = unfit(data.text, given);
  if (refusal) return refusal;
  const { today } = given;
  if (!unitOn(given.refs['territory'] as UnitTree, data.unit, today))
    return refuse('objection.unit-unknown', { field: 'unit', values: { unit: data.unit } });
  const days = parameterOn(given.parameters[ANSWER_DAYS], today);
  return [{ type: 'ObjectionRaised', data: days === undefined ? data : { ...data, due: addDays(today, days) } }];
}

function answer(data: Answer, state: ObjectionState, given: Given): Decision<ObjectionFact> {
  if (state.is === 'answered') return state.answer === data.text ? [] : refuse('objection.answered');
  return unfit(data.text, given) ?? [{ type: 'ObjectionAnswered', data }];
}

function correct(data: CorrectAnswer, state: ObjectionState, given: Given): Decision<ObjectionFact> {
  if (state.is === 'open') return refuse('objection.not-answered');
  if (state.answer === data.text) return [];
  return unfit(`${data.text} ${data.reason}`, given) ?? [{ type: 'AnswerCorrected', data }];
}

function same(data: Raise, state: ObjectionState): boolean {
  return data.unit === state.unit && data.line === state.line && data.kind === state.kind && data.text === state.text;
}

/** What everybody will read holds nobody's numbers; and nobody dates an answer back to before it was late. */
function unfit(text: string, { occurredOn, today }: Given): Refusal | undefined {
  if (occurredOn !== today) return refuse('objection.not-that-day', { field: 'occurredOn', values: { day: occurredOn } });
  return holdsPersonalNumber(text) ? refuse('objection.shows-a-person', { field: 'text' }) : undefined;
}
