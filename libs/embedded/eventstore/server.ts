import { randomUUID } from 'node:crypto';
import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { OPEN_ACCESS, type Access } from './access/access';
import { GroupCommit } from './append/group-commit';
import { StreamStates } from './append/stream-states';
import { writeFirstEvents } from './first-events';
import { LogReader } from './log/log-reader';
import { LogTail } from './log/log-tail';
import { clusterAnswer, supportedMethodsAnswer } from './protocol/node-answers';
import { Refusal } from './protocol/refusal';
import { nodeService, streamsService } from './protocol/services';
import { EventLog } from './read/event-log';
import { type FellBehind } from './read/follow';
import { StreamsService } from './streams-service';

export interface EventStoreOptions {
  /** A PostgreSQL database of its own; tables live in its schema `eventstore`. */
  readonly databaseUrl: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Plaintext and no access rules. */
  readonly insecure: boolean;
  readonly fellBehind?: FellBehind;
  readonly log?: (line: string) => void;
}

export interface RunningEventStore {
  readonly port: number;
  close(): Promise<void>;
}

/** As the real server: longer messages are refused with RESOURCE_EXHAUSTED. */
const RECEIVE_MAX = 16 * 1024 * 1024 - 10_000;
const STREAMS_PER_CONNECTION_MAX = 100;
const SHUTDOWN_MS = 1_000;

/** Starts a single-node server of the EventStoreDB protocol. Throws DatabaseInUse when another one runs on the database. */
export async function startEventStore(options: EventStoreOptions): Promise<RunningEventStore> {
  const log = options.log ?? (() => undefined);
  const reader = new LogReader(options.databaseUrl, log);
  const states = new StreamStates((names) => reader.streams(names));
  let tail = new LogTail(0n);
  const makeTail = (end: bigint): LogTail => (tail = new LogTail(end));
  let commit: GroupCommit;
  try {
    commit = await GroupCommit.open({ databaseUrl: options.databaseUrl, reader, states, log }, makeTail);
  } catch (error) {
    await reader.close();
    throw error;
  }
  await writeFirstEvents(commit);
  const streams = new StreamsService(new EventLog(reader, states, tail), commit, OPEN_ACCESS, true, options.fellBehind ?? 'drop');
  const server = new Server({
    'grpc.max_receive_message_length': RECEIVE_MAX,
    'grpc.max_send_message_length': -1,
    'grpc.max_concurrent_streams': STREAMS_PER_CONNECTION_MAX,
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 10_000,
  });
  server.addService(streamsService, streams.handlers);
  let port = 0;
  server.addService(nodeService, nodeHandlers(OPEN_ACCESS, options.host, () => port));
  port = await listen(server, `${options.host}:${options.port}`);
  return {
    port,
    async close() {
      await commit.drain();
      streams.close();
      await commit.close();
      await shutDown(server);
      await reader.close();
    },
  };
}

function nodeHandlers(access: Access, host: string, port: () => number) {
  const instance = randomUUID();
  const answering = (make: () => Buffer) => (call: ServerUnaryCall<Buffer, Buffer>, done: sendUnaryData<Buffer>) => {
    access.identify(call.metadata).then(
      () => done(null, make()),
      (error: unknown) => done(error instanceof Refusal ? error.toStatus() : new Error(String(error))),
    );
  };
  return {
    GetSupportedMethods: answering(() => supportedMethodsAnswer()),
    Gossip: answering(() => clusterAnswer(instance, Date.now(), host, port())),
  };
}

function listen(server: Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => (error ? reject(error) : resolve(port)));
  });
}

/** Lets answers already given reach their clients, then closes whatever is left. */
async function shutDown(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    const force = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, SHUTDOWN_MS);
    server.tryShutdown(() => {
      clearTimeout(force);
      resolve();
    });
  });
}
