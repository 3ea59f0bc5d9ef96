import { type AppendOutcome } from '../protocol/append-answers';
import { type ExpectedRevision } from '../protocol/expected-revision';

/** An event ready to be written: encoded but for its place in the log. */
export interface PreparedEvent {
  readonly id: string;
  readonly type: string;
  readonly body: Buffer;
  /** Of events written to a metadata stream: what they say. */
  readonly says: { readonly json: boolean; readonly data: Buffer } | undefined;
}

/** Something a writer wants done. `settle` is called exactly once. */
export interface AppendRequest {
  readonly kind: 'append' | 'delete' | 'tombstone';
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly PreparedEvent[];
  /** Unix milliseconds after which the answer is a timeout. */
  readonly deadlineMs: number;
  readonly settle: (outcome: AppendOutcome) => void;
}
