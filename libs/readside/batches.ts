import type { ClientBase } from 'pg';
import type { Checkpoint, RecordedFact } from '#ledger';
import type { Parking, ParkedStream } from './parking';
import type { PersonalWriter } from './personal';
import type { ViewWriter } from './view-writer';

const PERSONAL_RETRY_MS = 5_000;

/** At most one batch under way; the first failure stops the session. */
export class Batches {
  private readonly failing = new AbortController();
  private running: Promise<unknown> = Promise.resolve();
  private reason: unknown;
  private personalRetry: NodeJS.Timeout | undefined;
  private parkedCount = 0;

  constructor(
    private readonly writer: ViewWriter,
    private readonly personal: PersonalWriter | undefined,
    private readonly client: ClientBase,
    private readonly parking: Parking,
  ) {}

  get failed(): AbortSignal {
    return this.failing.signal;
  }

  /** @returns the parked streams when their number changed. */
  start(facts: readonly RecordedFact[], end: Checkpoint): Promise<readonly ParkedStream[] | undefined> {
    const running = this.write(facts, end).catch((reason: unknown) => {
      this.fail(reason);
      return undefined;
    });
    this.running = running;
    return running;
  }

  async settled(): Promise<void> {
    await this.running;
  }

  /** The session is over. */
  async end(): Promise<void> {
    await this.settled();
    clearTimeout(this.personalRetry);
  }

  rethrow(): void {
    if (this.failing.signal.aborted) throw this.reason;
  }

  private async write(facts: readonly RecordedFact[], end: Checkpoint): Promise<readonly ParkedStream[] | undefined> {
    await this.writer.write(facts, end);
    if (this.personal) await this.writePersonal(this.personal, facts, end);
    if (this.writer.parkedCount === this.parkedCount) return undefined;
    this.parkedCount = this.writer.parkedCount;
    return this.parking.list(this.client);
  }

  /** Boards do not wait for the keys: when those are away the views go on alone, and the session begins anew a little later, from the personal checkpoint. */
  private async writePersonal(personal: PersonalWriter, facts: readonly RecordedFact[], end: Checkpoint): Promise<void> {
    if (this.personalRetry !== undefined) return;
    try {
      await personal.write(facts, end);
    } catch (reason) {
      const again = (): void => this.fail(new Error('the personal values are behind: the keys could not be reached', { cause: reason }));
      this.personalRetry = setTimeout(again, PERSONAL_RETRY_MS);
    }
  }

  private fail(reason: unknown): void {
    this.reason = reason;
    this.failing.abort();
  }
}
