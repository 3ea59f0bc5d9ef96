import type { Mechanism } from '../mechanism';
import { indicatorsQuestions } from './indicators.queries';
import { KeptLists } from './kept.queries';
import { numberEvidenceQuestion } from './number-evidence.queries';
import { overdueQuestion } from './overdue.queries';
import { tasksQuestion } from './tasks.queries';

/** What leadership and the workbench ask of all mechanisms at once: it records nothing, and knows no mechanism but by its declaration. */
export function insight(mechanisms: readonly Mechanism[]): Mechanism {
  const kept = new KeptLists();
  return {
    name: 'insight',
    categories: [],
    views: [],
    questions: [
      ...indicatorsQuestions(mechanisms, kept),
      numberEvidenceQuestion(mechanisms, kept),
      overdueQuestion(mechanisms, kept),
      tasksQuestion(mechanisms, kept),
    ],
    reactions: [],
    registers: {},
  };
}
