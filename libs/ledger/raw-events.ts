import type { Readable, Writable } from 'node:stream';
import type { CallOptions, Metadata } from '@grpc/grpc-js';
import { Empty, StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import { AppendReq, ReadReq, type AppendResp, type ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { convertToCommandError } from '@eventstore/db-client/dist/utils';
import { Bounded } from './bounded';
import { Connection } from './connection';
import { LedgerError, LedgerTimeout, LedgerUnavailable, WrongRevision } from './errors';
import { named, suspects } from './refusals';

/** An event as it lies in a server, its bytes untouched: the client itself would parse JSON and write it anew. */
export interface RawEvent {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  /** When this server stored it, in its own ticks. */
  readonly created: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export type From = bigint | 'start' | 'end';

/** A page ends with whichever comes first. */
const PAGE_EVENTS = 1_000;
const PAGE_BYTES = 8 * 1_048_576;
const TRIES = 6;
const PAUSE_MS = 100;

/** One event store, event by event as bytes. Calls that failed with unknown outcome are made again: reads are harmless, appends name revision and ids. */
export class RawStore {
  private readonly connection: Connection;
  private readonly bounded = new Bounded(4, 16);
  private closed = false;

  constructor(
    url: string,
    private readonly limit_ms: number,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.connection = new Connection(url);
  }

  /** Up to 1000 events or 8 MiB of `$all` at or after a position. Empty at the end. */
  page(from: From): Promise<readonly RawEvent[]> {
    return this.read(allRequest(from, 'forwards', PAGE_EVENTS), PAGE_EVENTS);
  }

  async first(): Promise<RawEvent | undefined> {
    return (await this.read(allRequest('start', 'forwards', 1), 1))[0];
  }

  async last(): Promise<RawEvent | undefined> {
    return (await this.read(allRequest('end', 'backwards', 1), 1))[0];
  }

  /**
   * Appends events to one stream, which must hold exactly `count` events so far (or these very ones already).
   * @throws WrongRevision, FactTooLarge, StreamGone, LedgerDenied, LedgerTimeout, LedgerUnavailable
   */
  async append(stream: string, count: bigint, events: readonly RawEvent[]): Promise<bigint> {
    return this.call(`append to ${stream}`, stream, Number(count) - 1, async (stub, args) => {
      const answer = await appended(stub, args, stream, count, events);
      if (answer.hasWrongExpectedVersion()) {
        const wrong = answer.getWrongExpectedVersion();
        throw new WrongRevision(stream, Number(count) - 1, wrong?.hasCurrentRevision() ? Number(wrong.getCurrentRevision()) : -1);
      }
      const success = answer.getSuccess();
      if (!success) throw new LedgerUnavailable('the event store neither accepted nor refused an append');
      return BigInt(success.getCurrentRevision());
    });
  }

  close(): Promise<void> {
    this.closed = true;
    return this.connection.close();
  }

  private read(request: ReadReq, count: number): Promise<readonly RawEvent[]> {
    return this.call('read $all', '$all', undefined, (stub, args, signal) => collected(stub.read(request, ...args), count, signal));
  }

  private async call<T>(what: string, stream: string, expected: number | undefined, work: Work<T>): Promise<T> {
    for (let tried = 1; ; tried++) {
      this.signal?.throwIfAborted();
      try {
        return await this.once(what, stream, expected, work);
      } catch (reason) {
        const passing = reason instanceof LedgerTimeout || reason instanceof LedgerUnavailable;
        if (!passing || tried === TRIES || this.closed) throw reason;
        await pause(PAUSE_MS * 2 ** tried);
      }
    }
  }

  private async once<T>(what: string, stream: string, expected: number | undefined, work: Work<T>): Promise<T> {
    const [client, since_ms] = [this.connection.client, performance.now()];
    const inside = client as unknown as Inside;
    try {
      const answer = await this.bounded.run(what, this.limit_ms, async (signal) => {
        const stub = (await inside.getGRPCClient(StreamsClient, 'raw')) as Stub;
        return work(stub, inside.callArguments({ requiresLeader: true }, { deadline: Date.now() + this.limit_ms }), signal);
      });
      this.connection.answered();
      return answer;
    } catch (reason) {
      const error = errorOf(reason, { what, stream, limit_ms: this.limit_ms, ...(expected === undefined ? {} : { expected }) });
      if (suspects(error)) this.connection.suspect(client, since_ms);
      throw error;
    }
  }
}

type CallArguments = readonly [Metadata, CallOptions];
type Work<T> = (stub: Stub, args: CallArguments, signal: AbortSignal) => Promise<T>;

/** The generated stub, as far as it is used here. */
interface Stub {
  read(request: ReadReq, ...args: CallArguments): Readable & { cancel(): void };
  append(metadata: Metadata, options: CallOptions, done: (error: Error | null, answer: AppendResp) => void): Writable;
}

/** The inner doors of the client (6.2.1, pinned): its stub, and the headers and credentials it sends. */
interface Inside {
  getGRPCClient(stub: unknown, name: string): Promise<unknown>;
  callArguments(base: { readonly requiresLeader: boolean }, options: CallOptions): CallArguments;
}

function errorOf(reason: unknown, call: Parameters<typeof named>[1]): LedgerError {
  if (reason instanceof LedgerError) return reason;
  const isAnswer = reason instanceof Error && 'code' in reason && 'metadata' in reason;
  return named(isAnswer ? convertToCommandError(reason) : reason, call);
}

function allRequest(from: From, direction: 'forwards' | 'backwards', count: number): ReadReq {
  const all = new ReadReq.Options.AllOptions();
  if (from === 'start') all.setStart(new Empty());
  else if (from === 'end') all.setEnd(new Empty());
  else all.setPosition(new ReadReq.Options.Position().setCommitPosition(String(from)).setPreparePosition(String(from)));
  const options = new ReadReq.Options()
    .setAll(all)
    .setCount(String(count))
    .setNoFilter(new Empty())
    .setUuidOption(new ReadReq.Options.UUIDOption().setString(new Empty()))
    .setReadDirection(direction === 'forwards' ? 0 : 1);
  return new ReadReq().setOptions(options);
}

function collected(stream: Readable & { cancel(): void }, count: number, signal: AbortSignal): Promise<readonly RawEvent[]> {
  return new Promise((resolve, reject) => {
    const events: RawEvent[] = [];
    let [bytes, ended] = [0, false];
    const stop = (): void => {
      stream.cancel();
      reject(signal.reason as Error);
    };
    const done = (): void => {
      ended = true;
      signal.removeEventListener('abort', stop);
      resolve(events);
    };
    signal.addEventListener('abort', stop, { once: true });
    stream.on('data', (answer: ReadResp) => {
      const event = rawEvent(answer);
      if (!event || events.length >= count || ended) return;
      events.push(event);
      bytes += event.data.length + event.metadata.length;
      // The first one repeats the last of the page before: a page must bring more than that.
      if (bytes < PAGE_BYTES || events.length < 2) return;
      stream.cancel();
      done();
    });
    stream.on('error', (reason) => {
      signal.removeEventListener('abort', stop);
      reject(reason);
    });
    stream.on('end', done);
  });
}

function rawEvent(answer: ReadResp): RawEvent | undefined {
  const event = answer.getEvent()?.getEvent();
  if (!event) return undefined;
  const described = event.getMetadataMap();
  return {
    stream: Buffer.from(event.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8'),
    revision: BigInt(event.getStreamRevision()),
    position: BigInt(event.getCommitPosition()),
    id: event.getId()?.getString() ?? '',
    type: described.get('type') ?? '',
    contentType: described.get('content-type') ?? '',
    created: described.get('created') ?? '',
    data: event.getData_asU8(),
    metadata: event.getCustomMetadata_asU8(),
  };
}

/** The classic append: one call, one answer, at an explicit revision. */
function appended(stub: Stub, args: CallArguments, stream: string, count: bigint, events: readonly RawEvent[]): Promise<AppendResp> {
  const options = new AppendReq.Options().setStreamIdentifier(new StreamIdentifier().setStreamName(Buffer.from(stream, 'utf8')));
  if (count === 0n) options.setNoStream(new Empty());
  else options.setRevision(String(count - 1n));
  return new Promise((resolve, reject) => {
    const sink = stub.append(...args, (error, answer) => (error ? reject(error) : resolve(answer)));
    sink.on('error', reject);
    // The whole is bounded by the size of an append: no need to wait for the wire between two messages.
    sink.write(new AppendReq().setOptions(options));
    for (const event of events) sink.write(new AppendReq().setProposedMessage(proposed(event)));
    sink.end();
  });
}

function proposed(event: RawEvent): AppendReq.ProposedMessage {
  const message = new AppendReq.ProposedMessage()
    .setId(new UUID().setString(event.id))
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  message.getMetadataMap().set('type', event.type).set('content-type', event.contentType);
  return message;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
