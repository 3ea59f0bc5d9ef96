import { category, type Mechanism } from '../mechanism';
import { organisationsContract } from './contract';
import { organisationsDecider } from './decider';
import { organisationsQuestions } from './queries';
import { organisationsView } from './views';

export const organisations: Mechanism = {
  name: 'organisations',
  categories: [category(organisationsContract, organisationsDecider)],
  views: [organisationsView],
  questions: organisationsQuestions,
  reactions: [],
  registers: { organisations: 'organisations' },
};
