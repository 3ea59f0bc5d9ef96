import type { Mechanism } from '../mechanism';
import { searchQuestion } from './queries';

/** Finding payments, vouchers, units, organisations and persons in their roles, over the rows of the others. Records nothing. */
export const search: Mechanism = { name: 'search', categories: [], views: [], questions: [searchQuestion], reactions: [], registers: {} };
