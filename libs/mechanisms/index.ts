import { appointments } from './appointments';
import { board } from './board';
import { disclosure } from './disclosure';
import { funds } from './funds';
import { insight } from './insight';
import { inspections } from './inspections';
import { mandates } from './mandates';
import type { Mechanism } from './mechanism';
import { notes } from './notes';
import { objections } from './objections';
import { dutyActs, organisations } from './organisations';
import { parameters } from './parameters';
import { search } from './search';
import { subjects } from './subjects';
import { territory } from './territory';
import { volunteers } from './volunteers';

export { BOARD, shownLine, type StoredLine } from './board/lines';
export { stepPlace, STEPS } from './board/story.views';
export * from './genesis';
export type { Category, Mechanism } from './mechanism';

/** Every mechanism that records. Deleting one = its folder and one line. */
const recording: readonly Mechanism[] = [
  territory,
  organisations,
  appointments,
  parameters,
  mandates,
  inspections,
  funds,
  volunteers,
  subjects,
  objections,
  notes,
  disclosure,
];

/** Every mechanism of the ledger: the recording ones, the board over what they disclose, the overview of how they stand, and the search over their rows. */
export const all: readonly Mechanism[] = [...recording, dutyActs(recording), board(recording), insight(recording), search];
