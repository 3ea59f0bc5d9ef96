import type { About, Actor, Authority, Day, Instant, JsonObject } from '#kernel';

/** Position in `$all` (commit = prepare), decimal text. Compared as bigint, never as a number. */
export type Position = string;

export interface Checkpoint {
  readonly position: Position;
  readonly eventId: string;
}

/** How an action reached the ledger. */
export interface Source {
  readonly kind: 'web' | 'api' | 'excel' | 'reactor' | 'genesis' | 'demo' | 'public';
  /** Excel: the downloaded copy and the 序号 of the row. */
  readonly copy?: string;
  readonly row?: string;
}

/** Recorded with every fact; the stored form of it is fixed (docs/adr/0003-stored-names.md). */
export interface Metadata {
  readonly v: 1;
  /** UUIDv5(account ‖ category ‖ id ‖ action ‖ Idempotency-Key). */
  readonly submission: string;
  /** HMAC-SHA-256 (ledger secret) of the canonical request, hex. */
  readonly digest: string;
  readonly action: string;
  readonly actor: Actor;
  readonly authority: Authority;
  /** `stream@revision` of the other streams the decision looked at. */
  readonly refs: readonly string[];
  readonly occurredOn: Day;
  readonly recordedAt: Instant;
  readonly source: Source;
  readonly trace: string;
  /** Unit concerned; absent for what concerns the whole city. */
  readonly unit?: string;
  /** `kind:id`, what histories are asked by. */
  readonly subjects: readonly string[];
}

/** A fact as it was read back. */
export interface RecordedFact {
  /** Whole stream name without the prefix of the ledger: `{category}-{id}`. */
  readonly stream: string;
  readonly category: string;
  readonly id: string;
  readonly revision: number;
  readonly position: Position;
  readonly eventId: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly meta: Metadata;
}

export function aboutOf(fact: RecordedFact): About {
  return { actor: fact.meta.actor, occurredOn: fact.meta.occurredOn, recordedAt: fact.meta.recordedAt, revision: fact.revision };
}
