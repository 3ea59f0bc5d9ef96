import { isTailEvent, typeOf, type EventLog, type ReadableEvent } from './event-log';
import { eventAnswer, resolvedAnswer } from '../protocol/read-answers';
import { type ReadRequest } from '../protocol/read-request';

const LINK = '$>';

/** Makes the message for one event, as the reader asked: ids as text or halves, links resolved or not. */
export class EventAnswers {
  private readonly plain: boolean;

  constructor(
    private readonly log: EventLog,
    private readonly request: Pick<ReadRequest, 'resolveLinks' | 'structuredIds'>,
  ) {
    this.plain = !request.resolveLinks && !request.structuredIds;
  }

  /** At once where nothing has to be looked up; several subscribers share the encoding of a live event. */
  of(event: ReadableEvent): Buffer | Promise<Buffer> {
    if (this.plain || (!this.request.structuredIds && typeOf(event) !== LINK)) {
      if (!isTailEvent(event)) return eventAnswer(event);
      return (event.answer ??= eventAnswer(event));
    }
    if (!this.request.resolveLinks || typeOf(event) !== LINK) return resolvedAnswer(event, undefined, this.request.structuredIds);
    return this.resolve(event);
  }

  private async resolve(link: ReadableEvent): Promise<Buffer> {
    const target = await this.log.linkTarget(link);
    if (target === 'not-a-link') return resolvedAnswer(link, undefined, this.request.structuredIds);
    return resolvedAnswer(target, link, this.request.structuredIds);
  }
}
