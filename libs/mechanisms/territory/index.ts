import { category, type Mechanism } from '../mechanism';
import { countsContract, territoryContract } from './contract';
import { countsDecider, territoryDecider } from './decider';
import { territoryNumbers } from './evidence.queries';
import { territoryIndicators } from './indicators.queries';
import { territoryQuestions } from './queries';
import { territoryOverdue, territoryTasks } from './tasks.queries';
import { countsView, territoryDiscloses, unitsView } from './views';

export const territory: Mechanism = {
  name: 'territory',
  categories: [category(territoryContract, territoryDecider), category(countsContract, countsDecider)],
  views: [unitsView, countsView],
  questions: territoryQuestions,
  reactions: [],
  registers: { territory: 'territory', counts: 'counts' },
  discloses: territoryDiscloses,
  indicators: territoryIndicators,
  numbers: territoryNumbers,
  overdue: territoryOverdue,
  tasks: territoryTasks,
};
