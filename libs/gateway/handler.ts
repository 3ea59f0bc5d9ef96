import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Categories } from './categories';
import { KeyedQueue } from './keyed-queue';
import { ledgerTrouble } from './ledger-trouble';
import type { Clock } from './ports';
import { prepared, type Prepared } from './prepare';
import { problem } from './problem';
import { attempt, type RecordParts } from './record';
import type { Taken } from './reservations';
import { Submission, type Outcome } from './submission';

export interface SubmissionParts extends RecordParts {
  readonly categories: Categories;
  readonly clock: Clock;
  /** Told of each refusal, for the access log. */
  readonly onOutcome?: (submission: Submission, outcome: Outcome) => void;
}

export const SUBMISSION_PARTS = Symbol('submission parts');

const ATTEMPTS_MAX = 5;
/** Submissions waiting for the same stream at most; the next one is told to come later. */
const WAITING_MAX = 1_000;

/** The only thing in the house that appends. See README.md: the life of a submission. */
@CommandHandler(Submission)
export class SubmissionHandler implements ICommandHandler<Submission> {
  private readonly byStream = new KeyedQueue(WAITING_MAX);

  constructor(@Inject(SUBMISSION_PARTS) private readonly parts: SubmissionParts) {}

  async execute(submission: Submission): Promise<Outcome> {
    const asked = prepared(submission.request, {
      categories: this.parts.categories,
      secret: this.parts.secret,
      now: () => this.parts.clock.now(),
    });
    const outcome =
      'status' in asked
        ? asked
        : ((await this.byStream.run(asked.stream, () => this.recorded(asked))) ?? problem('submission.busy', {}, { retryAfter: 1 }));
    this.parts.onOutcome?.(submission, outcome);
    return outcome;
  }

  /** Looks and decides again after a wrong revision or a timeout, at most five times. */
  private async recorded(asked: Prepared): Promise<Outcome> {
    const taken: Taken[] = [];
    let last: Outcome = problem('submission.busy', {}, { retryAfter: 1 });
    for (let attempts = 0; attempts < ATTEMPTS_MAX; attempts += 1) {
      try {
        if (attempts === 0) return await this.first(asked, taken);
        return await attempt(asked, await this.parts.folds.reload(asked.target), taken, this.parts);
      } catch (error) {
        const trouble = ledgerTrouble(error);
        if (!trouble) throw error;
        if (!trouble.again) return trouble.problem;
        last = trouble.problem;
      }
    }
    return last;
  }

  /** A stream that should not be there yet is not read before it is begun; whatever else than a new fact comes of that is found anew on the stream itself. */
  private async first(asked: Prepared, taken: Taken[]): Promise<Outcome> {
    const { folds } = this.parts;
    const presumed = folds.presumedAbsent?.(asked.target);
    const tried = presumed && (await attempt(asked, presumed, taken, this.parts));
    if (tried && 'revision' in tried && tried.already === undefined) return tried;
    return attempt(asked, await folds.load(asked.target), taken, this.parts);
  }
}
