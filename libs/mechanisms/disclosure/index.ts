import { category, type Mechanism } from '../mechanism';
import { disclosuresContract } from './contract';
import { disclosuresDecider } from './decider';
import { disclosureDues } from './dues.queries';
import { disclosureIndicators, disclosureOverdue } from './survey.queries';
import { disclosureTasks } from './tasks.queries';
import { disclosuresDisclose, disclosuresView } from './views';

/** D3: what is shown of the three affairs, and that it is shown as often as it must be. */
export const disclosure: Mechanism = {
  name: 'disclosure',
  categories: [category(disclosuresContract, disclosuresDecider)],
  views: [disclosuresView],
  questions: [],
  reactions: [],
  registers: { disclosures: 'disclosures' },
  discloses: disclosuresDisclose,
  dues: disclosureDues,
  indicators: disclosureIndicators,
  overdue: disclosureOverdue,
  tasks: disclosureTasks,
};
