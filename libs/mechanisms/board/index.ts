import type { Mechanism } from '../mechanism';
import { boardQuestion } from './queries';
import { storyQuestion } from './story.queries';
import { storyView } from './story.views';
import { boardView } from './views';

/** The public board over what all other mechanisms disclose. It records nothing itself. */
export function board(mechanisms: readonly Mechanism[]): Mechanism {
  const disclosed = boardView(mechanisms);
  const contracts = mechanisms.flatMap((mechanism) => mechanism.categories.map((category) => category.contract));
  const dues = mechanisms.flatMap((mechanism) => (mechanism.dues ? [mechanism.dues] : []));
  const remarks = mechanisms.flatMap((mechanism) => (mechanism.remarks ? [mechanism.remarks] : []));
  return {
    name: 'board',
    categories: [],
    views: [disclosed, storyView(contracts, disclosed.on)],
    questions: [boardQuestion(dues, remarks), storyQuestion(contracts, dues, remarks)],
    reactions: [],
    registers: {},
  };
}
