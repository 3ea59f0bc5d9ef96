import { appointments } from './appointments';
import { mandates } from './mandates';
import type { Mechanism } from './mechanism';
import { organisations } from './organisations';
import { parameters } from './parameters';
import { territory } from './territory';

export * from './genesis';
export type { Category, Mechanism } from './mechanism';

/** Every mechanism of the ledger. Deleting one = its folder and one line. */
export const all: readonly Mechanism[] = [territory, organisations, appointments, parameters, mandates];
