import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent, NO_STREAM, FORWARDS, START } from '@eventstore/db-client';
import { TEXT, UNIT, wishPosted } from './facts';

/**
 * One client process of the store's bench: argv = connection string, what (`append`, `wish` = the fact a posted wish records, `read`), how many, in flight.
 * Prints operations per second, and how many appends were acknowledged in all.
 */
async function main(): Promise<void> {
  const [url = '', what = '', count = '0', inFlight = '1'] = process.argv.slice(2);
  const client = EventStoreDBClient.connectionString(url);
  const one = what === 'wish' ? appendWish : appendOne;
  await one(client);
  const warmUp = Math.round(Math.min(2000, Number(count) / 4));
  if (what !== 'read') await appends(client, one, warmUp, Number(inFlight));
  const start = process.hrtime.bigint();
  const done = what === 'read' ? await reads(client, Number(count)) : await appends(client, one, Number(count), Number(inFlight));
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  process.stdout.write(`${JSON.stringify({ perSecond: done / seconds, acknowledged: 1 + warmUp + Number(count) })}\n`);
  process.exit(0);
}

type One = (client: EventStoreDBClient) => Promise<void>;

async function appends(client: EventStoreDBClient, one: One, count: number, inFlight: number): Promise<number> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await one(client);
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return count;
}

async function appendOne(client: EventStoreDBClient): Promise<void> {
  await client.appendToStream(`load-${randomUUID()}`, [jsonEvent({ type: 'fact', data: DATA })], { expectedRevision: NO_STREAM });
}

async function appendWish(client: EventStoreDBClient): Promise<void> {
  const id = `b-${randomUUID().slice(0, 30)}`;
  await client.appendToStream(
    `${process.env['LEDGER_PREFIX'] ?? ''}wishes-${id}`,
    [jsonEvent(wishPosted(id, { text: TEXT, unit: UNIT }))],
    { expectedRevision: NO_STREAM },
  );
}

/** About 290 bytes. */
const DATA = { unit: '330681001', text: '暨阳街道'.repeat(12), amount: '1234500', note: 'x'.repeat(80) };

async function reads(client: EventStoreDBClient, count: number): Promise<number> {
  let seen = 0;
  for await (const { event } of client.readAll({ direction: FORWARDS, fromPosition: START, maxCount: count })) if (event) seen++;
  return seen;
}

void main();
