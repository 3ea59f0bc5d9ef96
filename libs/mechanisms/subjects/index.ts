import { category, type Mechanism } from '../mechanism';
import { subjectsContract } from './contract';
import { subjectsDecider } from './decider';
import { subjectsIndicators } from './indicators.queries';
import { subjectsTasks } from './tasks.queries';
import { subjectsView } from './views';

export const subjects: Mechanism = {
  name: 'subjects',
  categories: [category(subjectsContract, subjectsDecider)],
  views: [subjectsView],
  questions: [],
  reactions: [],
  registers: { subjects: 'subjects' },
  indicators: subjectsIndicators,
  tasks: subjectsTasks,
};
