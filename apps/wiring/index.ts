import { GENESIS, type Folds, type LedgerState, type SubmissionParts } from '#gateway';
import { createFolds, createLedger, openKeyStore, type Checkpoint, type Ledger, type LedgerFolds, type PostgresKeys } from '#ledger';
import { all } from '#mechanisms';
import type { Environment } from '../environment';
import { houseOf, type House } from './house';
import { standingOver, type Standing } from './standing';

export { houseOf, type House } from './house';
export { standingOver, type Standing } from './standing';

export const house: House = houseOf(all);

/** The writing side of one process: ledger, keys, folded streams and the ports over them. */
export interface Wired {
  readonly ledger: Ledger;
  readonly keys: PostgresKeys;
  readonly folds: LedgerFolds;
  /** Reads the city of the ledger from its genesis. */
  begun(): Promise<LedgerState>;
  /** Over the cached folds of this process unless others are given. */
  submissionParts(city: string, over?: Folds): SubmissionParts & { readonly standing: Standing };
  close(): Promise<void>;
}

export async function wire(environment: Environment, begin?: Checkpoint): Promise<Wired> {
  const keys = await openKeyStore({ databaseUrl: environment.keysDatabaseUrl, prefix: environment.prefix, master: environment.masterKey });
  const ledger = await createLedger({ url: environment.eventStoreUrl, prefix: environment.prefix, contracts: house.contracts, keys, ...(begin ? { begin } : {}) });
  const deciders = Object.fromEntries(house.ruled.map(({ contract, decider }) => [contract.category, decider]));
  const folds = createFolds({ ledger, deciders });
  return {
    ledger,
    keys,
    folds,
    begun: async () => (await folds.reload(GENESIS)).state as LedgerState,
    submissionParts: (city, over = folds) => {
      const standing = standingOver(over, city);
      const { units, authorities, parameters } = standing;
      return { categories: house.categories, clock: systemClock, folds: over, units, authorities, parameters, secret: environment.ledgerSecret, city, standing };
    },
    close: async () => {
      await ledger.close();
      await keys.close();
    },
  };
}

export const systemClock = { now: (): string => new Date().toISOString() };
