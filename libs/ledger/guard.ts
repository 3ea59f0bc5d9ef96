import type { Duplex, Readable } from 'node:stream';
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import type { BatchAppendReq, BatchAppendResp, ReadResp } from '@eventstore/db-client/generated/streams_pb';

/*
 * The client trusts every answer. A response without its parts, an answer nobody waits for, or a trailer without its companions throws inside
 * an event handler of the client, where nobody can catch it: the process dies. An orderly end of the append stream with appends pending leaves
 * them pending for ever. These guards stand between the wire and the client and turn each into an ordinary UNAVAILABLE of that call.
 */

/** What the client calls, as far as we guard it. Arguments are passed through untouched. */
export interface StreamCalls {
  batchAppend(...args: readonly unknown[]): Duplex & { cancel(): void };
  append(...args: readonly unknown[]): unknown;
  read(...args: readonly unknown[]): Readable & { cancel(): void };
}

/** Guards every call made through this generated stub. */
export function guardStreamCalls(calls: StreamCalls): void {
  const { batchAppend, append, read } = calls;
  calls.batchAppend = (...args) => guardBatchAppend(batchAppend.apply(calls, [...args]));
  calls.read = (...args) => guardRead(read.apply(calls, [...args]));
  calls.append = (...args) =>
    append.apply(
      calls,
      args.map((arg) => (typeof arg === 'function' ? guardCallback(arg as Callback) : arg)),
    );
}

type Callback = (error: unknown, answer: unknown) => void;

function guardCallback(callback: Callback): Callback {
  return (error, answer) => callback(error === null || error === undefined ? error : withCompanions(error), answer);
}

function guardBatchAppend(stream: Duplex & { cancel(): void }): Duplex & { cancel(): void } {
  const pending = new Set<string>();
  const [emit, write] = [stream.emit.bind(stream), stream.write.bind(stream) as (chunk: unknown) => boolean];
  const breakOff = (why: string): void => {
    stream.destroy(unavailable(why));
    stream.cancel();
  };
  // The client queues what `write` does not take at once and rejects the queue where nobody listens. Our own bound on appends in flight is the
  // back-pressure, so that `write` may always say yes.
  stream.write = ((request: BatchAppendReq): boolean => {
    pending.add(request.getCorrelationId()?.getString() ?? '');
    write(request);
    return true;
  }) as Duplex['write'];
  stream.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    if (event === 'error') return emit(event, withCompanions(args[0]));
    if (event === 'data') {
      const wrong = wrongAnswer(args[0] as BatchAppendResp, pending);
      if (wrong === undefined) return emit(event, ...args);
      if (!stream.destroyed) breakOff(wrong);
      return true;
    }
    if (event === 'end' && pending.size > 0 && !stream.destroyed) breakOff('the event store ended the append stream with appends pending');
    return emit(event, ...args);
  };
  return stream;
}

function wrongAnswer(answer: BatchAppendResp, pending: Set<string>): string | undefined {
  const id = answer.getCorrelationId()?.getString() ?? '';
  if (!pending.delete(id)) return 'the event store answered an append nobody waits for';
  if (answer.hasError())
    return answer.getError()?.hasDetails() && answer.hasStreamIdentifier()
      ? undefined
      : 'the event store refused an append without saying why';
  return answer.hasSuccess() ? undefined : 'the event store neither accepted nor refused an append';
}

function guardRead(stream: Readable & { cancel(): void }): Readable & { cancel(): void } {
  const emit = stream.emit.bind(stream);
  stream.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    if (event === 'error') return emit(event, withCompanions(args[0]));
    if (event === 'data' && isMalformed(args[0] as ReadResp)) {
      if (!stream.destroyed) stream.destroy(unavailable('the event store sent an event without its name or id'));
      stream.cancel();
      return true;
    }
    return emit(event, ...args);
  };
  return stream;
}

function isMalformed(answer: ReadResp): boolean {
  const event = answer.getEvent()?.getEvent();
  return event !== undefined && !(event.hasStreamIdentifier() && event.hasId());
}

/** Trailers the client reads without looking whether they are there, by the exception that makes it look. */
const COMPANIONS: Readonly<Record<string, readonly string[]>> = {
  'wrong-expected-version': ['stream-name', 'expected-version'],
  'stream-deleted': ['stream-name'],
  'stream-not-found': ['stream-name'],
  'access-denied': [],
  'not-leader': ['leader-endpoint-host', 'leader-endpoint-port'],
  'maximum-append-size-exceeded': ['maximum-append-size'],
  'missing-required-metadata-property': ['required-metadata-properties'],
  'invalid-transaction': [],
  'no-stream': [],
};

/** Takes away an exception the client would choke on; the status code alone then says what it was. */
function withCompanions(error: unknown): unknown {
  if (!(error instanceof Error) || !('metadata' in error) || !(error.metadata instanceof Metadata)) return error;
  const trailers = error.metadata;
  const exception = trailers.get('exception')[0]?.toString();
  if (exception !== undefined && !COMPANIONS[exception]?.every((name) => trailers.get(name).length > 0)) trailers.remove('exception');
  if (!('details' in error) || typeof error.details !== 'string') Object.assign(error, { details: error.message });
  return error;
}

function unavailable(details: string): ServiceError {
  return Object.assign(new Error(details), { code: status.UNAVAILABLE, details, metadata: new Metadata() });
}
