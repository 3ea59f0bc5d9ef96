import type { Mechanism } from '../mechanism';
import { boardQuestion } from './queries';
import { boardView } from './views';

/** The public board over what all other mechanisms disclose. It records nothing itself. */
export function board(mechanisms: readonly Mechanism[]): Mechanism {
  return {
    name: 'board',
    categories: [],
    views: [boardView(mechanisms)],
    questions: [boardQuestion(mechanisms.flatMap((mechanism) => (mechanism.dues ? [mechanism.dues] : [])))],
    reactions: [],
    registers: {},
  };
}
