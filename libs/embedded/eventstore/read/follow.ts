import { randomUUID } from 'node:crypto';
import { type AnswerSink } from './answer-sink';
import { EventAnswers } from './event-answers';
import { type EventLog, type ReadableEvent } from './event-log';
import { caughtUpAnswer, confirmationAnswer, fellBehindAnswer } from '../protocol/read-answers';
import { type ReadRequest } from '../protocol/read-request';
import { refuse } from '../protocol/refusal';

/** What happens to a live subscriber that stops reading: dropped, as 23.10 does, or told and caught up again, as 24.x does. */
export type FellBehind = 'drop' | 'catch-up';

export const FOLLOW_PAGE = 512;
/** Live events that may wait for a subscriber that does not read, as the real server's live buffer. */
const LIVE_BUFFER = 32;
/** A healthy subscriber drains within this, even after a large append. */
const PATIENCE_MS = 250;

/** What every subscription does alike: confirm, write with back-pressure, say when it is live, wait for more. */
export class Follower {
  live = false;
  private readonly answers: EventAnswers;

  constructor(
    readonly log: EventLog,
    readonly sink: AnswerSink,
    request: ReadRequest,
    private readonly fellBehind: FellBehind,
  ) {
    this.answers = new EventAnswers(log, request);
  }

  get open(): boolean {
    return this.sink.open;
  }

  confirm(): void {
    this.sink.write(confirmationAnswer(randomUUID()));
  }

  /** `backlog` counts what waits for this subscriber since the event being sent. Throws Refusal when it is too slow. */
  async send(event: ReadableEvent, backlog: () => number): Promise<void> {
    const message = this.answers.of(event);
    this.sink.write(message instanceof Promise ? await message : message);
    if (this.sink.blocked) await this.waitForReader(backlog);
  }

  async write(message: Buffer): Promise<void> {
    this.sink.write(message);
    if (this.sink.blocked) await this.sink.drained();
  }

  goLive(): void {
    this.live = true;
    this.sink.write(caughtUpAnswer());
  }

  /** Resolves at the next commit, or when the subscriber is gone. Returns at once when something was committed since `head`. */
  async changed(head: bigint): Promise<void> {
    if (this.log.tail.head !== head || !this.sink.open) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        offChange();
        offClose();
        resolve();
      };
      let offClose = (): void => undefined;
      const offChange = this.log.tail.onChange(done);
      offClose = this.sink.onClose(done);
    });
  }

  private async waitForReader(backlog: () => number): Promise<void> {
    while (this.sink.blocked && this.sink.open) {
      await within(this.sink.drained(), PATIENCE_MS);
      if (!this.live || !this.sink.blocked || backlog() <= LIVE_BUFFER) continue;
      if (this.fellBehind === 'drop') throw refuse.tooSlow();
      await this.sink.drained();
      this.live = false;
      this.sink.write(fellBehindAnswer());
    }
  }
}

async function within(done: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([done, new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}
