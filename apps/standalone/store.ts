import { ensureStoreCredentials, startEventStore } from '#embedded';
import { endOnRequest, tellReady } from '../supervised';

/**
 * The embedded event store as a process of its own under the supervisor, with TLS and accounts: EVENTS_DATABASE_URL, EVENTSTORE_PORT,
 * EVENTSTORE_FOLDER (its certificates and passwords).
 */
async function main(): Promise<void> {
  const { tls, accounts } = await ensureStoreCredentials(required('EVENTSTORE_FOLDER'), ['127.0.0.1'], Date.now());
  const store = await startEventStore({
    databaseUrl: required('EVENTS_DATABASE_URL'),
    host: '127.0.0.1',
    port: Number(required('EVENTSTORE_PORT')),
    insecure: false,
    tls,
    accounts,
    log: (line) => process.stdout.write(`${line}\n`),
  });
  endOnRequest(() => store.close());
  tellReady();
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: this process is started by the supervisor`);
  return value;
}

main().catch((reason: unknown) => {
  process.stderr.write(`${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`);
  process.exit(1);
});
