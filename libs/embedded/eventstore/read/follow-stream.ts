import { FOLLOW_PAGE, type Follower } from './follow';
import { isYoungEnough, type ReadableEvent } from './event-log';
import { DELETED } from '../protocol/expected-revision';
import { type StreamFrom } from '../protocol/read-request';
import { refuse } from '../protocol/refusal';

/**
 * Follows a stream after a revision, until the subscriber leaves. A stream that is not there (yet, or any more) is waited for in silence;
 * a tombstone ends it. Live events come from memory untruncated, as the real server sends them. Throws Refusal.
 */
export async function followStream(follower: Follower, stream: string, from: StreamFrom): Promise<void> {
  const { log } = follower;
  const { tail } = log;
  const first = await log.view(stream);
  if (first.is === 'deleted') throw refuse.streamDeleted(stream);
  let at = from === 'start' ? -1n : from === 'end' ? first.last : from;
  follower.confirm();
  while (follower.open) {
    const head = tail.head;
    const view = await log.view(stream);
    if (view.is === 'deleted') throw refuse.streamDeleted(stream);
    const events = view.is === 'there' ? await log.streamForwards(view, at + 1n, FOLLOW_PAGE) : [];
    for (const event of events) {
      at = event.revision;
      if (isYoungEnough(event, view.metadata, Date.now())) await follower.send(event, () => 0);
    }
    if (events.length > 0) continue;
    if (view.is === 'there') {
      follower.goLive();
      at = await live(follower, stream, at, head);
    } else await follower.changed(head);
  }
}

/** From memory, until memory no longer reaches back or the subscriber fell behind; returns the last revision sent. */
async function live(follower: Follower, stream: string, seen: bigint, from: bigint): Promise<bigint> {
  const { tail } = follower.log;
  let at = seen;
  let position = from;
  const mine = (event: ReadableEvent): boolean => event.stream === stream && event.revision > at;
  const backlog = (): number => tail.read(position, FOLLOW_PAGE)?.filter(mine).length ?? FOLLOW_PAGE;
  while (follower.open && follower.live) {
    const head = tail.head;
    const events = tail.read(position, FOLLOW_PAGE);
    if (events === undefined) {
      follower.live = false;
      return at;
    }
    for (const event of events) {
      if (!follower.open || !follower.live) return at;
      position = event.position;
      if (!mine(event)) continue;
      at = event.revision;
      await follower.send(event, backlog);
      if (event.revision === DELETED) throw refuse.streamDeleted(stream);
    }
    if (events.length > 0) continue;
    if (head > position) position = head;
    await follower.changed(head);
  }
  return at;
}
