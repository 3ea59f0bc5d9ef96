import { streamOf, type StreamName } from '#kernel';
import type { AppendRequest, Appended } from '#ledger';
import type { Categories } from './categories';
import type { SubmissionParts } from './handler';
import type { Folded, Folds } from './ports';
import { prepared } from './prepare';
import { attempt } from './record';
import { reservations } from './reservations';
import type { Outcome, SubmissionRequest } from './submission';

/**
 * Decides submissions one after the other as they would be decided for real, each seeing what the ones before it would have recorded,
 * and records nothing. Throws what reading the ledger throws.
 */
export class Rehearsal {
  private readonly parts: SubmissionParts;

  constructor(parts: SubmissionParts) {
    this.parts = { ...parts, folds: new OverlaidFolds(parts.folds, parts.categories) };
  }

  async of(request: SubmissionRequest): Promise<Outcome> {
    const asked = prepared(request, { categories: this.parts.categories, secret: this.parts.secret, now: () => this.parts.clock.now() });
    if ('status' in asked) return asked;
    return attempt(asked, await this.parts.folds.load(asked.target), [], this.parts);
  }

  /** The fold of a stream as the rehearsed submissions would leave it. */
  fold(stream: StreamName): Promise<Folded> {
    return this.parts.folds.load(stream);
  }
}

/** Folds over those of the ledger: what is appended stays here. */
class OverlaidFolds implements Folds {
  private readonly overlaid = new Map<string, Folded>();

  constructor(
    private readonly below: Folds,
    private readonly categories: Categories,
  ) {}

  async load(stream: StreamName): Promise<Folded> {
    return this.overlaid.get(streamOf(stream)) ?? this.below.load(stream);
  }

  reload(stream: StreamName): Promise<Folded> {
    return this.load(stream);
  }

  async append(request: AppendRequest): Promise<Appended> {
    const before = await this.load(request.stream);
    const decider = this.categories.get(request.stream.category)?.decider ?? reservations.decider;
    const { actor, occurredOn, recordedAt, submission, digest } = request.meta;
    let { state, revision } = before;
    for (const fact of request.facts) {
      revision += 1;
      state = decider.evolve(state, fact, { actor, occurredOn, recordedAt, revision });
    }
    const found = { digest, revision, position: before.position };
    this.overlaid.set(streamOf(request.stream), {
      state,
      revision,
      position: before.position,
      submission: (id) => (id === submission ? found : before.submission(id)),
    });
    return { revision, position: before.position, data: request.facts.map((fact) => fact.data) };
  }
}
