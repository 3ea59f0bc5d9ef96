import { category, type Mechanism } from '../mechanism';
import { fundsDisclose } from './board.views';
import { fundsContract } from './contract';
import { fundsDecider } from './decider';
import { fundsNumbers } from './evidence.queries';
import { fundsIndicators } from './indicators.queries';
import { fundsDues } from './dues.queries';
import { fundsOverdue } from './overdue.queries';
import { fundsQuestions } from './queries';
import { fundsTasks } from './tasks.queries';
import { fundsView } from './views';

export const funds: Mechanism = {
  name: 'funds',
  categories: [category(fundsContract, fundsDecider)],
  views: [fundsView],
  questions: fundsQuestions,
  reactions: [],
  registers: { funds: 'funds' },
  discloses: fundsDisclose,
  dues: fundsDues,
  indicators: fundsIndicators,
  numbers: fundsNumbers,
  overdue: fundsOverdue,
  tasks: fundsTasks,
};
