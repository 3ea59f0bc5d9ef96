import {
  Server,
  ServerCredentials,
  type sendUnaryData,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import { batchAnswer } from '../../libs/embedded/eventstore/protocol/append-answers';
import { readBatchFragment } from '../../libs/embedded/eventstore/protocol/append-requests';
import { clusterAnswer, supportedMethodsAnswer } from '../../libs/embedded/eventstore/protocol/node-answers';
import { eventAnswer } from '../../libs/embedded/eventstore/protocol/read-answers';
import { readReadRequest } from '../../libs/embedded/eventstore/protocol/read-request';
import { encodeBody, type LogEvent } from '../../libs/embedded/eventstore/protocol/recorded-event';
import { nodeService, streamsService } from '../../libs/embedded/eventstore/protocol/services';

/**
 * The yardstick: a server of the same protocol over the same gRPC library that does nothing. An append is read, counted and answered; a read gives
 * copies of one event of `eventBytes`. What a store costs beyond this is its own.
 */
export async function startIdleStore(eventBytes: number, eventsInLog: number): Promise<{ port: number; close(): void }> {
  let revision = 0n;
  let position = 0n;
  const body = encodeBody(
    'idle',
    { id: '5d3e0a50-0000-4000-8000-000000000001', type: 'fact', json: true, data: Buffer.alloc(eventBytes, 97), custom: Buffer.alloc(0) },
    0,
  );
  const server = new Server({ 'grpc.max_receive_message_length': 16_000_000, 'grpc.max_concurrent_streams': 100 });
  const refuse = (_call: unknown, done: sendUnaryData<Buffer>): void => done({ code: 12, details: 'idle' });
  server.addService(streamsService, {
    BatchAppend(call: ServerDuplexStream<Buffer, Buffer>) {
      call.on('data', (message: Buffer) => {
        const { correlation, options, events } = readBatchFragment(message, Date.now());
        if (options === undefined) return;
        for (const event of events) if (!('bad' in event)) encodeBody(options.stream, event, 0);
        revision += BigInt(events.length);
        position += 1000n;
        call.write(batchAnswer(correlation, options.stream, options.expected, { is: 'written', revision, position }));
      });
    },
    Read: (call: ServerWritableStream<Buffer, Buffer>) => void give(call, body, eventsInLog),
    Append: refuse,
    Delete: refuse,
    Tombstone: refuse,
  });
  server.addService(nodeService, {
    GetSupportedMethods: (_call: ServerUnaryCall<Buffer, Buffer>, done: sendUnaryData<Buffer>) => done(null, supportedMethodsAnswer()),
    Gossip: (_call: ServerUnaryCall<Buffer, Buffer>, done: sendUnaryData<Buffer>) => done(null, clusterAnswer('', 0, '127.0.0.1', 0)),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return { port, close: () => server.forceShutdown() };
}

async function give(call: ServerWritableStream<Buffer, Buffer>, body: Buffer, events: number): Promise<void> {
  const { count } = readReadRequest(call.request);
  const wanted = Math.min(events, Number(count ?? 0n));
  for (let i = 0; i < wanted && !call.cancelled; i++) {
    const event: LogEvent = { position: BigInt(i + 1), revision: BigInt(i), body };
    if (!call.write(eventAnswer(event))) await new Promise((resolve) => call.once('drain', resolve));
  }
  call.end();
}
