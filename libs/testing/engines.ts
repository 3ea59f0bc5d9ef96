import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLedger, type Checkpoint, type Ledger, type LedgerOptions, type StoredNames } from '#ledger';
import { startEventStore, startPostgres, type RunningEventStore, type RunningPostgres } from '#embedded';

/** Real engines for a test: the given ones (EVENTSTORE_URL, DATABASE_URL, KEYS_DATABASE_URL), else embedded ones in a folder of their own. */
export interface Engines {
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  readonly keysDatabaseUrl: string;
  /** Heads every stream name and schema of this test: a given server need be neither fresh nor empty. */
  readonly prefix: string;
  /** The last event of `$all` when the test began: its ledger begins after it. */
  readonly begin: Checkpoint | undefined;
  /** The embedded event store ends (connections are cancelled) and starts again on the same port and data; undefined for a given one. */
  readonly restartEventStore: (() => Promise<void>) | undefined;
  /** A ledger on these engines, under this prefix, beginning where the test began. */
  ledger(contracts: readonly StoredNames[], more?: Partial<LedgerOptions>): Promise<Ledger>;
  stop(): Promise<void>;
}

/** Starts what is not given. Takes a second or two; once per spec file, in `beforeAll`. */
export async function startEngines(): Promise<Engines> {
  const given = process.env;
  const [store, rows, keys] = [given['EVENTSTORE_URL'], given['DATABASE_URL'], given['KEYS_DATABASE_URL']];
  const folder = mkdtempSync(join(tmpdir(), 'ledger-engines-'));
  const prefix = `t${randomBytes(5).toString('hex')}_`;
  const needsPostgres = store === undefined || rows === undefined || keys === undefined;
  const postgres = needsPostgres
    ? await startPostgres({ dataDir: join(folder, 'postgres'), databases: ['events', 'ledger', 'keys'] })
    : undefined;
  const embedded = store === undefined && postgres ? await EmbeddedStore.start(postgres) : undefined;
  const [eventStoreUrl, databaseUrl, keysDatabaseUrl] = [
    store ?? embedded?.url,
    rows ?? postgres?.url('ledger'),
    keys ?? postgres?.url('keys'),
  ];
  if (eventStoreUrl === undefined || databaseUrl === undefined || keysDatabaseUrl === undefined)
    throw new Error('an engine is neither given nor started');
  const begin = await endOf(eventStoreUrl, prefix);
  return {
    eventStoreUrl,
    databaseUrl,
    keysDatabaseUrl,
    prefix,
    begin,
    restartEventStore: embedded && (() => embedded.restart()),
    ledger: (contracts, more = {}) => createLedger({ url: eventStoreUrl, prefix, contracts, ...(begin ? { begin } : {}), ...more }),
    async stop() {
      await embedded?.stop();
      await postgres?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

class EmbeddedStore {
  private constructor(
    private readonly postgres: RunningPostgres,
    private running: RunningEventStore,
    private readonly port: number,
  ) {}

  static async start(postgres: RunningPostgres): Promise<EmbeddedStore> {
    const running = await open(postgres, 0);
    return new EmbeddedStore(postgres, running, running.port);
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  async restart(): Promise<void> {
    await this.running.close();
    this.running = await open(this.postgres, this.port);
  }

  stop(): Promise<void> {
    return this.running.close();
  }
}

function open(postgres: RunningPostgres, port: number): Promise<RunningEventStore> {
  return startEventStore({ databaseUrl: postgres.url('events'), host: '127.0.0.1', port, insecure: true });
}

async function endOf(url: string, prefix: string): Promise<Checkpoint | undefined> {
  const ledger = await createLedger({ url, prefix, contracts: [{ category: 'none', facts: {} }] });
  try {
    return await ledger.end();
  } finally {
    await ledger.close();
  }
}
