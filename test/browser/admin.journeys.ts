import type { Journey } from './journey';

export const adminJourneys: readonly Journey[] = [];
