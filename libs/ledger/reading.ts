import {
  BACKWARDS,
  END,
  FORWARDS,
  START,
  StreamNotFoundError,
  type AllStreamResolvedEvent,
  type EventStoreDBClient,
  type StreamingRead,
} from '@eventstore/db-client';
import { streamOf, type StreamName } from '#kernel';
import type { Bounded } from './bounded';
import type { Catalogue } from './catalogue';
import type { Connection } from './connection';
import { factOf, type StoredEvent } from './decoding';
import { LedgerUnavailable, UnreadableFact } from './errors';
import type { StreamSlice } from './ledger';
import type { Checkpoint, RecordedFact } from './recorded';
import { named, suspects } from './refusals';

export interface ReadPath {
  readonly catalogue: Catalogue;
  readonly connection: Connection;
  readonly bounded: Bounded;
  readonly limit_ms: number;
}

/** Facts of one stream at most: a stream that grows beyond is a modelling error, not a reason to fill the memory. */
const STREAM_FACTS_MAX = 200_000;
/** A long read is taken in pages, each with its own deadline. */
const PAGE_MAX = 2_000;

/** Reads a stream from `from` on. When nothing lies there, `revision` is `from` − 1 for a stream that exists and −1 for one that does not. */
export async function readStreamFacts(path: ReadPath, name: StreamName, from: number): Promise<StreamSlice> {
  const facts: RecordedFact[] = [];
  for (;;) {
    const next = from + facts.length;
    const page = await readStreamPage(path, name, next);
    if (page === undefined) return { facts: [], revision: -1 };
    for (const event of page) facts.push(factIn(event, name, next, path.catalogue));
    if (facts.length > STREAM_FACTS_MAX) throw new LedgerUnavailable(`${streamOf(name)} has more than ${STREAM_FACTS_MAX} facts`);
    if (page.length < PAGE_MAX) return { facts, revision: from + facts.length - 1 };
  }
}

function factIn(event: StoredEvent, name: StreamName, next: number, catalogue: Catalogue): RecordedFact {
  const fact = factOf(event, catalogue);
  if (!fact) throw new UnreadableFact(streamOf(name), next, `the event store answered with ${event.streamId}`);
  return fact;
}

/** Undefined when the stream does not exist. */
async function readStreamPage(path: ReadPath, name: StreamName, from: number): Promise<readonly StoredEvent[] | undefined> {
  const stored = path.catalogue.storedName(name);
  return answeredRead(path, `read ${streamOf(name)}`, streamOf(name), async (client, signal) => {
    const stream = client.readStream(stored, { direction: FORWARDS, fromRevision: BigInt(from), maxCount: PAGE_MAX, requiresLeader: true });
    try {
      const events = (await collected(stream, signal)) as readonly { readonly event?: StoredEvent }[];
      return events.flatMap(({ event }) => (event ? [event] : []));
    } catch (reason) {
      if (reason instanceof StreamNotFoundError) return undefined;
      throw reason;
    }
  });
}

/** The last `count` events of `$all`, newest first. */
export function readLast(path: ReadPath, count: number): Promise<readonly StoredEvent[]> {
  return answeredRead(path, 'read the end of $all', '$all', async (client, signal) =>
    storedEvents(await collected(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: count }), signal)),
  );
}

/** The last event of `$all` at or before a position. */
export async function lastUpTo(path: ReadPath, position: bigint): Promise<StoredEvent | undefined> {
  const at = await readFrom(path, position);
  if (at?.position?.commit === position) return at;
  const before = { commit: position, prepare: position };
  const events = await answeredRead(path, `read $all before ${position}`, '$all', async (client, signal) =>
    storedEvents(await collected(client.readAll({ direction: BACKWARDS, fromPosition: before, maxCount: 1 }), signal)),
  );
  return events[0];
}

/** The first event of `$all` at or after a position. */
export async function readFrom(path: ReadPath, position: bigint): Promise<StoredEvent | undefined> {
  return (await readPage(path, position, 1))[0];
}

/** `count` events of `$all` at or after a position, undefined = from the first, whoever's they are. */
export function readPage(path: ReadPath, position: bigint | undefined, count: number): Promise<readonly StoredEvent[]> {
  const at = position === undefined ? START : { commit: position, prepare: position };
  return answeredRead(path, `read $all at ${position ?? 'its beginning'}`, '$all', async (client, signal) =>
    storedEvents(await collected(client.readAll({ direction: FORWARDS, fromPosition: at, maxCount: count }), signal)),
  );
}

export function checkpointOf(event: StoredEvent): Checkpoint {
  return { position: String(event.position?.commit ?? 0n), eventId: event.id };
}

function storedEvents(resolved: readonly unknown[]): readonly StoredEvent[] {
  return (resolved as readonly AllStreamResolvedEvent[]).flatMap(({ event }) => (event ? [event] : []));
}

async function answeredRead<T>(
  path: ReadPath,
  what: string,
  stream: string,
  read: (client: EventStoreDBClient, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const [client, since_ms] = [path.connection.client, performance.now()];
  try {
    const answer = await path.bounded.run(what, path.limit_ms, (signal) => read(client, signal));
    path.connection.answered();
    return answer;
  } catch (reason) {
    const error = named(reason, { what, stream, limit_ms: path.limit_ms });
    if (suspects(error)) path.connection.suspect(client, since_ms);
    throw error;
  }
}

/**
 * Everything a read yields. By events, not by iterator: the client never ends the iterator of a read that we cancelled ourselves.
 */
function collected<E>(stream: StreamingRead<E>, signal: AbortSignal): Promise<readonly E[]> {
  return new Promise((resolve, reject) => {
    const events: E[] = [];
    const cancel = (): void => {
      stream.cancel().catch(() => undefined);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', cancel, { once: true });
    stream.on('data', (event: E) => void events.push(event));
    stream.on('error', (reason) => {
      signal.removeEventListener('abort', cancel);
      reject(reason);
    });
    stream.on('end', () => {
      signal.removeEventListener('abort', cancel);
      resolve(events);
    });
  });
}
