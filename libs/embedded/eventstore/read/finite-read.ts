import { type AnswerSink } from './answer-sink';
import { EventAnswers } from './event-answers';
import { wanted } from './event-filter';
import { isYoungEnough, type EventLog, type ReadableEvent, type StreamView } from './event-log';
import { isLastPage } from '../log/log-reader';
import { firstStreamPositionAnswer, lastStreamPositionAnswer, streamNotFoundAnswer } from '../protocol/read-answers';
import { type AllFrom, type ReadRequest, type StreamFrom } from '../protocol/read-request';
import { refuse } from '../protocol/refusal';

const FIRST_PAGE = 64;
const PAGE_MAX = 1024;
const PAGE_OF_REAL = 32;
const END = 9223372036854775807n;

/** Reads a stream once, in either direction; ends the answer. Throws Refusal. */
export async function readStream(log: EventLog, sink: AnswerSink, request: ReadRequest, stream: string, from: StreamFrom): Promise<void> {
  const view = await log.view(stream);
  if (view.is === 'deleted') throw refuse.streamDeleted(stream);
  if (view.is === 'missing') {
    sink.write(streamNotFoundAnswer(stream));
    return sink.end();
  }
  const step = request.backwards ? -1n : 1n;
  const start = from === 'start' ? 0n : from === 'end' ? END : from;
  const page = (at: bigint, limit: number): Promise<ReadableEvent[]> =>
    request.backwards ? log.streamBackwards(view, at, limit) : log.streamForwards(view, at, limit);
  if (request.tellsPositions && !request.backwards)
    for (const first of firstPositions(view, start, request.count ?? END)) sink.write(firstStreamPositionAnswer(first));
  await pump(log, sink, request, start, page, (event) => event.revision + step, young(view));
  if (request.tellsPositions) sink.write(lastStreamPositionAnswer(view.last));
  sink.end();
}

/**
 * What the real server says before the first event when pages of its size come out empty: the first readable revision when a whole page lies
 * below it, the one after the last when nothing is left from there on. (A page that only reaches into the readable part says nothing.)
 */
export function firstPositions({ first, last }: Pick<StreamView, 'first' | 'last'>, start: bigint, count: bigint): readonly bigint[] {
  const said: bigint[] = [];
  let at = start;
  if (at + BigInt(smaller(count, PAGE_OF_REAL)) - 1n < first) {
    said.push(first);
    at = first;
  }
  if (at > last || first > last) {
    if (at !== last + 1n) said.push(last + 1n);
  }
  return said;
}

/** Reads `$all` once. Forwards includes the event at the position, backwards does not. */
export async function readAll(log: EventLog, sink: AnswerSink, request: ReadRequest, from: AllFrom): Promise<void> {
  const filter = wanted(request.filter);
  if (request.backwards) {
    const before = from === 'end' ? END : from === 'start' ? 0n : from.commit;
    await pump(
      log,
      sink,
      request,
      before,
      (at, limit) => log.allBefore(at, limit),
      (event) => event.position,
      filter,
    );
    return sink.end();
  }
  if (from === 'end') return sink.end();
  const after = from === 'start' ? -1n : from.commit - 1n;
  await pump(
    log,
    sink,
    request,
    after,
    (at, limit) => log.allAfter(at, limit),
    (event) => event.position,
    filter,
  );
  sink.end();
}

type Page = (at: bigint, limit: number) => Promise<readonly ReadableEvent[]>;

/** Pages through the log: the first page small, for short reads; the next one is fetched while this one is written. */
async function pump(
  log: EventLog,
  sink: AnswerSink,
  request: ReadRequest,
  start: bigint,
  page: Page,
  next: (event: ReadableEvent) => bigint,
  wants?: (event: ReadableEvent) => boolean,
): Promise<void> {
  const answers = new EventAnswers(log, request);
  let left = request.count ?? END;
  let size = wants ? FIRST_PAGE : smaller(left, FIRST_PAGE);
  let coming = page(start, size);
  while (left > 0n && sink.open) {
    const events = await coming;
    const last = events.at(-1);
    const more = last !== undefined && !isLastPage(events, size);
    if (more) {
      size = wants ? PAGE_MAX : smaller(left - BigInt(events.length), PAGE_MAX);
      coming = size > 0 ? page(next(last), size) : Promise.resolve([]);
      coming.catch(() => undefined);
    }
    for (const event of events) {
      if (left === 0n || !sink.open) break;
      if (wants && !wants(event)) continue;
      left -= 1n;
      const message = answers.of(event);
      sink.write(message instanceof Promise ? await message : message);
      if (sink.blocked) await sink.drained();
    }
    if (!more) break;
  }
}

function smaller(left: bigint, limit: number): number {
  return left < BigInt(limit) ? Number(left) : limit;
}

function young(view: StreamView): ((event: ReadableEvent) => boolean) | undefined {
  if (view.metadata.maxAgeMs === undefined) return undefined;
  const now = Date.now();
  return (event) => isYoungEnough(event, view.metadata, now);
}
