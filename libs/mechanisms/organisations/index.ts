import { category, type Mechanism } from '../mechanism';
import { dutyActsView } from './acts.views';
import { organisationsContract } from './contract';
import { organisationsDecider } from './decider';
import { organisationsIndicators } from './indicators.queries';
import { organisationsQuestions } from './queries';
import { organisationsView } from './views';

export const organisations: Mechanism = {
  name: 'organisations',
  categories: [category(organisationsContract, organisationsDecider)],
  views: [organisationsView],
  questions: organisationsQuestions,
  reactions: [],
  registers: { organisations: 'organisations' },
  indicators: organisationsIndicators,
};

/** What was done on each duty by whatever mechanism. It records nothing itself. */
export function dutyActs(mechanisms: readonly Mechanism[]): Mechanism {
  const categories = mechanisms.flatMap((mechanism) => mechanism.categories);
  return { name: 'duty-acts', categories: [], views: [dutyActsView(categories)], questions: [], reactions: [], registers: {} };
}
