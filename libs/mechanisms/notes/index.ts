import { category, type Mechanism } from '../mechanism';
import { notesContract } from './contract';
import { notesDecider } from './decider';
import { notesQuestions } from './queries';
import { notesTasks } from './tasks.queries';
import { notesView } from './views';

export const notes: Mechanism = {
  name: 'notes',
  categories: [category(notesContract, notesDecider)],
  views: [notesView],
  questions: notesQuestions,
  reactions: [],
  registers: { notes: 'notes' },
  tasks: notesTasks,
};
