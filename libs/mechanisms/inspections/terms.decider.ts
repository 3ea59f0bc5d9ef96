import { refuse, type Asked, type Decider, type Decision, type Fact, type Given } from '#kernel';
import type { CloseTerm, OpenTerm, TermState } from './terms.contract';

export type TermAction = Asked<'open', OpenTerm> | Asked<'close', CloseTerm>;
export type TermFact = Fact<'TermOpened', OpenTerm> | Fact<'TermClosed', CloseTerm>;

export const termsDecider: Decider<TermState, TermAction, TermFact> = {
  initial: () => ({ is: 'unopened' }),
  evolve(term, fact) {
    switch (fact.type) {
      case 'TermOpened':
        return { is: 'open', name: fact.data.name, from: fact.data.from, until: fact.data.until };
      case 'TermClosed':
        return { ...term, is: 'closed', closedOn: fact.data.on };
    }
  },
  concerns: () => undefined,
  decide(action, term, given) {
    switch (action.name) {
      case 'open':
        return open(action.data, term);
      case 'close':
        return close(action.data, term, given);
    }
  },
};

function open(data: OpenTerm, term: TermState): Decision<TermFact> {
  if (term.is !== 'unopened') {
    const same = term.name === data.name && term.from === data.from && term.until === data.until;
    return same ? [] : refuse('term.exists');
  }
  return data.until < data.from ? refuse('term.ends-before-it-begins', { field: 'until' }) : [{ type: 'TermOpened', data }];
}

function close(data: CloseTerm, term: TermState, { today }: Given): Decision<TermFact> {
  if (term.is === 'closed' && term.closedOn === data.on) return [];
  if (term.is !== 'open' || term.from === undefined) return refuse('term.not-open');
  if (data.on < term.from) return refuse('term.closed-before-it-began', { field: 'on' });
  return data.on > today ? refuse('term.not-yet', { field: 'on', values: { on: data.on } }) : [{ type: 'TermClosed', data }];
}
