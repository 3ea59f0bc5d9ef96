import { type AppendRequest } from './append-request';
import { CommitBuilder } from './commit-builder';
import { RecentIds } from './recent-ids';
import { related, type StreamState, type StreamStates } from './stream-states';
import { LogWriter, type LogEnd } from '../log/log-writer';
import { type LogReader } from '../log/log-reader';
import { streamKey } from '../log/stream-key';
import { type LogTail } from '../log/log-tail';
import { type AppendOutcome } from '../protocol/append-answers';
import { DELETED } from '../protocol/expected-revision';

export interface GroupCommitSource {
  readonly databaseUrl: string;
  readonly reader: LogReader;
  readonly states: StreamStates;
  readonly tail: LogTail;
  readonly log: (line: string) => void;
}

interface Waiting {
  readonly request: AppendRequest;
  readonly bytes: number;
  answered: boolean;
}

const COMMIT_REQUESTS_MAX = 4096;
const COMMIT_BYTES_MAX = 8 * 1024 * 1024;
const QUEUE_BYTES_MAX = 64 * 1024 * 1024;
const QUEUE_REQUESTS_MAX = 20_000;
const SWEEP_MS = 100;
const RECONNECT_MS_MAX = 1_000;

/**
 * All writing goes through here, one commit at a time. What arrives while a commit is on its way to disk goes into the next one, so the
 * cost of flushing is shared; alone, an append waits for nothing. An answer is given only after its commit is on disk.
 */
export class GroupCommit {
  private queue: Waiting[] = [];
  private queuedBytes = 0;
  private inFlight: Waiting[] = [];
  private running: Promise<void> | undefined;
  private readonly room = new Set<() => void>();
  private readonly recent = new RecentIds();
  private readonly sweeper = setInterval(() => this.sweep(), SWEEP_MS);
  private state: 'up' | 'down' | 'closed' = 'up';

  private constructor(
    private readonly source: GroupCommitSource,
    private writer: LogWriter,
    private end: LogEnd,
  ) {
    this.sweeper.unref();
  }

  /** Takes the writer's lock. `makeTail` is handed where the log ends. Throws EngineRefusal. */
  static async open(source: Omit<GroupCommitSource, 'tail'>, makeTail: (end: bigint) => LogTail): Promise<GroupCommit> {
    let lost = (): void => undefined;
    const { writer, end } = await LogWriter.open(source.databaseUrl, () => lost());
    const commit = new GroupCommit({ ...source, tail: makeTail(end.position) }, writer, end);
    lost = () => commit.connectionLost(writer);
    return commit;
  }

  /** More is queued than one would hold in memory: the caller stops reading its client until `onRoom`. */
  get full(): boolean {
    return this.queuedBytes > QUEUE_BYTES_MAX || this.queue.length > QUEUE_REQUESTS_MAX;
  }

  onRoom(callback: () => void): void {
    this.room.add(callback);
  }

  submit(request: AppendRequest): void {
    if (this.state === 'down') return request.settle(UNAVAILABLE);
    let bytes = 0;
    for (const event of request.events) bytes += event.body.length;
    this.queue.push({ request, bytes, answered: false });
    this.queuedBytes += bytes;
    if (this.state === 'up') this.running ??= this.run();
  }

  /** Writes nothing more and waits for the commit under way, whose answers are given. What comes now waits for `close`. */
  async drain(): Promise<void> {
    this.state = 'closed';
    await this.running;
  }

  /** What is still queued is answered as unavailable. */
  async close(): Promise<void> {
    await this.drain();
    clearInterval(this.sweeper);
    this.failAll(this.queue.splice(0), UNAVAILABLE);
    await this.writer.close();
  }

  private async run(): Promise<void> {
    while (this.queue.length > 0 && this.state === 'up') {
      await immediate();
      this.inFlight = this.take();
      await this.commit(this.inFlight);
      this.inFlight = [];
      this.makeRoom();
    }
    this.running = undefined;
  }

  private take(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const waiting of this.queue) {
      if (count === COMMIT_REQUESTS_MAX || (count > 0 && bytes + waiting.bytes > COMMIT_BYTES_MAX)) break;
      bytes += waiting.bytes;
      count++;
    }
    this.queuedBytes -= bytes;
    return this.queue.splice(0, count).filter((waiting) => !waiting.answered);
  }

  private async commit(batch: Waiting[]): Promise<void> {
    const decided: [Waiting, AppendOutcome][] = [];
    try {
      const builder = await this.builder(batch);
      for (const waiting of batch) decided.push([waiting, await builder.decide(waiting.request)]);
      if (builder.events.length > 0 || builder.reserved !== undefined) await this.write(builder);
    } catch (error) {
      return this.commitFailed(batch, error);
    }
    for (const [waiting, outcome] of decided) answer(waiting, outcome);
  }

  private async builder(batch: Waiting[]): Promise<CommitBuilder> {
    const names = new Set<string>();
    for (const { request } of batch) {
      for (const name of related(request.stream)) names.add(name);
    }
    const { states, reader } = this.source;
    const known: Map<string, StreamState> = await states.get([...names]);
    return new CommitBuilder(
      {
        state: (stream) => known.get(stream) ?? states.peek(stream),
        eventsInLog: (streamId, revision, limit) => reader.streamForwards(streamId, revision, DELETED, limit),
        recent: this.recent,
      },
      this.end,
      Date.now(),
    );
  }

  private async write(builder: CommitBuilder): Promise<void> {
    if (builder.streams.length > 0) this.source.reader.known.add(builder.streams.map(({ name }) => streamKey(name)));
    await this.writer.commit({ streams: builder.streams, events: builder.events, reserved: builder.reserved });
    this.end = builder.end;
    for (const [id, at] of builder.ids) this.recent.add(id, at);
    this.source.states.merge(builder.changed);
    this.source.tail.push(builder.events, builder.end.position);
  }

  /** An error the database reported means: nothing was written. A broken connection means: nobody knows; the client must read. */
  private commitFailed(batch: Waiting[], error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.source.log(`event store: a commit of ${batch.length} appends failed: ${message}`);
    if (saysNotWritten(error)) return this.failAll(batch, { is: 'failed', message: `未写入：${message} Not written: ${message}` });
    this.failAll(batch, UNAVAILABLE);
    this.connectionLost(this.writer);
  }

  private connectionLost(writer: LogWriter): void {
    if (this.state !== 'up' || writer !== this.writer) return;
    this.state = 'down';
    this.source.log('event store: PostgreSQL is gone; nothing is acknowledged until it is back');
    this.failAll([...this.inFlight, ...this.queue.splice(0)], UNAVAILABLE);
    this.queuedBytes = 0;
    this.makeRoom();
    void this.reconnect();
  }

  private async reconnect(): Promise<void> {
    await this.writer.close();
    for (let pause = 50; this.state === 'down'; pause = Math.min(pause * 2, RECONNECT_MS_MAX)) {
      try {
        await this.running;
        let lost = (): void => undefined;
        const { writer, end } = await LogWriter.open(this.source.databaseUrl, () => lost());
        lost = () => this.connectionLost(writer);
        this.resume(writer, end);
      } catch (error) {
        this.source.log(`event store: PostgreSQL is still away: ${error instanceof Error ? error.message : String(error)}`);
        await new Promise((resolve) => setTimeout(resolve, pause).unref());
      }
    }
  }

  /** Whatever the last commit came to, the log now tells; positions go on from the later of both ends. */
  private resume(writer: LogWriter, end: LogEnd): void {
    if (this.state === 'closed') return void writer.close();
    this.writer = writer;
    this.end = { position: end.position > this.end.position ? end.position : this.end.position, streamId: end.streamId };
    this.source.states.forget();
    this.source.tail.restart(this.end.position);
    this.state = 'up';
    this.source.log('event store: PostgreSQL is back');
  }

  private failAll(batch: readonly Waiting[], outcome: AppendOutcome): void {
    for (const waiting of batch) answer(waiting, outcome);
  }

  private makeRoom(): void {
    if (this.room.size === 0 || this.full) return;
    const callbacks = [...this.room];
    this.room.clear();
    for (const callback of callbacks) callback();
  }

  private sweep(): void {
    const now = Date.now();
    for (const waiting of this.queue) if (now > waiting.request.deadlineMs) answer(waiting, { is: 'timeout' });
    for (const waiting of this.inFlight) if (now > waiting.request.deadlineMs) answer(waiting, { is: 'timeout' });
  }
}

const UNAVAILABLE: AppendOutcome = {
  is: 'unavailable',
  message:
    '事件库暂时连不上数据库，结果未知：请先读流再重试。 The store lost its database; the outcome is unknown: read the stream before trying again.',
};

function answer(waiting: Waiting, outcome: AppendOutcome): void {
  if (waiting.answered) return;
  waiting.answered = true;
  waiting.request.settle(outcome);
}

/** SQLSTATE classes 57P (shutdown, crash) and 08 (connection) leave the outcome open, like an error without a code. */
function saysNotWritten(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('57P') && !code.startsWith('08');
}

function immediate(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
