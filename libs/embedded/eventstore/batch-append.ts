import { type ServerDuplexStream } from '@grpc/grpc-js';
import { type Access, type Caller } from './access/access';
import { prepareEvent } from './append/commit-builder';
import { type PreparedEvent } from './append/append-request';
import { type GroupCommit } from './append/group-commit';
import { APPEND_SIZE_MAX, batchAnswer, type AppendOutcome } from './protocol/append-answers';
import { readBatchFragment, type BadEvent, type BatchFragment, type BatchOptions } from './protocol/append-requests';
import { type ProposedEvent } from './protocol/recorded-event';
import { refuse, Refusal } from './protocol/refusal';
import { isStreamName } from './stream-name';

export type BatchCall = ServerDuplexStream<Buffer, Buffer>;

/** An append whose last fragment has not come. */
interface Unfinished {
  readonly options: BatchOptions;
  readonly deadlineMs: number;
  readonly events: PreparedEvent[];
  /** Bytes of event data, what the limit counts. */
  size: number;
  /** Bytes held in memory, metadata included. */
  held: number;
  timer: NodeJS.Timeout | undefined;
}

/** The server answers within this, whatever the client asked for (the real server's write timeout). */
export const WRITE_TIMEOUT_MS = 2_000;
const UNFINISHED_MAX = 10_000;
const HELD_BYTES_MAX = 64 * 1024 * 1024;

/**
 * One BatchAppend conversation: fragments of many appends come interleaved, told apart by correlation id; every append is answered exactly
 * once. An append whose last fragment never comes is answered with a timeout that names it, where the real server leaves the id
 * empty and so crashes its own client.
 */
export class BatchConversation {
  private readonly unfinished = new Map<string, Unfinished>();
  private caller: Promise<Caller | undefined>;
  /** Fragments are handled in the order they came, also while access is being looked up. */
  private order: Promise<void> = Promise.resolve();
  private over = false;
  /** Bytes of all unfinished appends. */
  private held = 0;

  constructor(
    private readonly call: BatchCall,
    private readonly commit: GroupCommit,
    private readonly access: Access,
    private readonly open: boolean,
  ) {
    this.caller = access.identify(call.metadata);
    this.caller.catch((error: unknown) => this.fail(error instanceof Refusal ? error : refuse.unknown(String(error))));
    call.on('data', (message: Buffer) => this.receive(message));
    call.on('cancelled', () => this.stop());
    call.on('close', () => this.stop());
    call.on('error', () => this.stop());
  }

  /** Ends the conversation with a status: what is pending is rejected at the client instead of hanging there for ever. */
  fail(refusal: Refusal): void {
    if (this.over) return;
    this.stop();
    this.call.emit('error', refusal.toStatus());
  }

  private stop(): void {
    this.over = true;
    for (const { timer } of this.unfinished.values()) clearTimeout(timer);
    this.unfinished.clear();
  }

  private receive(message: Buffer): void {
    let fragment: BatchFragment;
    try {
      fragment = readBatchFragment(message, Date.now());
    } catch {
      return this.fail(refuse.invalid('The request is no BatchAppendReq.'));
    }
    if (this.open) this.take(fragment);
    else this.order = this.order.then(() => this.takeIfAllowed(fragment));
    if (!this.commit.full) return;
    this.call.pause();
    this.commit.onRoom(() => this.call.resume());
  }

  private async takeIfAllowed(fragment: BatchFragment): Promise<void> {
    try {
      const { options, correlation } = fragment;
      if (options && !this.unfinished.has(correlation) && !(await this.access.allows(await this.caller, 'write', options.stream))) {
        return this.answer(correlation, options, { is: 'access-denied' });
      }
      this.take(fragment);
    } catch (error) {
      this.fail(error instanceof Refusal ? error : refuse.unavailable(String(error)));
    }
  }

  private take(fragment: BatchFragment): void {
    if (this.over) return;
    const append = this.unfinished.get(fragment.correlation) ?? this.begin(fragment);
    if (append === undefined) return;
    const before = append.held;
    const refused = addEvents(append, fragment.events) ?? (this.held + append.held - before > HELD_BYTES_MAX ? TOO_MUCH : undefined);
    this.held += append.held - before;
    if (refused) return this.refuseAppend(fragment.correlation, append, refused);
    if (fragment.final) return this.submit(fragment.correlation, append);
    if (append.timer) return;
    this.unfinished.set(fragment.correlation, append);
    append.timer = setTimeout(() => this.refuseAppend(fragment.correlation, append, { is: 'timeout' }), append.deadlineMs - Date.now());
  }

  /** A first fragment without options is ignored, as the real server does. */
  private begin({ correlation, options }: BatchFragment): Unfinished | undefined {
    if (options === undefined) return undefined;
    const now = Date.now();
    const deadlineMs = Math.min(options.deadlineMs ?? Infinity, now + WRITE_TIMEOUT_MS);
    if (deadlineMs <= now) return this.answer(correlation, options, { is: 'timeout' });
    if (this.unfinished.size >= UNFINISHED_MAX)
      return this.answer(correlation, options, bad(`More than ${UNFINISHED_MAX} unfinished appends.`));
    if (!isStreamName(options.stream)) return this.answer(correlation, options, bad('The stream name must not be empty or $$.'));
    return { options, deadlineMs, events: [], size: 0, held: 0, timer: undefined };
  }

  private submit(correlation: string, append: Unfinished): void {
    this.finish(correlation, append);
    const { options, deadlineMs, events } = append;
    const { stream, expected } = options;
    const settle = (outcome: AppendOutcome): void => {
      if (outcome.is === 'unavailable') this.fail(refuse.unavailable(outcome.message));
      else this.answer(correlation, options, outcome);
    };
    this.commit.submit({ kind: 'append', stream, expected, events, deadlineMs, settle });
  }

  private refuseAppend(correlation: string, append: Unfinished, outcome: AppendOutcome): void {
    this.finish(correlation, append);
    this.answer(correlation, append.options, outcome);
  }

  private finish(correlation: string, append: Unfinished): void {
    clearTimeout(append.timer);
    this.unfinished.delete(correlation);
    this.held -= append.held;
  }

  private answer(correlation: string, options: BatchOptions, outcome: AppendOutcome): undefined {
    if (!this.over) this.call.write(batchAnswer(correlation, options.stream, options.expected, outcome));
    return undefined;
  }
}

function addEvents(append: Unfinished, events: readonly (ProposedEvent | BadEvent)[]): AppendOutcome | undefined {
  const now = Date.now();
  for (const event of events) {
    if ('bad' in event) return bad(event.bad);
    append.size += event.data.length;
    if (append.size > APPEND_SIZE_MAX) return { is: 'too-large' };
    const prepared = prepareEvent(append.options.stream, event, now);
    append.held += prepared.body.length;
    append.events.push(prepared);
  }
  return undefined;
}

function bad(message: string): AppendOutcome {
  return { is: 'bad-request', message, missing: false };
}

const TOO_MUCH = bad(`The unfinished appends of this call hold more than ${HELD_BYTES_MAX} bytes.`);
