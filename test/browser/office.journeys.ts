import type { Journey } from './journey';

export const officeJourneys: readonly Journey[] = [];
