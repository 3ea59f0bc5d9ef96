import type { Journey } from './journey';

export const boardJourneys: readonly Journey[] = [];
