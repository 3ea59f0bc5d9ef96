import type { Channel } from '@grpc/grpc-js';
import { EventStoreDBClient } from '@eventstore/db-client';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import { guardStreamCalls, type StreamCalls } from './guard';

/**
 * One connection to the event store (one HTTP/2 connection, at most 100 calls at a time), made anew when it is suspect: the client keeps a failed
 * discovery and failed server features for ever, and a hung call to them hangs every later one.
 */
export class Connection {
  private current: EventStoreDBClient;
  private closed = false;
  private answeredAt_ms = 0;

  /** @param url `esdb://name:password@host:port?tlsCAFile=…`; credentials travel only over TLS. */
  constructor(private readonly url: string) {
    if (/[?&]throwOnAppendFailure=/i.test(url))
      throw new Error('EVENTSTORE_URL: throwOnAppendFailure must not be set: the client then reports wrong revisions');
    this.current = newClient(url);
  }

  get client(): EventStoreDBClient {
    return this.current;
  }

  /** A call was answered: the connection is alive. */
  answered(): void {
    this.answeredAt_ms = performance.now();
  }

  /** A call begun at `since_ms` failed in a way that may lie in the client itself: without an answer since then it is replaced. */
  suspect(client: EventStoreDBClient, since_ms: number): void {
    if (this.closed || client !== this.current || this.answeredAt_ms > since_ms) return;
    this.replace(client);
  }

  /** Replaces this client whatever was answered on it. */
  replace(client: EventStoreDBClient): void {
    if (this.closed || client !== this.current) return;
    this.current = newClient(this.url);
    void end(client);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await end(this.current);
  }
}

/** The inner doors of the client (6.2.1, pinned) that the guard and an orderly end need. */
interface Inside {
  createGRPCClient(stub: unknown): Promise<unknown>;
  getChannel(): Promise<Channel>;
}

const END_WAIT_MS = 1000;

const KEEPALIVE_MS = 10_000;
let clientsMade = 0;

/**
 * grpc-js shares one connection among all channels of a process with equal settings: the subscriptions would take the calls' 100 streams, and a
 * replaced client would come back to the same dead connection. A keep-alive interval of its own sets each client apart.
 */
function apart(url: string): string {
  const given = /[?&]keepAliveInterval=(\d+)/i.exec(url)?.[1];
  const interval_ms = Math.max(KEEPALIVE_MS, Number(given ?? 0)) + (clientsMade++ % 50_000);
  const bare = url.replace(/([?&])keepAliveInterval=[^&]*&?/i, '$1').replace(/[?&]$/, '');
  return `${bare}${bare.includes('?') ? '&' : '?'}keepAliveInterval=${interval_ms}`;
}

function newClient(url: string): EventStoreDBClient {
  const client = EventStoreDBClient.connectionString(apart(url));
  const inside = client as unknown as Inside;
  const create = inside.createGRPCClient;
  inside.createGRPCClient = async (stub) => {
    const made = await create(stub);
    if (stub === StreamsClient) guardStreamCalls(made as StreamCalls);
    return made;
  };
  return client;
}

/** `dispose` ends the calls but leaves the channel open. */
async function end(client: EventStoreDBClient): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<void>((resolve) => (timer = setTimeout(resolve, END_WAIT_MS)));
  try {
    await Promise.race([client.dispose(), waited]);
    const channel = await Promise.race([(client as unknown as Inside).getChannel(), waited]);
    channel?.close();
  } catch {
    // A client that never found its node has no channel to close.
  } finally {
    clearTimeout(timer);
  }
}
