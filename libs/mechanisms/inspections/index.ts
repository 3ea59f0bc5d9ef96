import { category, type Mechanism } from '../mechanism';
import { inspectionsDisclose } from './board.views';
import { roundsContract, termsContract } from './contract';
import { roundsDecider, termsDecider } from './decider';
import { inspectionsNumbers } from './evidence.queries';
import { inspectionsIndicators } from './indicators.queries';
import { inspectionsQuestions } from './queries';
import { inspectionsTasks } from './tasks.queries';
import { inspectionsView } from './views';

export const inspections: Mechanism = {
  name: 'inspections',
  categories: [category(termsContract, termsDecider), category(roundsContract, roundsDecider)],
  views: [inspectionsView],
  questions: inspectionsQuestions,
  reactions: [],
  registers: { terms: 'terms', rounds: 'rounds' },
  discloses: inspectionsDisclose,
  indicators: inspectionsIndicators,
  numbers: inspectionsNumbers,
  overdue: { label: { zh: '巡察整改', en: 'Inspections' } },
  tasks: inspectionsTasks,
};
