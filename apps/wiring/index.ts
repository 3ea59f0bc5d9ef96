import { GENESIS, type Folds, type LedgerState, type SubmissionParts } from '#gateway';
import {
  createFolds,
  createLedger,
  KnownStreams,
  openKeyStore,
  streamNames,
  type Checkpoint,
  type Ledger,
  type LedgerFolds,
  type Position,
  type PostgresKeys,
} from '#ledger';
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
  /** Lists the streams there are up to a position; from then on the folds presume the others absent. Only for a process that follows from there on. */
  listStreams(until: Position, signal: AbortSignal): Promise<void>;
  /** Reads the city of the ledger from its genesis. */
  begun(): Promise<LedgerState>;
  /** Over the cached folds of this process unless others are given. */
  submissionParts(city: string, over?: Folds): SubmissionParts & { readonly standing: Standing };
  close(): Promise<void>;
}

export async function wire(environment: Environment, begin?: Checkpoint): Promise<Wired> {
  const keys = await openKeyStore({ databaseUrl: environment.keysDatabaseUrl, prefix: environment.prefix, master: environment.masterKey });
  const ledger = await createLedger({
    url: environment.eventStoreUrl,
    prefix: environment.prefix,
    contracts: house.contracts,
    keys,
    ...(begin ? { begin } : {}),
  });
  const deciders = Object.fromEntries(house.ruled.map(({ contract, decider }) => [contract.category, decider]));
  const known = new KnownStreams();
  const folds = createFolds({ ledger, deciders, known });
  return {
    ledger,
    keys,
    folds,
    listStreams: async (until, signal) => {
      const { eventStoreUrl: url, prefix } = environment;
      for await (const names of streamNames({ url, prefix, contracts: house.contracts, until, signal }))
        for (const name of names) known.add(name);
      if (!signal.aborted) known.complete();
    },
    begun: async () => (await folds.reload(GENESIS)).state as LedgerState,
    submissionParts: (city, over = folds) => {
      const standing = standingOver(over, city);
      const { units, authorities, parameters } = standing;
      return {
        categories: house.categories,
        clock: systemClock,
        folds: over,
        units,
        authorities,
        parameters,
        secret: environment.ledgerSecret,
        city,
        standing,
      };
    },
    close: async () => {
      await ledger.close();
      await keys.close();
    },
  };
}

export const systemClock = { now: (): string => new Date().toISOString() };
