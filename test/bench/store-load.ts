import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent, NO_STREAM, FORWARDS, START } from '@eventstore/db-client';

/** One client process of the store's bench: argv = connection string, what, how many, in flight. Prints operations per second. */
async function main(): Promise<void> {
  const [url = '', what = '', count = '0', inFlight = '1'] = process.argv.slice(2);
  const client = EventStoreDBClient.connectionString(url);
  await appendOne(client);
  const warmUp = Math.min(2000, Number(count) / 4);
  if (what === 'append') await appends(client, warmUp, Number(inFlight));
  const start = process.hrtime.bigint();
  const done = what === 'append' ? await appends(client, Number(count), Number(inFlight)) : await reads(client, Number(count));
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  process.stdout.write(`${JSON.stringify({ perSecond: done / seconds })}\n`);
  process.exit(0);
}

async function appends(client: EventStoreDBClient, count: number, inFlight: number): Promise<number> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await appendOne(client);
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return count;
}

async function appendOne(client: EventStoreDBClient): Promise<void> {
  await client.appendToStream(`load-${randomUUID()}`, [jsonEvent({ type: 'fact', data: DATA })], { expectedRevision: NO_STREAM });
}

/** About 290 bytes. */
const DATA = { unit: '330681001', text: '暨阳街道'.repeat(12), amount: '1234500', note: 'x'.repeat(80) };

async function reads(client: EventStoreDBClient, count: number): Promise<number> {
  let seen = 0;
  for await (const { event } of client.readAll({ direction: FORWARDS, fromPosition: START, maxCount: count })) if (event) seen++;
  return seen;
}

void main();
