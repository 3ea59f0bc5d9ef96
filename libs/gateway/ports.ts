import type { Level, Role } from '#contracts';
import type { Authority, Day, Instant, ParameterValue, StreamName } from '#kernel';
import type { AppendRequest, Appended, Position } from '#ledger';

/** An appointment in force. */
export interface Held {
  readonly role: Role;
  readonly unit: string;
  readonly organisation?: string;
}

/** What a stream holds for one submission that was recorded in it. */
export interface FoundSubmission {
  readonly digest: string;
  /** Of its last fact. */
  readonly revision: number;
  readonly position: Position;
}

/** A folded stream: plain state, the revision it stands at (−1: no stream) and the submissions found on the way. */
export interface Folded {
  readonly state: unknown;
  readonly revision: number;
  /** Of the last fact; `0` without one. */
  readonly position: Position;
  submission(id: string): FoundSubmission | undefined;
}

/** Folded streams. `load` may answer from memory, `reload` reads the stream to its end. `createFolds` of the ledger is one. */
export interface Folds {
  load(stream: StreamName): Promise<Folded>;
  /** A fold of nothing where the stream is not there as far as is known: an append may be tried on it, nothing may be refused or answered by it. */
  presumedAbsent?(stream: StreamName): Folded | undefined;
  reload(stream: StreamName): Promise<Folded>;
  /** Appends and carries the cached fold along; when it fails, what is cached stays as it was. */
  append(request: AppendRequest): Promise<Appended>;
}

/** The tree of units as recorded up to now. */
export interface UnitTree {
  /** Whether `unit` lies in the tree of `root` on a day; a unit lies in its own. */
  holds(root: string, unit: string, on: Day): Promise<boolean>;
  level(unit: string, on: Day): Promise<Level | undefined>;
  /** Every unit that ever lay in the tree of `root`, itself first: what someone of that unit may read. */
  below(root: string): Promise<readonly string[]>;
}

/** Who is appointed to what: folded appointments of an account. */
export interface Appointments {
  held(account: string, on: Day): Promise<readonly Held[]>;
}

export interface AuthorityAsked {
  readonly power: string;
  /** The appointment acted under; absent for `public`. */
  readonly held: Held | undefined;
  /** The unit concerned. */
  readonly unit: string;
  readonly occurredOn: Day;
  readonly today: Day;
  /** In force on the day of the act is enough. */
  readonly lateEntry: boolean;
}

/** Mandates and duties. Undefined when nothing was in force. */
export interface Authorities {
  find(asked: AuthorityAsked): Promise<Authority | undefined>;
}

export interface Parameters {
  /** Oldest first, and `stream@revision` it was read at (undefined when nothing was ever set). */
  history(code: string): Promise<{ readonly values: readonly ParameterValue[]; readonly read: string | undefined }>;
}

export interface Clock {
  now(): Instant;
}
