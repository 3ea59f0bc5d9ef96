import type { Mechanism } from '../mechanism';
import { indicatorsQuestions } from './indicators.queries';
import { overdueQuestion } from './overdue.queries';
import { tasksQuestion } from './tasks.queries';

/** What leadership and the workbench ask of all mechanisms at once: it records nothing, and knows no mechanism but by its declaration. */
export function insight(mechanisms: readonly Mechanism[]): Mechanism {
  return {
    name: 'insight',
    categories: [],
    views: [],
    questions: [...indicatorsQuestions(mechanisms), overdueQuestion(mechanisms), tasksQuestion(mechanisms)],
    reactions: [],
    registers: {},
  };
}
