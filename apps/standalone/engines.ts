import { join } from 'node:path';
import { ensureStoreCredentials, freePort, LEDGER_ACCOUNT } from '#embedded';
import type { AppSpec } from './app-process';
import type { DataFolder } from './data-folder';
import { KeptApp, type Surroundings } from './kept-app';
import { KeptPostgres, type PostgresWatch } from './kept-postgres';

/** Where the apps find their engines, and how to stop those that are ours. */
export interface Engines {
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  readonly keysDatabaseUrl: string;
  readonly embedded: readonly string[];
  stop(): Promise<void>;
  kill(): void;
}

/** Each address given replaces its embedded engine; EVENTS_DATABASE_URL puts the embedded event store on a given PostgreSQL. */
export async function startEngines(
  folder: DataFolder,
  given: Readonly<Record<string, string | undefined>>,
  around: Surroundings,
  watch: PostgresWatch,
): Promise<Engines> {
  const storeGiven = given['EVENTSTORE_URL'];
  const missing = [given['DATABASE_URL'], given['KEYS_DATABASE_URL'], storeGiven ?? given['EVENTS_DATABASE_URL']].some((url) => !url);
  const postgres = missing
    ? await KeptPostgres.start(join(folder.path, 'postgres'), ['events', 'ledger', 'keys'], join(folder.logs, 'postgres.log'), watch)
    : undefined;
  const url = (name: string, database: string): string => given[name] || (postgres?.url(database) ?? '');
  let store: KeptApp | undefined;
  const stop = async (): Promise<void> => {
    await store?.stop();
    await postgres?.stop();
  };
  try {
    let eventStoreUrl = storeGiven ?? '';
    if (eventStoreUrl === '') {
      const port = await freePort();
      const storeFolder = join(folder.path, 'eventstore');
      eventStoreUrl = await addressOf(storeFolder, port);
      store = new KeptApp(storeSpec(url('EVENTS_DATABASE_URL', 'events'), storeFolder, port), around).start();
      await store.ready;
    }
    return {
      eventStoreUrl,
      databaseUrl: url('DATABASE_URL', 'ledger'),
      keysDatabaseUrl: url('KEYS_DATABASE_URL', 'keys'),
      embedded: [...(postgres === undefined ? [] : ['PostgreSQL']), ...(store === undefined ? [] : ['event store'])],
      stop,
      kill: () => store?.kill(),
    };
  } catch (reason) {
    await stop();
    throw reason;
  }
}

/** The apps' account is no administrator; what they trust is this store's own authority, not the machine's list. */
async function addressOf(storeFolder: string, port: number): Promise<string> {
  const { tls, accounts } = await ensureStoreCredentials(storeFolder, ['127.0.0.1'], Date.now());
  const password = accounts.find(({ name }) => name === LEDGER_ACCOUNT)?.password ?? '';
  return `esdb://${LEDGER_ACCOUNT}:${encodeURIComponent(password)}@127.0.0.1:${port}?tls=true&tlsCAFile=${encodeURIComponent(tls.caFile)}`;
}

/** What it keeps of streams, ids and the end of the log is bounded well below. */
const STORE_HEAP_MIB = 224;

function storeSpec(databaseUrl: string, storeFolder: string, port: number): AppSpec {
  return {
    name: 'eventstore',
    entry: 'standalone/store.js',
    heapMiB: STORE_HEAP_MIB,
    env: { ...inherited(), EVENTS_DATABASE_URL: databaseUrl, EVENTSTORE_PORT: String(port), EVENTSTORE_FOLDER: storeFolder },
  };
}

/** What an app needs from our own surroundings; our PG* and npm_* variables are not its business. */
export function inherited(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'LANG'];
  return Object.fromEntries(kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name] ?? '']])));
}
