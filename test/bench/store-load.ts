import { randomUUID } from 'node:crypto';
import { BACKWARDS, END, EventStoreDBClient, FORWARDS, jsonEvent, NO_STREAM, START, type Position } from '@eventstore/db-client';
import { TEXT, UNIT, wishPosted } from './facts';

/**
 * One client process of the store's bench: argv = connection string, what (`append`, `wish` = the fact a posted wish records, `read`, `tail` = read up to
 * the end), how many, in flight.
 * Prints operations per second, and how many appends were acknowledged in all.
 */
async function main(): Promise<void> {
  const [url = '', what = '', count = '0', inFlight = '1'] = process.argv.slice(2);
  const client = EventStoreDBClient.connectionString(url);
  const one = what === 'wish' ? appendWish : appendOne;
  const reading = what === 'read' || what === 'tail';
  const warmUp = reading ? 0 : Math.round(Math.min(2000, Number(count) / 4));
  if (what !== 'tail') await one(client);
  const from = what === 'tail' ? await beforeTheEnd(client, Number(count)) : START;
  if (!reading) await appends(client, one, warmUp, Number(inFlight));
  const start = process.hrtime.bigint();
  const done = reading ? await reads(client, Number(count), from) : await appends(client, one, Number(count), Number(inFlight));
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const acknowledged = what === 'tail' ? 0 : what === 'read' ? 1 : 1 + warmUp + Number(count);
  process.stdout.write(`${JSON.stringify({ perSecond: done / seconds, acknowledged })}\n`);
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

async function reads(client: EventStoreDBClient, count: number, fromPosition: Position | typeof START): Promise<number> {
  let seen = 0;
  for await (const { event } of client.readAll({ direction: FORWARDS, fromPosition, maxCount: count })) if (event) seen++;
  if (seen !== count) throw new Error(`${count} events were to be read, ${seen} came`);
  return seen;
}

/** Where the last `count` events begin. */
async function beforeTheEnd(client: EventStoreDBClient, count: number): Promise<Position> {
  let from: Position | undefined;
  for await (const { event } of client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: count })) from = event?.position;
  if (from === undefined) throw new Error('the log is empty');
  return from;
}

void main();
