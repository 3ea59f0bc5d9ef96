import { category, type Mechanism } from '../mechanism';
import { objectionsContract } from './contract';
import { objectionsDecider } from './decider';
import { objectionsIndicators } from './indicators.queries';
import { objectionsAbout, objectionsByLine } from './lines';
import { objectionsQuestions } from './queries';
import { objectionsTasks } from './tasks.queries';
import { objectionsDisclose, objectionsView } from './views';

export const objections: Mechanism = {
  name: 'objections',
  categories: [category(objectionsContract, objectionsDecider)],
  views: [objectionsView],
  questions: objectionsQuestions,
  reactions: [],
  registers: { objections: 'objections' },
  discloses: objectionsDisclose,
  remarks: { counts: objectionsByLine, about: objectionsAbout },
  indicators: objectionsIndicators,
  overdue: { label: { zh: '答复居民', en: 'Answers to residents' } },
  tasks: objectionsTasks,
};
