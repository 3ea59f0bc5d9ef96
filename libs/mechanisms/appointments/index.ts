import { category, type Mechanism } from '../mechanism';
import { appointmentsContract } from './contract';
import { appointmentsDecider } from './decider';
import { appointmentsQuestions } from './queries';
import { appointmentsView } from './views';

export const appointments: Mechanism = {
  name: 'appointments',
  categories: [category(appointmentsContract, appointmentsDecider)],
  views: [appointmentsView],
  questions: appointmentsQuestions,
  reactions: [],
  registers: { appointments: 'appointments' },
};
