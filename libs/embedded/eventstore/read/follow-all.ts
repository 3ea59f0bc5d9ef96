import { wanted, type Wanted } from './event-filter';
import { FOLLOW_PAGE, type Follower } from './follow';
import { checkpointAnswer } from '../protocol/read-answers';
import { type AllFrom, type Filter } from '../protocol/read-request';
import { refuse } from '../protocol/refusal';

/** Follows `$all` after a position, until the subscriber leaves. Throws Refusal. */
export async function followAll(follower: Follower, from: AllFrom, filter: Filter | undefined): Promise<void> {
  const { tail } = follower.log;
  if (filter?.interval === 0) throw refuse.unknown('The checkpoint interval must be greater than 0.');
  const wants = wanted(filter);
  const checkpoints = filter && new Checkpoints(filter);
  let at = from === 'start' ? -1n : from === 'end' ? tail.head : from.commit;
  const backlog = (): number => countWanted(follower, at, wants);
  follower.confirm();
  while (follower.open) {
    const head = tail.head;
    const events = await follower.log.allAfter(at, FOLLOW_PAGE);
    for (const event of events) {
      if (!follower.open) return;
      at = event.position;
      const wasLive = follower.live;
      if (!wants || wants(event)) await follower.send(event, backlog);
      if (checkpoints && wasLive && !follower.live) await follower.write(checkpointAnswer(at));
      if (checkpoints?.due()) await follower.write(checkpointAnswer(at));
    }
    if (events.length > 0 || tail.head !== head) continue;
    if (head > at) at = head;
    if (!follower.live) follower.goLive();
    await follower.changed(head);
  }
}

/** A checkpoint every window × interval considered events, wanted or not, so that a subscriber with few hits still moves on. */
class Checkpoints {
  private considered = 0;
  private readonly every: number;

  constructor(filter: Filter) {
    this.every = Math.max(1, filter.window) * filter.interval;
  }

  due(): boolean {
    this.considered += 1;
    if (this.considered < this.every) return false;
    this.considered = 0;
    return true;
  }
}

function countWanted(follower: Follower, at: bigint, wants: Wanted | undefined): number {
  const waiting = follower.log.tail.read(at, FOLLOW_PAGE);
  if (waiting === undefined) return FOLLOW_PAGE;
  return wants ? waiting.filter(wants).length : waiting.length;
}
