import { category, type Mechanism } from '../mechanism';
import { cardsContract, stationsContract, teamsContract, wishesContract } from './contract';
import { cardsDecider, stationsDecider, teamsDecider, wishesDecider } from './decider';
import { volunteersIndicators } from './indicators.queries';
import { volunteersDisclose } from './discloses';
import { volunteersQuestions } from './queries';
import { creditsExpire } from './reactions';
import { volunteersOverdue, volunteersTasks } from './tasks.queries';
import { cardsView, communityView } from './views';

export const volunteers: Mechanism = {
  name: 'volunteers',
  categories: [
    category(cardsContract, cardsDecider),
    category(wishesContract, wishesDecider),
    category(teamsContract, teamsDecider),
    category(stationsContract, stationsDecider),
  ],
  views: [cardsView, communityView],
  questions: volunteersQuestions,
  reactions: [creditsExpire],
  registers: { cards: 'cards', wishes: 'wishes', teams: 'teams', stations: 'stations' },
  discloses: volunteersDisclose,
  indicators: volunteersIndicators,
  overdue: volunteersOverdue,
  tasks: volunteersTasks,
};
