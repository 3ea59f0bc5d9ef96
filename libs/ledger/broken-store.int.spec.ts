import { status } from '@grpc/grpc-js';
import { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import { ReadResp, type BatchAppendReq } from '@eventstore/db-client/generated/streams_pb';
import {
  acknowledge,
  answerTo,
  failWith,
  startMisbehavingStore,
  success,
  type BatchCall,
  type MisbehavingStore,
  type ReadCall,
} from '#testing';
import { createLedger } from './create-ledger';
import { uuid5 } from './ids';
import type { AppendRequest, Ledger } from './ledger';
import { FACT, META as USUAL } from './ledger.fixture';
import type { Metadata, RecordedFact } from './recorded';

/* Each of these kills or hangs a process that talks to the client unguarded; jest fails the test on an error nobody caught. */

const CONTRACTS = [{ category: 'cards', facts: { CardIssued: FACT } }];
const META: Omit<Metadata, 'subjects'> = { ...USUAL, submission: '5f2f3a0e-7c39-5a5e-8a43-3b6a3f0c9d11' };
const LIMIT_MS = 400;
jest.setTimeout(30_000);

let [store, ledger]: [MisbehavingStore, Ledger] = [] as never;
beforeEach(async () => {
  store = await startMisbehavingStore();
  ledger = await createLedger({ url: store.url, contracts: CONTRACTS, limit_ms: LIMIT_MS, heartbeat_ms: 100 });
});
afterEach(async () => {
  await ledger.close();
  store.close();
});

describe('appends to a broken event store end with a named error, and the next one passes', () => {
  const withError = (more: (error: Status) => void) => (call: BatchCall, request: BatchAppendReq) => {
    const error = new Status();
    more(error);
    call.write(answerTo(request, (answer) => answer.setError(error)));
  };
  const broken: readonly (readonly [string, string, (call: BatchCall, request: BatchAppendReq) => void])[] = [
    ['refuses without saying why', 'ledger.unavailable', withError((error) => error.setMessage('no'))],
    ['neither accepts nor refuses', 'ledger.unavailable', (call, request) => call.write(answerTo(request, (answer) => answer))],
    [
      'answers another append',
      'ledger.unavailable',
      (call, request) => call.write(answerTo(request, success(request)).setCorrelationId(new UUID().setString(META.submission))),
    ],
    [
      'answers without a correlation id',
      'ledger.unavailable',
      (call, request) => call.write(answerTo(request, success(request)).setCorrelationId(undefined)),
    ],
    ['ends the append stream in good order', 'ledger.unavailable', (call) => call.end()],
    ['cancels the append stream', 'ledger.unavailable', (call) => failWith(call, status.CANCELLED, {})],
    [
      'names a wrong revision without the revision',
      'ledger.unavailable',
      (call) => failWith(call, status.FAILED_PRECONDITION, { exception: 'wrong-expected-version' }),
    ],
    [
      'names another leader without its address',
      'ledger.unavailable',
      (call) => failWith(call, status.NOT_FOUND, { exception: 'not-leader' }),
    ],
    [
      'names an exception nobody knows',
      'ledger.unavailable',
      (call) => failWith(call, status.INTERNAL, { exception: 'persistent-subscription-failed' }),
    ],
    ['denies access', 'ledger.denied', (call) => failWith(call, status.PERMISSION_DENIED, { exception: 'access-denied' })],
    ['never answers', 'ledger.timeout', () => undefined],
  ];

  it.each(broken)('when it %s', async (_, code, append) => {
    store.behaviour.append = append;
    await expect(ledger.append(issue('broken'))).rejects.toMatchObject({ code });
    store.behaviour.append = acknowledge;
    expect(await again(() => ledger.append(issue('sound')))).toMatchObject({ revision: 0, position: '100' });
  });

  it('when it answers twice: the first answer counts', async () => {
    store.behaviour.append = (call, request) => {
      acknowledge(call, request);
      acknowledge(call, request);
    };
    expect(await ledger.append(issue('twice'))).toMatchObject({ revision: 0 });
    store.behaviour.append = acknowledge;
    expect(await again(() => ledger.append(issue('sound')))).toMatchObject({ revision: 0 });
  });

  it('when it never tells what it can do', async () => {
    store.behaviour.tellsFeatures = false;
    await expect(ledger.append(issue('broken'))).rejects.toMatchObject({ code: 'ledger.timeout' });
    store.behaviour.tellsFeatures = true;
    expect(await again(() => ledger.append(issue('sound')))).toMatchObject({ revision: 0 });
  });

  it('when it breaks off with hundreds of appends queued', async () => {
    store.behaviour.append = (call) => call.destroy();
    const outcomes = await Promise.all(
      Array.from({ length: 300 }, (_, n) => ledger.append(issue(`q${n}`)).catch((reason: { code: string }) => reason.code)),
    );
    expect(outcomes.filter((outcome) => !['ledger.unavailable', 'ledger.timeout'].includes(String(outcome)))).toEqual([]);
  });

  it('when it is no longer the leader: the next append goes to the node that is', async () => {
    const leader = await startMisbehavingStore();
    let taken = 0;
    leader.behaviour.append = (call, request) => (taken++, acknowledge(call, request));
    store.behaviour.append = (call) => failWith(call, status.NOT_FOUND, elsewhere(leader));
    try {
      await expect(ledger.append(issue('moved'))).rejects.toMatchObject({ code: 'ledger.unavailable', outcome: 'unknown' });
      expect(await again(() => ledger.append(issue('moved')))).toMatchObject({ revision: 0 });
      expect(taken).toBe(1);
    } finally {
      leader.close();
    }
  });

  it('when the stream it continues was deleted and made again', async () => {
    store.behaviour.append = (call, request) => {
      call.write(
        answerTo(request, (answer) => success(request)(answer).setSuccess(success(request)(answer).getSuccess()?.setCurrentRevision('8'))),
      );
    };
    await expect(ledger.append(issue('again'))).rejects.toMatchObject({ code: 'ledger.stream-gone' });
  });

  it('refuses the setting under which the client hides wrong revisions', async () => {
    await expect(createLedger({ url: `${store.url}&throwOnAppendFailure=false`, contracts: CONTRACTS })).rejects.toThrow(
      'throwOnAppendFailure',
    );
  });
});

describe('reads', () => {
  it('that are never answered take no more than their share of the connection, and appends pass', async () => {
    store.behaviour.read = () => undefined;
    const reads = Array.from({ length: 150 }, (_, n) =>
      ledger.readStream({ category: 'cards', id: `${n}` }).catch((reason: { code: string }) => reason.code),
    );
    expect(await ledger.append(issue('beside'))).toMatchObject({ revision: 0 });
    expect(new Set(await Promise.all(reads))).toEqual(new Set(['ledger.timeout']));
    store.behaviour.read = (call) => call.end();
    expect(await again(() => ledger.readStream({ category: 'cards', id: 'x' }))).toEqual({ facts: [], revision: -1 });
  });

  it.each([
    [
      'a missing stream without its name',
      'ledger.unavailable',
      (call: ReadCall) => failWith(call, status.NOT_FOUND, { exception: 'stream-not-found' }),
    ],
    [
      'a deleted stream without its name',
      'ledger.unavailable',
      (call: ReadCall) => failWith(call, status.FAILED_PRECONDITION, { exception: 'stream-deleted' }),
    ],
    [
      'a deleted stream',
      'ledger.stream-gone',
      (call: ReadCall) => failWith(call, status.FAILED_PRECONDITION, { exception: 'stream-deleted', 'stream-name': 'cards-x' }),
    ],
    [
      'an event without name and id',
      'ledger.unavailable',
      (call: ReadCall) =>
        void call.write(new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(new ReadResp.ReadEvent.RecordedEvent()))),
    ],
    ['an event of another stream', 'ledger.unreadable-fact', (call: ReadCall) => (call.write(event(1, 'funds-1')), call.end())],
  ])('of %s end with %s', async (_, code, read) => {
    store.behaviour.read = read;
    await expect(ledger.readStream({ category: 'cards', id: 'x' })).rejects.toMatchObject({ code });
  });
});

describe('a follower of a broken event store', () => {
  const breaks: readonly (readonly [string, (call: ReadCall) => void])[] = [
    ['ends the subscription in good order', (call) => call.end()],
    [
      'finds it too slow',
      (call) => failWith(call, status.ABORTED, {}, 'Consumer too slow to handle event while live. Client resubscription required.'),
    ],
    ['names another leader', (call) => failWith(call, status.NOT_FOUND, elsewhere(store))],
    ['has lost its leader', (call) => failWith(call, status.NOT_FOUND, { exception: 'not-leader' })],
    [
      'sends an event without name and id',
      (call) => void call.write(new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(new ReadResp.ReadEvent.RecordedEvent()))),
    ],
    ['goes silent', () => undefined],
    [
      'fell behind and caught up',
      (call) =>
        [new ReadResp().setFellBehind(new ReadResp.FellBehind()), ...rest(), new ReadResp().setCaughtUp(new ReadResp.CaughtUp())].forEach(
          (answer) => call.write(answer),
        ),
    ],
    ['sends everything again', (call) => [event(1), event(2), event(3), ...rest()].forEach((answer) => call.write(answer))],
  ];

  it.each(breaks)('when it %s: each fact once, in order', async (_, strike) => {
    let subscriptions = 0;
    store.behaviour.read = (call) => {
      const options = call.request.getOptions();
      if (!options?.hasSubscription()) return probed(call);
      subscriptions++;
      call.write(new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId('s')));
      const after = Number(options.getAll()?.getPosition()?.getCommitPosition() ?? 0);
      if (subscriptions === 1) {
        for (const n of [1, 2, 3]) call.write(event(n));
        call.write(new ReadResp().setCaughtUp(new ReadResp.CaughtUp()));
        setTimeout(() => strike(call), 20);
      } else [1, 2, 3, 4, 5].filter((n) => n > after).forEach((n) => call.write(event(n)));
      return undefined;
    };
    const facts = await followed(5);
    expect(facts.map((fact) => [fact.revision, fact.position])).toEqual([
      [0, '1'],
      [1, '2'],
      [2, '3'],
      [3, '4'],
      [4, '5'],
    ]);
  });

  /** Reads of `$all`: nothing at first, then the event of the checkpoint, so that everything else comes by subscription; five as the last one. */
  function probed(call: ReadCall): void {
    const [options, all] = [call.request.getOptions(), call.request.getOptions()?.getAll()];
    if (options?.getReadDirection() === 1) call.write(event(5));
    else if (all?.hasPosition()) call.write(event(Number(all.getPosition()?.getCommitPosition())));
    call.end();
  }

  function rest(): readonly ReadResp[] {
    return [event(4), event(5)];
  }

  async function followed(count: number): Promise<readonly RecordedFact[]> {
    const [facts, stop]: [RecordedFact[], AbortController] = [[], new AbortController()];
    await ledger.follow({
      name: 'test',
      from: undefined,
      batchMax: 10,
      signal: stop.signal,
      onBatch: async (batch) => {
        facts.push(...batch);
        if (facts.length >= count) stop.abort();
      },
    });
    return facts;
  }
});

function elsewhere({ url }: MisbehavingStore): Record<string, string> {
  return { exception: 'not-leader', 'leader-endpoint-host': '127.0.0.1', 'leader-endpoint-port': new URL(url).port };
}

function event(n: number, stream = 'cards-x'): ReadResp {
  const recorded = new ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(new UUID().setString(uuid5(META.submission, [String(n)])));
  recorded.setStreamIdentifier(new StreamIdentifier().setStreamName(Buffer.from(stream).toString('base64')));
  recorded.setStreamRevision(String(n - 1));
  recorded.setCommitPosition(String(n));
  recorded.setPreparePosition(String(n));
  recorded.getMetadataMap().set('type', 'CardIssued').set('content-type', 'application/json').set('created', '17600000000000000');
  recorded.setData(Buffer.from(JSON.stringify({ n })).toString('base64'));
  recorded.setCustomMetadata(Buffer.from(JSON.stringify({ ...META, subjects: [] })).toString('base64'));
  return new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(String(n)));
}

function issue(id: string): AppendRequest {
  const submission = uuid5(META.submission, [id]);
  return {
    stream: { category: 'cards', id },
    at: -1,
    facts: [{ type: 'CardIssued', data: { n: 1 }, subjects: [] }],
    meta: { ...META, submission },
    personal: [],
  };
}

async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (reason) {
      if (attempt === 5) throw reason;
    }
  }
}
