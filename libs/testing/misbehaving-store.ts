import {
  Metadata,
  Server,
  ServerCredentials,
  status,
  type ServerDuplexStream,
  type ServerWritableStream,
  type sendUnaryData,
  type ServerUnaryCall,
} from '@grpc/grpc-js';
import { AllStreamPosition, type Empty } from '@eventstore/db-client/generated/shared_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { BatchAppendResp, type ReadResp, type BatchAppendReq, type ReadReq } from '@eventstore/db-client/generated/streams_pb';

export type BatchCall = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;
export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** How the server answers; each can be exchanged while it runs. */
export interface Behaviour {
  /** One whole append request (its last fragment). */
  append: (call: BatchCall, request: BatchAppendReq) => void;
  read: (call: ReadCall) => void;
  /** GetSupportedMethods: never answered when false. */
  tellsFeatures: boolean;
}

/** A server of the event store's protocol that answers what the test says, however wrong: not a double of the client but of a broken server. */
export interface MisbehavingStore {
  readonly url: string;
  readonly behaviour: Behaviour;
  close(): void;
}

export async function startMisbehavingStore(): Promise<MisbehavingStore> {
  const behaviour: Behaviour = { append: acknowledge, read: (call) => call.end(), tellsFeatures: true };
  const server = new Server({ 'grpc.max_concurrent_streams': 100 });
  server.addService(ServerFeaturesService, {
    getSupportedMethods: (_call: ServerUnaryCall<Empty, SupportedMethods>, done: sendUnaryData<SupportedMethods>) => {
      if (behaviour.tellsFeatures) done(null, features());
    },
  });
  const refuse = (_call: unknown, done: sendUnaryData<unknown>): void => done({ code: status.UNIMPLEMENTED }, null);
  server.addService(StreamsService, {
    batchAppend: (call: BatchCall) => {
      call.on('data', (request: BatchAppendReq) => void (request.getIsFinal() && behaviour.append(call, request)));
      call.on('error', () => undefined);
    },
    read: (call: ReadCall) => {
      call.on('error', () => undefined);
      behaviour.read(call);
    },
    append: refuse,
    delete: refuse,
    tombstone: refuse,
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return { url: `esdb://127.0.0.1:${port}?tls=false`, behaviour, close: () => server.forceShutdown() };
}

/** The right answer to an append: revision and position follow from the expected revision. */
export function acknowledge(call: BatchCall, request: BatchAppendReq): void {
  call.write(answerTo(request, success(request)));
}

export function answerTo(request: BatchAppendReq, more: (answer: BatchAppendResp) => BatchAppendResp): BatchAppendResp {
  const answer = new BatchAppendResp();
  answer.setCorrelationId(request.getCorrelationId());
  answer.setStreamIdentifier(request.getOptions()?.getStreamIdentifier());
  return more(answer);
}

export function success(request: BatchAppendReq): (answer: BatchAppendResp) => BatchAppendResp {
  const options = request.getOptions();
  const before = options?.hasStreamPosition() ? Number(options.getStreamPosition()) : -1;
  return (answer) => {
    const written = new BatchAppendResp.Success();
    written.setCurrentRevision(String(before + request.getProposedMessagesList().length));
    const position = new AllStreamPosition();
    position.setCommitPosition('100');
    position.setPreparePosition('100');
    written.setPosition(position);
    answer.setSuccess(written);
    return answer;
  };
}

/** Ends a call with an error and trailers. */
export function failWith(
  call: { emit(event: 'error', error: unknown): unknown },
  code: status,
  trailers: Readonly<Record<string, string>>,
  details = 'as told',
): void {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  call.emit('error', Object.assign(new Error(details), { code, details, metadata }));
}

function features(): SupportedMethods {
  const methods = new SupportedMethods();
  methods.setEventStoreServerVersion('23.10.8');
  for (const name of ['read', 'append', 'batchappend', 'delete', 'tombstone']) {
    const method = new SupportedMethod();
    method.setServiceName('event_store.client.streams.streams');
    method.setMethodName(name);
    methods.addMethods(method);
  }
  return methods;
}
