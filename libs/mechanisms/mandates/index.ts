import { category, type Mechanism } from '../mechanism';
import { mandatesContract } from './contract';
import { mandatesDecider } from './decider';
import { mandatesIndicators } from './indicators.queries';
import { mandatesQuestions } from './queries';
import { mandatesExpire } from './reactions';
import { mandatesDiscloses, mandatesView } from './views';

export const mandates: Mechanism = {
  name: 'mandates',
  categories: [category(mandatesContract, mandatesDecider)],
  views: [mandatesView],
  questions: mandatesQuestions,
  reactions: [mandatesExpire],
  registers: { mandates: 'mandates' },
  discloses: mandatesDiscloses,
  indicators: mandatesIndicators,
};
