import { refuse, type Asked, type Decider, type Decision, type Fact, type Given } from '#kernel';
import type { ApproveErasure, Ground, Lift, SubjectErased, SubjectState } from './contract';

export type SubjectAction =
  Asked<'restrict', Ground> | Asked<'lift', Lift> | Asked<'request-erasure', Ground> | Asked<'approve-erasure', ApproveErasure>;
export type SubjectFact =
  | Fact<'SubjectRestricted', Ground>
  | Fact<'SubjectRestrictionLifted', Lift>
  | Fact<'SubjectErasureRequested', Ground>
  | Fact<'SubjectErased', SubjectErased>;

/** One person restricts at once; erasing takes two and is for good. */
export const subjectsDecider: Decider<SubjectState, SubjectAction, SubjectFact> = {
  initial: () => ({ is: 'active' }),
  evolve(subject, fact, about) {
    switch (fact.type) {
      case 'SubjectRestricted':
        return { ...subject, is: 'restricted' };
      case 'SubjectRestrictionLifted':
        return { ...subject, is: 'active' };
      case 'SubjectErasureRequested':
        return { ...subject, asked: { by: about.actor.account, ground: fact.data.ground } };
      case 'SubjectErased':
        return { is: 'erased' };
    }
  },
  concerns: () => undefined,
  decide(action, subject, given) {
    switch (action.name) {
      case 'restrict':
        if (subject.is === 'erased') return refuse('subject.erased');
        return subject.is === 'restricted' ? [] : [{ type: 'SubjectRestricted', data: action.data }];
      case 'lift':
        if (subject.is === 'erased') return refuse('subject.erased');
        return subject.is === 'active' ? [] : [{ type: 'SubjectRestrictionLifted', data: action.data }];
      case 'request-erasure':
        return requestErasure(action.data, subject, given);
      case 'approve-erasure':
        return approveErasure(subject, given);
    }
  },
};

function requestErasure(data: Ground, subject: SubjectState, { actor }: Given): Decision<SubjectFact> {
  if (subject.is === 'erased') return [];
  if (!subject.asked) return [{ type: 'SubjectErasureRequested', data }];
  return subject.asked.by === actor.account && subject.asked.ground === data.ground ? [] : refuse('subject.erasure-asked');
}

function approveErasure(subject: SubjectState, { actor }: Given): Decision<SubjectFact> {
  if (subject.is === 'erased') return [];
  if (!subject.asked) return refuse('subject.no-request');
  if (subject.asked.by === actor.account) return refuse('subject.same-person');
  return [{ type: 'SubjectErased', data: { ground: subject.asked.ground } }];
}
