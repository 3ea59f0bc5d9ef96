import { mkdtempSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client as GrpcClient, credentials, status, type ClientReadableStream, type ServiceError } from '@grpc/grpc-js';
import { Empty } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import * as pb from '@eventstore/db-client/generated/streams_pb';
import { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { Empty as GoogleEmpty } from 'google-protobuf/google/protobuf/empty_pb';
import { startEventStore, startPostgres, type EventStoreOptions, type RunningEventStore, type RunningPostgres } from '#embedded';

const MiB = 1024 * 1024;
let folder: string;
let postgres: RunningPostgres;
let store: RunningEventStore;
const open: { close(): void }[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-limits-'));
  postgres = await startPostgres({ dataDir: join(folder, 'postgres'), databases: ['events', 'other'] });
  store = await start({});
}, 120_000);

afterAll(async () => {
  for (const client of open) client.close();
  await store?.close();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

describe('a server of its kind', () => {
  it('is alone on its database', async () => {
    await expect(start({})).rejects.toMatchObject({ code: 'engine.database-in-use' });
  }, 60_000);

  it('says in one sentence that its port is taken', async () => {
    await expect(start({ databaseUrl: postgres.url('other'), port: store.port })).rejects.toMatchObject({ code: 'engine.port-taken' });
  }, 60_000);

  it('refuses what it does not do by name', async () => {
    const client = new GrpcClient(`127.0.0.1:${store.port}`, credentials.createInsecure());
    open.push(client);
    const same = (bytes: Buffer): Buffer => bytes;
    for (const path of [
      '/event_store.client.persistent_subscriptions.PersistentSubscriptions/Create',
      '/event_store.client.projections.Projections/Create',
      '/event_store.client.operations.Operations/StartScavenge',
    ]) {
      const error = await new Promise<ServiceError | null>((done) =>
        client.makeUnaryRequest(path, same, same, Buffer.alloc(0), (e) => done(e)),
      );
      expect(error).toMatchObject({ code: status.UNIMPLEMENTED, details: expect.stringContaining(path) as unknown });
    }
  }, 60_000);

  it('takes 100 streams on a connection and lets the next one wait', async () => {
    const client = connect(store.port);
    const confirmed = new Set<number>();
    const calls = Array.from({ length: 101 }, (_, i) => subscribe(client, () => confirmed.add(i)));
    await until(() => confirmed.size === 100);
    const unary = connect(store.port);
    expect(await append(unary, `sign-of-life-${randomUUID()}`, [Buffer.from('{}')])).toBeUndefined();
    expect(confirmed.size).toBe(100);
    calls[0]?.cancel();
    await until(() => confirmed.size === 101);
    for (const call of calls) call.cancel();
  }, 60_000);

  it('refuses a message of more than 16 MiB', async () => {
    const error = await append(connect(store.port), 'huge', [Buffer.alloc(16 * MiB, 97)]);
    expect(error?.code).toBe(status.RESOURCE_EXHAUSTED);
  }, 60_000);
});

describe('a live subscriber that stops reading', () => {
  it('is dropped, as 23.10 does', async () => {
    const prefix = `slow-${randomUUID()}`;
    const subscriber = new Subscriber(store.port, prefix);
    await until(() => subscriber.live);
    subscriber.call.pause();
    await appendMuch(store.port, prefix);
    subscriber.call.resume();
    await until(() => subscriber.error !== undefined);
    expect(subscriber.error).toMatchObject({ code: status.ABORTED, details: expect.stringContaining('Consumer too slow') as unknown });
    expect(subscriber.seen).toEqual(subscriber.seen.map((_, i) => i));
  }, 60_000);

  it('is told, and caught up again, with the switch for 24.x', async () => {
    const patient = await start({ databaseUrl: postgres.url('other'), fellBehind: 'catch-up' });
    try {
      const prefix = `slow-${randomUUID()}`;
      const subscriber = new Subscriber(patient.port, prefix);
      await until(() => subscriber.live);
      subscriber.call.pause();
      const total = await appendMuch(patient.port, prefix);
      subscriber.call.resume();
      await until(() => subscriber.seen.length === total && subscriber.messages.filter((m) => m === 'caughtUp').length === 2);
      expect(subscriber.seen).toEqual(subscriber.seen.map((_, i) => i));
      expect(subscriber.messages.filter((m) => m === 'fellBehind')).toHaveLength(1);
      expect(subscriber.messages[subscriber.messages.indexOf('fellBehind') + 1]).toBe('checkpoint');
      subscriber.call.cancel();
    } finally {
      await patient.close();
    }
  }, 90_000);

  it('costs the server little memory', async () => {
    const prefix = `stalled-${randomUUID()}`;
    const subscriber = new Subscriber(store.port, prefix);
    await until(() => subscriber.live);
    subscriber.call.pause();
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 8; i++) await appendMuch(store.port, prefix);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * MiB);
    subscriber.call.cancel();
  }, 120_000);
});

describe('the end of the server', () => {
  it('answers what was committed and cancels what waits, each append once', async () => {
    const brief = await start({ databaseUrl: postgres.url('other') });
    const client = connect(brief.port);
    const subscriber = new Subscriber(brief.port, 'nothing');
    await until(() => subscriber.live);
    const answered: string[] = [];
    let ended: ServiceError | undefined;
    const call = client.batchAppend();
    call.on('data', (answer: pb.BatchAppendResp) => answered.push(answer.getCorrelationId()?.getString() ?? ''));
    call.on('error', (error: ServiceError) => (ended = error));
    const sent = Array.from({ length: 500 }, () => randomUUID());
    for (const id of sent) call.write(batchRequest(id, `end-${id}`, [Buffer.from('{}')]));
    await until(() => answered.length > 0);
    const unfinished = batchRequest(randomUUID(), 'unfinished', [Buffer.from('{}')]);
    unfinished.setIsFinal(false);
    call.write(unfinished);
    await brief.close();
    await until(() => ended !== undefined && subscriber.error !== undefined);
    expect(ended?.code).toBe(status.CANCELLED);
    expect(subscriber.error?.code).toBe(status.CANCELLED);
    expect(new Set(answered).size).toBe(answered.length);
    const again = await start({ databaseUrl: postgres.url('other') });
    try {
      const stored = await readStreams(again.port, 'end-');
      for (const id of answered) expect(stored).toContain(`end-${id}`);
      expect(stored).not.toContain('unfinished');
    } finally {
      await again.close();
    }
  }, 120_000);
});

function start(options: Partial<EventStoreOptions>): Promise<RunningEventStore> {
  return startEventStore({ databaseUrl: postgres.url('events'), host: '127.0.0.1', port: 0, insecure: true, ...options });
}

function connect(port: number): StreamsClient {
  const client = new StreamsClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
    'grpc.max_send_message_length': -1,
  });
  open.push(client);
  return client;
}

function subscription(prefix?: string): pb.ReadReq {
  const options = new pb.ReadReq.Options();
  const all = new pb.ReadReq.Options.AllOptions();
  all.setEnd(new Empty());
  options.setAll(all);
  options.setSubscription(new pb.ReadReq.Options.SubscriptionOptions());
  if (prefix !== undefined) options.setFilter(prefixFilter(prefix));
  const ids = new pb.ReadReq.Options.UUIDOption();
  ids.setString(new Empty());
  options.setUuidOption(ids);
  const request = new pb.ReadReq();
  request.setOptions(options);
  return request;
}

function prefixFilter(prefix: string): pb.ReadReq.Options.FilterOptions {
  const filter = new pb.ReadReq.Options.FilterOptions();
  const expression = new pb.ReadReq.Options.FilterOptions.Expression();
  expression.setPrefixList([prefix]);
  filter.setStreamIdentifier(expression);
  filter.setMax(1000);
  filter.setCheckpointintervalmultiplier(1000);
  return filter;
}

function subscribe(client: StreamsClient, confirmed: () => void): ClientReadableStream<pb.ReadResp> {
  const call = client.read(subscription());
  call.on('data', (answer: pb.ReadResp) => answer.hasConfirmation() && confirmed());
  call.on('error', () => undefined);
  return call;
}

class Subscriber {
  readonly messages: string[] = [];
  readonly seen: number[] = [];
  error: ServiceError | undefined;
  readonly call: ClientReadableStream<pb.ReadResp>;

  constructor(port: number, prefix: string) {
    this.call = connect(port).read(subscription(prefix));
    this.call.on('data', (answer: pb.ReadResp) => {
      if (answer.hasEvent()) this.seen.push(Number(answer.getEvent()?.getEvent()?.getStreamRevision()));
      else
        this.messages.push(
          answer.hasCaughtUp() ? 'caughtUp' : answer.hasFellBehind() ? 'fellBehind' : answer.hasCheckpoint() ? 'checkpoint' : 'other',
        );
    });
    this.call.on('error', (error: ServiceError) => (this.error = error));
  }

  get live(): boolean {
    return this.messages.includes('caughtUp');
  }
}

/** 12,000 events of 2 kB to one stream, what made the real node drop its subscriber; more on a machine that writes them within a second. */
async function appendMuch(port: number, stream: string): Promise<number> {
  const client = connect(port);
  const data = Buffer.alloc(2000, 97);
  let written = 0;
  for (const until = Date.now() + 1_000; written < 12_000 || Date.now() < until; written += 500)
    expect(
      await append(
        client,
        stream,
        Array.from({ length: 500 }, () => data),
      ),
    ).toBeUndefined();
  return written;
}

/** One append over BatchAppend; the error of the call, or undefined when it was written. */
function append(client: StreamsClient, stream: string, data: readonly Buffer[]): Promise<ServiceError | undefined> {
  return new Promise((resolve, reject) => {
    const call = client.batchAppend();
    call.on('error', (error: ServiceError) => resolve(error));
    call.on('data', (answer: pb.BatchAppendResp) => {
      if (answer.hasSuccess()) resolve(undefined);
      else reject(new Error(answer.getError()?.getMessage()));
      call.cancel();
    });
    call.write(batchRequest(randomUUID(), stream, data));
  });
}

function batchRequest(correlation: string, stream: string, data: readonly Buffer[]): pb.BatchAppendReq {
  const request = new pb.BatchAppendReq();
  request.setCorrelationId(uuid(correlation));
  const options = new pb.BatchAppendReq.Options();
  const name = new StreamIdentifier();
  name.setStreamName(Buffer.from(stream));
  options.setStreamIdentifier(name);
  options.setAny(new GoogleEmpty());
  request.setOptions(options);
  for (const bytes of data) {
    const message = new pb.BatchAppendReq.ProposedMessage();
    message.setId(uuid(randomUUID()));
    message.getMetadataMap().set('type', 't').set('content-type', 'application/octet-stream');
    message.setData(bytes);
    request.addProposedMessages(message);
  }
  request.setIsFinal(true);
  return request;
}

function uuid(text: string): UUID {
  const id = new UUID();
  id.setString(text);
  return id;
}

async function readStreams(port: number, prefix: string): Promise<string[]> {
  const request = subscription(prefix);
  const options = request.getOptions();
  const all = new pb.ReadReq.Options.AllOptions();
  all.setStart(new Empty());
  options?.setAll(all);
  options?.clearSubscription();
  options?.setCount('100000');
  const names: string[] = [];
  const call = connect(port).read(request);
  call.on('data', (answer: pb.ReadResp) =>
    names.push(Buffer.from(answer.getEvent()?.getEvent()?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()),
  );
  await new Promise<void>((resolve, reject) => call.on('end', resolve).on('error', reject));
  return names;
}

async function until(is: () => boolean): Promise<void> {
  for (const end = Date.now() + 40_000; !is(); await new Promise((resolve) => setTimeout(resolve, 10)))
    if (Date.now() > end) throw new Error('waited in vain');
}
