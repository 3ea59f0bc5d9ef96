import type { Mechanism } from '../mechanism';
import { disclosureDues } from './dues.queries';
import { disclosureIndicators, disclosureOverdue } from './survey.queries';

/** D3: that the three affairs are shown as often as they must be. It records nothing: what is shown are the lines of the boards. */
export const disclosure: Mechanism = {
  name: 'disclosure',
  categories: [],
  views: [],
  questions: [],
  reactions: [],
  registers: {},
  dues: disclosureDues,
  indicators: disclosureIndicators,
  overdue: disclosureOverdue,
};
