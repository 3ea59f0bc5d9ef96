import type { JsonObject, StreamName } from '#kernel';
import type { Checkpoint, Metadata, Position, RecordedFact } from './recorded';

/** A fact about to be recorded. `data` may hold veiled values (contracts), sealed here before they leave the process. */
export interface NewFact {
  readonly type: string;
  readonly data: JsonObject;
  readonly subjects: readonly string[];
}

export interface AppendRequest {
  readonly stream: StreamName;
  /** Revision the decision was made at; −1 when the stream did not exist. Always explicit. */
  readonly at: number;
  readonly facts: readonly NewFact[];
  /** Same for all facts of the append but for the subjects. */
  readonly meta: Omit<Metadata, 'subjects'>;
  /** The plain personal values by veil number. */
  readonly personal: readonly string[];
}

export interface Appended {
  /** Revision of the last fact. */
  readonly revision: number;
  /** Position of the last fact. */
  readonly position: Position;
  /** The data as recorded (personal values sealed), fact by fact: what a cached fold goes on with. */
  readonly data: readonly JsonObject[];
}

export interface StreamSlice {
  readonly facts: readonly RecordedFact[];
  /** Last revision, −1 when the stream does not exist. */
  readonly revision: number;
}

export interface FollowOptions {
  readonly name: string;
  readonly from: Checkpoint | undefined;
  /** Facts per batch at most. */
  readonly batchMax: number;
  /** Live batches begin at most this often: under load fewer and larger ones, while a fact after a pause is handed over at once. Default 0. */
  readonly pace_ms?: number;
  /** `by-work`: a rest is no longer than the batch before it took, so that quick batches follow each other closely and slow ones grow. Absent: even. */
  readonly pace?: 'by-work';
  readonly signal: AbortSignal;
  /** Called with batches in order, awaited before the next one. `end` is the position considered so far, facts or not. */
  readonly onBatch: (facts: readonly RecordedFact[], end: Checkpoint, live: boolean) => Promise<void>;
  /** Dropped, resumed, halted: for health and logs. */
  readonly onState?: (state: 'catching-up' | 'live' | 'reconnecting', reason?: string) => void;
}

/** The only door to the event store. Errors: subclasses of LedgerError (errors.ts). */
export interface Ledger {
  append(request: AppendRequest): Promise<Appended>;
  /** Reads a stream from `fromRevision` (0) on. */
  readStream(stream: StreamName, fromRevision?: number): Promise<StreamSlice>;
  /** Reads the declared categories of `$all` after position `from` page by page, oldest first, up to the end as of now. */
  readAll(from: Position | undefined, pageMax: number): AsyncIterable<readonly RecordedFact[]>;
  /** Follows the declared categories of `$all`; resumes by itself; returns when the signal aborts; throws LedgerHalted when the log disagrees. */
  follow(options: FollowOptions): Promise<void>;
  /** Position of the last event of `$all`, `0` when there is none. */
  head(): Promise<Position>;
  /** The last event of `$all` as a checkpoint: where a follower starts that wants only what comes after. Undefined when there is none. */
  end(): Promise<Checkpoint | undefined>;
  close(): Promise<void>;
}
