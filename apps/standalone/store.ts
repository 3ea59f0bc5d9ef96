import { startEventStore } from '#embedded';
import { endOnRequest, tellReady } from '../supervised';

/** The embedded event store as a process of its own under the supervisor: EVENTS_DATABASE_URL, EVENTSTORE_PORT. */
async function main(): Promise<void> {
  const databaseUrl = process.env['EVENTS_DATABASE_URL'] ?? '';
  const port = Number(process.env['EVENTSTORE_PORT']);
  const store = await startEventStore({
    databaseUrl,
    host: '127.0.0.1',
    port,
    insecure: true,
    log: (line) => process.stdout.write(`${line}\n`),
  });
  endOnRequest(() => store.close());
  tellReady();
}

main().catch((reason: unknown) => {
  process.stderr.write(`${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`);
  process.exit(1);
});
