import type { Journey } from './journey';

export const cockpitJourneys: readonly Journey[] = [];
