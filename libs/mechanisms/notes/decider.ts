import { canonical, refuse, type Asked, type Decider, type Decision, type Fact, type Given, type Json } from '#kernel';
import { holdsPersonalNumber } from '#contracts';
import { unitOn, type UnitTree } from '../territory/contract';
import type { AnswerNote, CloseNote, NoteState, Send } from './contract';

export type NoteAction = Asked<'send', Send> | Asked<'answer', AnswerNote> | Asked<'close', CloseNote>;
export type NoteFact = Fact<'NoteSent', Send> | Fact<'NoteAnswered', AnswerNote> | Fact<'NoteClosed', CloseNote>;

/** Sent to a unit, answered once by its secretary, closed by the office that sent it, answered or not. */
export const notesDecider: Decider<NoteState, NoteAction, NoteFact> = {
  initial: () => ({ is: 'none' }),
  evolve(note, fact, { actor }) {
    switch (fact.type) {
      case 'NoteSent': {
        const { unit, text, about } = fact.data;
        const sender = { account: actor.account, role: actor.role, unit: actor.unit };
        return { is: 'open', unit, text, sender, ...(about === undefined ? {} : { about }) };
      }
      case 'NoteAnswered':
        return { ...note, is: note.is === 'closed' ? 'closed' : 'answered', answer: fact.data.text };
      case 'NoteClosed':
        return { ...note, is: 'closed' };
    }
  },
  needs: ({ action, city }) => (action.name === 'send' ? { streams: { territory: { category: 'territory', id: city } } } : {}),
  concerns: ({ action, state }) => (action.name === 'send' ? action.data.unit : state.unit),
  decide(action, note, given) {
    if (action.name === 'send') return send(action.data, note, given);
    if (note.is === 'none') return refuse('note.unknown');
    return action.name === 'answer' ? answer(action.data, note) : close(action.data, note, given);
  },
};

function send(data: Send, note: NoteState, { refs, occurredOn }: Given): Decision<NoteFact> {
  if (note.is !== 'none') return same(data, note) ? [] : refuse('note.known');
  if (holdsPersonalNumber(`${data.text} ${data.about?.label ?? ''}`)) return refuse('note.shows-a-person', { field: 'text' });
  return unitOn(refs['territory'] as UnitTree, data.unit, occurredOn)
    ? [{ type: 'NoteSent', data }]
    : refuse('note.unit-unknown', { field: 'unit', values: { unit: data.unit } });
}

function answer(data: AnswerNote, note: NoteState): Decision<NoteFact> {
  if (note.answer === data.text) return [];
  if (note.is === 'closed') return refuse('note.closed');
  if (note.is === 'answered') return refuse('note.answered');
  return holdsPersonalNumber(data.text) ? refuse('note.shows-a-person', { field: 'text' }) : [{ type: 'NoteAnswered', data }];
}

function close(data: CloseNote, note: NoteState, { actor }: Given): Decision<NoteFact> {
  const { sender } = note;
  const isOffice = sender?.account === actor.account || (sender?.role === actor.role && sender.unit === actor.unit);
  if (!isOffice) return refuse('note.of-another-office');
  if (note.is === 'closed') return [];
  return holdsPersonalNumber(data.reason) ? refuse('note.shows-a-person', { field: 'reason' }) : [{ type: 'NoteClosed', data }];
}

function same({ unit, text, about }: Send, note: NoteState): boolean {
  const plain = (value: object | undefined): string => canonical((value ?? null) as Json);
  return unit === note.unit && text === note.text && plain(about) === plain(note.about);
}
