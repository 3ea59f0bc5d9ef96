import { isObject, type JsonObject } from '#kernel';
import type { Catalogue } from './catalogue';
import { UnknownFactType, UnreadableFact } from './errors';
import { checkedMetadata } from './metadata';
import type { Metadata, RecordedFact } from './recorded';

/** An event as the client of the event store hands it out. */
export interface StoredEvent {
  readonly streamId: string;
  readonly revision: bigint;
  readonly position?: { readonly commit: bigint } | undefined;
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata?: unknown;
}

/**
 * Reads a stored event as a fact: stream without prefix, upcast to the present shape, metadata asserted.
 * Undefined when its stream is none of this ledger's.
 * @throws UnknownFactType, UnreadableFact: whoever reads must stop.
 */
export function factOf(event: StoredEvent, catalogue: Catalogue): RecordedFact | undefined {
  const name = catalogue.streamNamed(event.streamId);
  if (!name) return undefined;
  const stream = `${name.category}-${name.id}`;
  const revision = Number(event.revision);
  if (!isObject(event.data)) {
    if (!catalogue.current(name.category, event.type, {})) throw new UnknownFactType(stream, revision, event.type);
    throw new UnreadableFact(stream, revision, 'its data is no JSON object');
  }
  const fact = catalogue.current(name.category, event.type, event.data as JsonObject);
  if (!fact) throw new UnknownFactType(stream, revision, event.type);
  if (event.position === undefined) throw new UnreadableFact(stream, revision, 'it has no position');
  return {
    stream,
    category: name.category,
    id: name.id,
    revision,
    position: event.position.commit.toString(),
    eventId: event.id,
    type: fact.type,
    data: fact.data,
    meta: metadataOf(event, stream, revision),
  };
}

function metadataOf(event: StoredEvent, stream: string, revision: number): Metadata {
  try {
    return checkedMetadata(event.metadata);
  } catch (reason) {
    throw new UnreadableFact(stream, revision, reason instanceof Error ? reason.message : String(reason));
  }
}
