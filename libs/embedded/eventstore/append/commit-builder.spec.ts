import { randomUUID } from 'node:crypto';
import { type AppendRequest } from './append-request';
import { CommitBuilder, prepareEvent } from './commit-builder';
import { RecentIds } from './recent-ids';
import { type StreamState } from './stream-states';
import { type LogEvent } from '../protocol/recorded-event';

/** Builders on a log that is nothing but what they wrote; every `commit` takes a builder's changes over, as the group commit does. */
class Log {
  readonly events: LogEvent[] = [];
  readonly states = new Map<string, StreamState>();
  recent = new RecentIds();
  asked = 0;
  end = { position: 0n, streamId: 0n };

  builder(nowMs: number): CommitBuilder {
    const eventsInLog = async (streamId: bigint, revision: bigint, limit: number): Promise<readonly LogEvent[]> => {
      this.asked += 1;
      return this.events
        .filter((event) => 'streamId' in event && event.streamId === streamId && event.revision >= revision)
        .slice(0, limit);
    };
    return new CommitBuilder({ state: (stream) => this.states.get(stream), eventsInLog, recent: this.recent }, this.end, nowMs);
  }

  commit(builder: CommitBuilder): void {
    this.events.push(...builder.events);
    for (const [name, state] of builder.changed) this.states.set(name, state);
    for (const [id, at] of builder.ids) this.recent.add(id, at);
    this.end = builder.end;
  }
}

const request = (stream: string, expected: AppendRequest['expected'], ids: readonly string[] = [randomUUID()]): AppendRequest => ({
  kind: 'append',
  stream,
  expected,
  events: ids.map((id) => prepareEvent(stream, { id, type: 't', json: true, data: Buffer.from('{}'), custom: Buffer.alloc(0) }, 0)),
  deadlineMs: 0,
  settle: () => undefined,
});

describe('positions', () => {
  it('follow the wall clock in microseconds, and go on by one when it stands still or goes back', async () => {
    const log = new Log();
    const first = log.builder(1_000);
    await first.decide(request('a', 'any', [randomUUID(), randomUUID()]));
    log.commit(first);
    const back = log.builder(500);
    await back.decide(request('a', 'any'));
    log.commit(back);
    const later = log.builder(2_000);
    await later.decide(request('b', 'any'));
    log.commit(later);
    expect(log.events.map(({ position }) => position)).toEqual([1_000_000n, 1_000_001n, 1_000_002n, 2_000_000n]);
  });

  it('are given to an empty append as well, and kept so that they are not given again', async () => {
    const builder = new Log().builder(1_000);
    expect(await builder.decide(request('a', 'any', []))).toEqual({ is: 'written', revision: -1n, position: 1_000_000n });
    expect(builder.events).toEqual([]);
    expect(builder.reserved).toBe(1_000_000n);
  });
});

describe('appends of one commit', () => {
  it('see one another: the second at the same revision is refused, a retry within the commit is recognised', async () => {
    const builder = new Log().builder(1_000);
    const ids = [randomUUID(), randomUUID()];
    expect(await builder.decide(request('a', 'no_stream', ids))).toMatchObject({ is: 'written', revision: 1n });
    expect(await builder.decide(request('a', 'no_stream'))).toEqual({ is: 'wrong-expected-version', current: 1n });
    expect(await builder.decide(request('a', 'no_stream', ids))).toEqual({ is: 'written', revision: 1n, position: 1_000_001n });
    expect(await builder.decide(request('a', 'any', ids))).toEqual({ is: 'written', revision: 1n, position: 1_000_001n });
    expect(await builder.decide(request('a', 1n))).toMatchObject({ is: 'written', revision: 2n });
    expect(builder.events).toHaveLength(3);
    expect(builder.streams).toEqual([{ id: 1n, name: 'a' }]);
  });

  it('change nothing outside while the commit may still fail', async () => {
    const log = new Log();
    const failed = log.builder(1_000);
    await failed.decide(request('a', 'no_stream'));
    expect([log.states.size, log.events.length, log.end.position]).toEqual([0, 0, 0n]);
    expect(await log.builder(1_000).decide(request('a', 'no_stream'))).toMatchObject({ is: 'written', revision: 0n, position: 1_000_000n });
  });

  it('recognise a retry that a later commit holds in the log alone', async () => {
    const log = new Log();
    const ids = [randomUUID(), randomUUID()];
    const first = log.builder(1_000);
    await first.decide(request('a', 'no_stream', ids));
    log.commit(first);
    const forgetful = new Log();
    Object.assign(forgetful, { events: log.events, states: log.states, end: log.end });
    const again = forgetful.builder(2_000);
    expect(await again.decide(request('a', 'no_stream', ids))).toEqual({ is: 'written', revision: 1n, position: 1_000_001n });
    expect(await again.decide(request('a', 'no_stream', [...ids].reverse()))).toEqual({ is: 'wrong-expected-version', current: 1n });
    expect(again.events).toEqual([]);
  });
});

describe('a retry of a large append after a restart', () => {
  it('is compared with the log page by page, and one that differs is found out', async () => {
    const log = new Log();
    const ids = Array.from({ length: 1_000 }, () => randomUUID());
    const first = log.builder(1_000);
    await first.decide(request('a', 'no_stream', ids));
    log.commit(first);
    log.recent = new RecentIds();
    expect(await log.builder(2_000).decide(request('a', 'no_stream', ids))).toEqual({
      is: 'written',
      revision: 999n,
      position: 1_000_999n,
    });
    expect(log.asked).toBeLessThan(10);
    const other = ids.with(700, randomUUID());
    expect(await log.builder(2_000).decide(request('a', 'no_stream', other))).toEqual({ is: 'wrong-expected-version', current: 999n });
    expect(await log.builder(2_000).decide(request('a', 'no_stream', [...ids, randomUUID()]))).toMatchObject({
      is: 'wrong-expected-version',
    });
    expect(await log.builder(2_000).decide(request('a', 10n, ids.slice(11, 400)))).toMatchObject({ is: 'written', revision: 399n });
  });
});
