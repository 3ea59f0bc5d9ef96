import { category, type Mechanism } from '../mechanism';
import { parametersContract } from './contract';
import { parametersDecider } from './decider';
import { parametersQuestions } from './queries';
import { parametersView } from './views';

export const parameters: Mechanism = {
  name: 'parameters',
  categories: [category(parametersContract, parametersDecider)],
  views: [parametersView],
  questions: parametersQuestions,
  reactions: [],
  registers: { parameters: 'parameters' },
};
