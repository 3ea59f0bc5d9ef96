import { Command } from '@nestjs/cqrs';
import type { Authority, Instant, Json, JsonObject } from '#kernel';
import type { Position, Source } from '#ledger';
import type { Held } from './ports';
import type { Problem } from './problem';

/** Who submits. */
export interface Caller {
  /** Pseudonym; `genesis reactor demo public` are reserved. */
  readonly account: string;
  /** Appointments in force today. */
  readonly held: readonly Held[];
  /** The one chosen by `Acting-As`. */
  readonly acting?: Held;
  /** Genesis and the reactor bring what they rest on; nobody else may. */
  readonly authority?: Authority;
}

export interface SubmissionRequest {
  readonly category: string;
  readonly id: string;
  readonly action: string;
  /** The parsed body: the payload and the reserved `occurredOn`. */
  readonly body: Json;
  readonly idempotencyKey: string;
  readonly caller: Caller;
  readonly source: Source;
  readonly trace: string;
  /** Revision of `If-Match`. */
  readonly ifMatch?: number;
  /** Only a synthetic ledger takes the instant of recording from outside. */
  readonly recordedAt?: Instant;
}

/** What was recorded, or was so already. `stream` is `{category}-{id}`. */
export interface Answered {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly already?: true;
}

export type Outcome = Answered | Problem;

/** The one command of the ledger: API, Excel, command line, reactions, genesis and demo all send this. */
export class Submission extends Command<Outcome> {
  constructor(readonly request: SubmissionRequest) {
    super();
  }
}

/** The canonical request, what the digest is made of. */
export function canonicalRequest(request: SubmissionRequest): JsonObject {
  return { category: request.category, id: request.id, action: request.action, body: request.body };
}
