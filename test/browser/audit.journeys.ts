import type { Journey } from './journey';

export const auditJourneys: readonly Journey[] = [];
