import { randomUUID } from 'node:crypto';
import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { OPEN_ACCESS, type Access } from './access/access';
import { Accounts, type StoreAccount } from './access/accounts';
import { defaultAcls } from './access/default-acls';
import { streamAccess } from './access/stream-access';
import { GroupCommit } from './append/group-commit';
import { StreamStates } from './append/stream-states';
import { writeFirstEvents } from './first-events';
import { LogReader } from './log/log-reader';
import { LogTail } from './log/log-tail';
import { EngineRefusal } from '../engine-refusal';
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
  /** PEM; needed unless `insecure`. */
  readonly tls?: { readonly certificate: Buffer; readonly key: Buffer };
  /** Who may connect; needed unless `insecure`. */
  readonly accounts?: readonly StoreAccount[];
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

/** Starts a single-node server of the EventStoreDB protocol. Throws EngineRefusal: `engine.database-in-use`, `engine.port-taken`. */
export async function startEventStore(options: EventStoreOptions): Promise<RunningEventStore> {
  const log = options.log ?? (() => undefined);
  const credentials = credentialsOf(options);
  const reader = new LogReader(options.databaseUrl, log);
  const states = new StreamStates((names) => reader.streams(names));
  let commit: GroupCommit | undefined;
  try {
    let tail = new LogTail(0n);
    commit = await GroupCommit.open({ databaseUrl: options.databaseUrl, reader, states, log }, (end) => (tail = new LogTail(end)));
    await writeFirstEvents(commit, options.accounts ?? []);
    reader.known.fill().catch((error: unknown) => log(`event store: the filter of known streams stays empty: ${String(error)}`));
    const eventLog = new EventLog(reader, states, tail);
    const access = await accessOf(options, eventLog);
    const streams = new StreamsService(eventLog, commit, access, options.insecure, options.fellBehind ?? 'drop');
    return await serve(options, credentials, access, { streams, commit, reader });
  } catch (error) {
    await commit?.close();
    await reader.close();
    throw error;
  }
}

interface Parts {
  readonly streams: StreamsService;
  readonly commit: GroupCommit;
  readonly reader: LogReader;
}

async function serve(
  options: EventStoreOptions,
  credentials: ServerCredentials,
  access: Access,
  { streams, commit, reader }: Parts,
): Promise<RunningEventStore> {
  const server = new Server({
    'grpc.max_receive_message_length': RECEIVE_MAX,
    'grpc.max_send_message_length': -1,
    'grpc.max_concurrent_streams': STREAMS_PER_CONNECTION_MAX,
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 10_000,
  });
  server.addService(streamsService, streams.handlers);
  let port = 0;
  server.addService(
    nodeService,
    nodeHandlers(access, options.host, () => port),
  );
  port = await listen(server, options.host, options.port, credentials);
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await commit.drain();
    streams.close();
    await commit.close();
    await shutDown(server);
    await reader.close();
  };
  return { port, close: () => (closing ??= close()) };
}

function credentialsOf({ insecure, tls }: EventStoreOptions): ServerCredentials {
  if (insecure) return ServerCredentials.createInsecure();
  if (tls === undefined) throw new Error('A store needs a certificate unless it is started as insecure.');
  return ServerCredentials.createSsl(null, [{ cert_chain: tls.certificate, private_key: tls.key }]);
}

async function accessOf({ insecure, accounts }: EventStoreOptions, log: EventLog): Promise<Access> {
  if (insecure) return OPEN_ACCESS;
  return streamAccess(await Accounts.of(accounts ?? []), async (stream) => (await log.view(stream)).metadata.acl, defaultAcls(log));
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

function listen(server: Server, host: string, port: number, credentials: ServerCredentials): Promise<number> {
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, bound) => (error ? reject(portTaken(address)) : resolve(bound)));
  });
}

function portTaken(address: string): EngineRefusal {
  return new EngineRefusal(
    'engine.port-taken',
    `事件库无法监听 ${address}：端口被占用或地址不可用。请换一个端口再启动。`,
    `The event store cannot listen on ${address}: the port is taken or the address is not of this machine. Choose another port and start again.`,
  );
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
