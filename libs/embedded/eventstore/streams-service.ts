import { type sendUnaryData, type ServerReadableStream, type ServerUnaryCall, type ServerWritableStream } from '@grpc/grpc-js';
import { type Access } from './access/access';
import { prepareEvent } from './append/commit-builder';
import { type AppendRequest } from './append/append-request';
import { type GroupCommit } from './append/group-commit';
import { BatchConversation, WRITE_TIMEOUT_MS, type BatchCall } from './batch-append';
import { APPEND_SIZE_MAX, appendSuccess, appendWrongExpectedVersion, deleteAnswer, type AppendOutcome } from './protocol/append-answers';
import { readAppendFragment, readDelete, type AppendFragment, type BadEvent, type StreamTarget } from './protocol/append-requests';
import { MalformedMessage } from './protocol/proto-reader';
import { readReadRequest, type ReadRequest } from './protocol/read-request';
import { type ProposedEvent } from './protocol/recorded-event';
import { refuse, Refusal } from './protocol/refusal';
import { AnswerSink, type AnswerCall } from './read/answer-sink';
import { type EventLog } from './read/event-log';
import { readAll, readStream } from './read/finite-read';
import { Follower, type FellBehind } from './read/follow';
import { followAll } from './read/follow-all';
import { followStream } from './read/follow-stream';
import { isStreamName } from './stream-name';

/** Metadata does not count against the append limit, but memory has one. */
const HELD_BYTES_MAX = 64 * 1024 * 1024;
const MAX_REVISION = 9223372036854775807n;

/** The five calls of `event_store.client.streams.Streams`. */
export class StreamsService {
  private readonly conversations = new Set<BatchConversation>();
  private readonly sinks = new Set<AnswerSink>();
  private closing = false;

  constructor(
    private readonly log: EventLog,
    private readonly commit: GroupCommit,
    private readonly access: Access,
    private readonly open: boolean,
    private readonly fellBehind: FellBehind,
  ) {}

  readonly handlers = {
    Read: (call: ServerWritableStream<Buffer, Buffer>): void => void this.read(call),
    Append: (call: ServerReadableStream<Buffer, Buffer>, done: sendUnaryData<Buffer>): void => this.append(call, done),
    BatchAppend: (call: BatchCall): void => this.batchAppend(call),
    Delete: (call: ServerUnaryCall<Buffer, Buffer>, done: sendUnaryData<Buffer>): void => void this.remove('delete', call, done),
    Tombstone: (call: ServerUnaryCall<Buffer, Buffer>, done: sendUnaryData<Buffer>): void => void this.remove('tombstone', call, done),
  };

  /** Cancels what is open, so that no client waits for an answer that will not come. */
  close(): void {
    this.closing = true;
    const why = refuse.cancelled('The server is shutting down.');
    for (const conversation of this.conversations) conversation.fail(why);
    for (const sink of this.sinks) sink.fail(why.toStatus());
  }

  private async read(call: ServerWritableStream<Buffer, Buffer>): Promise<void> {
    const sink = new AnswerSink(call as unknown as AnswerCall);
    this.sinks.add(sink);
    sink.onClose(() => this.sinks.delete(sink));
    try {
      if (this.closing) throw refuse.unavailable('The server is shutting down.');
      const request = readReadRequest(call.request);
      checkRead(request);
      if (!this.open) await this.mayRead(call, request);
      await this.answerRead(sink, request);
    } catch (error) {
      sink.fail(asRefusal(error).toStatus());
    }
  }

  private async mayRead(call: ServerWritableStream<Buffer, Buffer>, { of }: ReadRequest): Promise<void> {
    const caller = await this.access.identify(call.metadata);
    const stream = of && 'stream' in of ? of.stream : '$all';
    if (!(await this.access.allows(caller, 'read', stream))) throw refuse.accessDenied();
  }

  private async answerRead(sink: AnswerSink, request: ReadRequest): Promise<void> {
    const { of } = request;
    if (of === undefined) throw refuse.invalid('Neither a stream nor $all was asked for.');
    if (request.count !== undefined)
      return 'stream' in of ? readStream(this.log, sink, request, of.stream, of.from) : readAll(this.log, sink, request, of.all);
    const follower = new Follower(this.log, sink, request, this.fellBehind);
    return 'stream' in of ? followStream(follower, of.stream, of.from) : followAll(follower, of.all, request.filter);
  }

  private batchAppend(call: BatchCall): void {
    const conversation = new BatchConversation(call, this.commit, this.access, this.open);
    this.conversations.add(conversation);
    call.once('close', () => this.conversations.delete(conversation));
    call.once('cancelled', () => this.conversations.delete(conversation));
    if (this.closing) conversation.fail(refuse.unavailable('The server is shutting down.'));
  }

  /** The classic call: options first, then one event a message. The client's half-close says that all have come. */
  private append(call: ServerReadableStream<Buffer, Buffer>, done: sendUnaryData<Buffer>): void {
    let target: StreamTarget | undefined;
    let size = 0;
    let held = 0;
    let over = false;
    const events: ProposedEvent[] = [];
    const answer = (error: Refusal | undefined, value?: Buffer): void => {
      if (over) return;
      over = true;
      call.resume();
      if (error) done(error.toStatus());
      else done(null, value ?? null);
    };
    call.on('data', (message: Buffer) => {
      if (over) return;
      try {
        const { options, event }: AppendFragment = readAppendFragment(message);
        target ??= checkTarget(options);
        if (event === undefined) return;
        events.push(checkEvent(event));
        size += events.at(-1)?.data.length ?? 0;
        held += message.length;
        if (held > HELD_BYTES_MAX) throw refuse.unknown(`The append holds more than ${HELD_BYTES_MAX} bytes.`);
        if (size > APPEND_SIZE_MAX) throw refuse.tooLarge(APPEND_SIZE_MAX);
      } catch (error) {
        answer(asRefusal(error));
      }
    });
    call.on('error', () => (over = true));
    call.on('end', () => {
      if (over) return;
      const known = target;
      if (known === undefined) return answer(refuse.unknown('The first message of an append holds its options.'));
      void this.submitAllowed(call, 'append', known, events, (outcome) => answer(...appendAnswer(known, outcome))).catch((error: unknown) =>
        answer(asRefusal(error)),
      );
    });
  }

  private async remove(kind: 'delete' | 'tombstone', call: ServerUnaryCall<Buffer, Buffer>, done: sendUnaryData<Buffer>): Promise<void> {
    try {
      const target = checkTarget(readDelete(call.request));
      const settle = (outcome: AppendOutcome): void => {
        if (outcome.is === 'written') done(null, deleteAnswer(outcome.position ?? 0n));
        else done(refusalOf(target, outcome).toStatus());
      };
      await this.submitAllowed(call, kind, target, [], settle);
    } catch (error) {
      done(asRefusal(error).toStatus());
    }
  }

  private async submitAllowed(
    call: ServerReadableStream<Buffer, Buffer> | ServerUnaryCall<Buffer, Buffer>,
    kind: AppendRequest['kind'],
    { stream, expected }: StreamTarget,
    proposed: readonly ProposedEvent[],
    settle: (outcome: AppendOutcome) => void,
  ): Promise<void> {
    if (!this.open) {
      const caller = await this.access.identify(call.metadata);
      if (!(await this.access.allows(caller, kind === 'append' ? 'write' : 'delete', stream))) throw refuse.accessDenied();
    }
    const now = Date.now();
    const events = proposed.map((event) => prepareEvent(stream, event, now));
    this.commit.submit({ kind, stream, expected, events, deadlineMs: now + WRITE_TIMEOUT_MS, settle });
  }
}

/** What the real server refuses before it looks at the log. Throws Refusal. */
function checkRead({ of, backwards, count, filter }: ReadRequest): void {
  if (of === undefined) throw refuse.invalid('Neither a stream nor $all was asked for.');
  if (count === 0n) throw refuse.unknown('The count must be greater than 0.');
  if ('stream' in of) {
    if (filter) throw refuse.invalid('A filter goes with $all only.');
    if (!isStreamName(of.stream)) throw refuse.unknown('The stream name must not be empty or $$.');
    const beyond = of.from === 'end' || (typeof of.from === 'bigint' && of.from > MAX_REVISION);
    if (beyond && !backwards && count !== undefined) throw refuse.unknown('A stream cannot be read forwards from its end.');
    if (backwards && count === undefined) throw refuse.invalid('A subscription goes forwards.');
  } else if (typeof of.all === 'object' && of.all.commit < of.all.prepare) {
    throw refuse.unknown('The commit position cannot be less than the prepare position.');
  }
}

function checkTarget(target: StreamTarget | undefined): StreamTarget {
  if (target === undefined) throw refuse.unknown('The options are missing.');
  if (!isStreamName(target.stream)) throw refuse.unknown('The stream name must not be empty or $$.');
  return target;
}

function checkEvent(event: ProposedEvent | BadEvent): ProposedEvent {
  if (!('bad' in event)) return event;
  throw event.missing ? refuse.missingMetadata() : refuse.unknown(event.bad);
}

function appendAnswer(target: StreamTarget, outcome: AppendOutcome): [Refusal | undefined, Buffer?] {
  if (outcome.is === 'written') return [undefined, appendSuccess(outcome.revision, outcome.position)];
  if (outcome.is === 'wrong-expected-version') return [undefined, appendWrongExpectedVersion(target.expected, outcome.current)];
  return [refusalOf(target, outcome)];
}

function refusalOf({ stream, expected }: StreamTarget, outcome: Exclude<AppendOutcome, { is: 'written' }>): Refusal {
  switch (outcome.is) {
    case 'wrong-expected-version':
      return refuse.wrongExpectedVersion(stream, expected, outcome.current);
    case 'stream-deleted':
      return refuse.streamDeleted(stream);
    case 'timeout':
      return refuse.timeout();
    case 'too-large':
      return refuse.tooLarge(APPEND_SIZE_MAX);
    case 'access-denied':
      return refuse.accessDenied();
    case 'unavailable':
      return refuse.unavailable(outcome.message);
    case 'bad-request':
    case 'failed':
      return refuse.unknown(outcome.message);
  }
}

/** A refusal stays itself; anything else is the database being away, or a message that is none. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof MalformedMessage) return refuse.invalid(error.message);
  return refuse.unavailable(`The event store cannot read its log: ${error instanceof Error ? error.message : String(error)}`);
}
