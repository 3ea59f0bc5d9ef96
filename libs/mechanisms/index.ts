import { mandates } from './mandates';
import type { Mechanism } from './mechanism';

export type { Category, Mechanism } from './mechanism';

/** Every mechanism of the ledger. Deleting one = its folder and one line. */
export const all: readonly Mechanism[] = [mandates];
