import type { EventData } from '@eventstore/db-client';
import { streamOf, type JsonObject } from '#kernel';
import type { Bounded } from './bounded';
import type { Catalogue } from './catalogue';
import type { Connection } from './connection';
import { FactTooLarge, StreamGone } from './errors';
import { eventIdOf } from './ids';
import type { Appended, AppendRequest } from './ledger';
import { storedMetadata } from './metadata';
import { named, suspects } from './refusals';
import { sealFacts, type KeyStore } from './sealing';

/** The stricter count of the servers of our range (24.10: data + metadata + 2 × type); 23.10 takes what passes it. */
export const APPEND_BYTES_MAX = 1_048_576;

export interface AppendPath {
  readonly catalogue: Catalogue;
  readonly connection: Connection;
  readonly bounded: Bounded;
  readonly keys: KeyStore | undefined;
  readonly limit_ms: number;
}

/** A fact as it will be stored: sealed, named, measured. */
export interface PreparedFact {
  readonly eventId: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly meta: JsonObject;
}

/**
 * Appends the facts of one submission at the revision they were decided at. Never retries by itself: after a timeout or a broken connection the
 * outcome is unknown and only a look at the stream tells.
 * @throws WrongRevision, FactTooLarge, LedgerBusy, LedgerTimeout, LedgerUnavailable, LedgerDenied, StreamGone
 */
export async function appendFacts(path: AppendPath, request: AppendRequest): Promise<Appended> {
  const stream = streamOf(request.stream);
  const facts = await prepareFacts(request, path.catalogue, path.keys);
  const events = facts.map(eventOf);
  const bytes = events.reduce((sum, event) => sum + event.bytes, 0);
  if (bytes > APPEND_BYTES_MAX) throw new FactTooLarge(bytes, APPEND_BYTES_MAX);
  const [client, since_ms] = [path.connection.client, performance.now()];
  try {
    const answer = await path.bounded.run(`append to ${stream}`, path.limit_ms, () =>
      client.appendToStream(path.catalogue.storedName(request.stream), events, {
        expectedRevision: request.at < 0 ? 'no_stream' : BigInt(request.at),
        requiresLeader: true,
      }),
    );
    path.connection.answered();
    const revision = Number(answer.nextExpectedRevision);
    // A stream that was deleted and made again continues its old numbers; its old appends answer without a position.
    if (revision !== request.at + facts.length || answer.position === undefined) throw new StreamGone(stream);
    return { revision, position: answer.position.commit.toString(), data: facts.map((fact) => fact.data) };
  } catch (reason) {
    const error = named(reason, { what: `append to ${stream}`, stream, expected: request.at, bytes, limit_ms: path.limit_ms });
    if (suspects(error)) path.connection.suspect(client, since_ms);
    else path.connection.answered();
    throw error;
  }
}

/** Ids, seals and metadata of the facts of an append. Also what a ledger in memory stores. */
export async function prepareFacts(
  request: AppendRequest,
  catalogue: Catalogue,
  keys: KeyStore | undefined,
): Promise<readonly PreparedFact[]> {
  if (!Number.isSafeInteger(request.at) || request.at < -1)
    throw new Error(`an append needs the revision it was decided at, not ${request.at}`);
  if (request.facts.length === 0) throw new Error('an append needs at least one fact');
  const stream = streamOf(request.stream);
  for (const { type } of request.facts) {
    if (!catalogue.declares(request.stream.category, type)) throw new Error(`${stream}: fact ${type} is not declared`);
  }
  const ids = request.facts.map((_, index) => eventIdOf(request.meta.submission, stream, index));
  const sealed = await sealFacts(request, ids, keys);
  return request.facts.map((fact, index) => ({
    eventId: ids[index] ?? '',
    type: fact.type,
    data: sealed[index] ?? fact.data,
    meta: storedMetadata({ ...request.meta, subjects: fact.subjects }),
  }));
}

export function appendBytes(facts: readonly PreparedFact[]): number {
  return facts.reduce((sum, fact) => sum + eventOf(fact).bytes, 0);
}

/** The client takes metadata as bytes, so they are spelled once; data it spells itself, for only so it says that they are JSON. */
function eventOf({ eventId, type, data, meta }: PreparedFact): EventData & { readonly bytes: number } {
  const metadata = utf8.encode(JSON.stringify(meta));
  const bytes = Buffer.byteLength(JSON.stringify(data)) + metadata.length + 2 * type.length;
  return { id: eventId, contentType: 'application/json', type, data, metadata, bytes };
}

const utf8 = new TextEncoder();
