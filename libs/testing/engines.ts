import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLedger, type Checkpoint, type Ledger, type LedgerOptions, type StoredNames } from '#ledger';
import {
  ensureStoreCredentials,
  LEDGER_ACCOUNT,
  startEventStore,
  startPostgres,
  type RunningEventStore,
  type RunningPostgres,
} from '#embedded';

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
  /** A ledger on these engines, under this prefix, beginning where the test began. Patient: test machines are busier than servers. */
  ledger(contracts: readonly StoredNames[], more?: Partial<LedgerOptions>): Promise<Ledger>;
  stop(): Promise<void>;
}

const LIMIT_MS = 30_000;

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
  const embedded = store === undefined && postgres ? await EmbeddedStore.begin(postgres, join(folder, 'store')) : undefined;
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
    ledger: (contracts, more = {}) =>
      createLedger({ url: eventStoreUrl, prefix, contracts, limit_ms: LIMIT_MS, ...(begin ? { begin } : {}), ...more }),
    async stop() {
      await embedded?.stop();
      await postgres?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

class EmbeddedStore {
  private constructor(
    private readonly start: (port: number) => Promise<RunningEventStore>,
    private running: RunningEventStore,
    private readonly folder: string,
    private readonly password: string,
  ) {}

  /** As the standalone ledger runs it: TLS under a private CA, and the ledger's own account, which is no administrator. */
  static async begin(postgres: RunningPostgres, folder: string): Promise<EmbeddedStore> {
    const credentials = await ensureStoreCredentials(folder, ['127.0.0.1'], Date.now());
    const settings = { databaseUrl: postgres.url('events'), host: '127.0.0.1', insecure: false, ...credentials };
    const start = (port: number): Promise<RunningEventStore> => startEventStore({ ...settings, port });
    const password = credentials.accounts.find(({ name }) => name === LEDGER_ACCOUNT)?.password;
    if (password === undefined) throw new Error('the store has no account for the ledger');
    return new EmbeddedStore(start, await start(0), folder, password);
  }

  get url(): string {
    const host = `${LEDGER_ACCOUNT}:${encodeURIComponent(this.password)}@127.0.0.1:${this.running.port}`;
    return `esdb://${host}?tls=true&tlsCAFile=${encodeURIComponent(join(this.folder, 'ca.pem')).replaceAll('%2F', '/')}`;
  }

  async restart(): Promise<void> {
    const { port } = this.running;
    await this.running.close();
    this.running = await this.start(port);
  }

  stop(): Promise<void> {
    return this.running.close();
  }
}

async function endOf(url: string, prefix: string): Promise<Checkpoint | undefined> {
  const ledger = await createLedger({ url, prefix, contracts: [{ category: 'none', facts: {} }] });
  try {
    return await ledger.end();
  } finally {
    await ledger.close();
  }
}
