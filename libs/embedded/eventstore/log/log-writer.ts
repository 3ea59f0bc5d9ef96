import { Client, type QueryConfig } from 'pg';
import { EngineRefusal } from '../../engine-refusal';
import { byteaArray, int8Array } from './binary-array';
import { streamKey } from './stream-key';
import { prepareSchema } from './schema';
import { type LogEvent } from '../protocol/recorded-event';

/** One commit: rows in order of position. `reserved` is a position answered without an event. */
export interface LogCommit {
  readonly streams: readonly { readonly id: bigint; readonly name: string }[];
  readonly events: readonly (LogEvent & { readonly streamId: bigint })[];
  readonly reserved: bigint | undefined;
}

/** Where the log ends: what the next position and the next stream id must exceed. */
export interface LogEnd {
  readonly position: bigint;
  readonly streamId: bigint;
}

/** Another store holds this database. */
export function databaseInUse(): EngineRefusal {
  return new EngineRefusal(
    'engine.database-in-use',
    '另一个事件库正在使用这个数据库。请先停掉它，或给本事件库另一个数据库，然后再启动。',
    'Another event store is using this database. Stop it first, or give this one a database of its own, then start again.',
  );
}

/** ASCII "evtstore", read as a number: the advisory lock that one store per database holds. */
const LOCK = 7311145032455676517n;
const LOCK_WAIT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const GOODBYE_MS = 2_000;

/**
 * The one connection that writes. It holds the lock and does the inserts, so a store that lost the lock cannot acknowledge: its
 * insert fails with the connection. An insert is one statement, one transaction, one round trip, flushed to disk before it answers.
 */
export class LogWriter {
  private constructor(private readonly client: Client) {}

  /** Connects, waits for the lock (a killed predecessor's session may linger a moment), prepares the tables. Throws EngineRefusal `engine.database-in-use`. */
  static async open(databaseUrl: string, onLost: () => void): Promise<{ writer: LogWriter; end: LogEnd }> {
    const client = new Client({
      connectionString: databaseUrl,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      application_name: 'eventstore writer',
    });
    client.on('error', () => onLost());
    client.on('end', () => onLost());
    try {
      await client.connect();
      await client.query('SET synchronous_commit = on; SET plan_cache_mode = force_generic_plan');
      await takeLock(client);
      await prepareSchema(client);
      return { writer: new LogWriter(client), end: await readEnd(client) };
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  }

  async commit(commit: LogCommit): Promise<void> {
    await this.client.query(alone(commit) ?? together(commit));
  }

  /** A connection whose other side went silent never says goodbye: after a moment it is left to the operating system. */
  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, GOODBYE_MS)));
    await Promise.race([this.client.end().catch(() => undefined), late]);
    clearTimeout(timer);
  }
}

/** One event needs no arrays: alone in flight it waits for nobody, and the plain rows cost PostgreSQL a third less. */
function alone({ streams, events, reserved }: LogCommit): QueryConfig | undefined {
  const [stream, event] = [streams[0], events[0]];
  if (event === undefined || events.length > 1 || streams.length > 1 || reserved !== undefined) return undefined;
  const row = 'INSERT INTO eventstore.events (position, stream, revision, body) VALUES ($1::int8, $2::int8, $3::int8, $4::bytea)';
  const values = [event.position, event.streamId, event.revision, event.body];
  if (stream === undefined) return { name: 'commit-one', text: row, values };
  const first = 'INSERT INTO eventstore.streams (id, key, name) VALUES ($5::int8, $6::int8, $7::bytea)';
  return {
    name: 'commit-first',
    text: `WITH s AS (${first}) ${row}`,
    values: [...values, stream.id, streamKey(stream.name), Buffer.from(stream.name)],
  };
}

/** Any number of rows in one statement: an array per column. */
function together(commit: LogCommit): QueryConfig {
  const parts: string[] = [];
  const values: Buffer[] = [];
  if (commit.streams.length > 0) {
    values.push(int8Array(commit.streams.map((s) => s.id)), int8Array(commit.streams.map((s) => streamKey(s.name))));
    values.push(byteaArray(commit.streams.map((s) => Buffer.from(s.name))));
    parts.push('s AS (INSERT INTO eventstore.streams (id, key, name) SELECT * FROM unnest($1::int8[], $2::int8[], $3::bytea[]))');
  }
  if (commit.reserved !== undefined) {
    values.push(int8Array([commit.reserved]));
    parts.push(`r AS (UPDATE eventstore.reserved SET position = ($${values.length}::int8[])[1])`);
  }
  const n = values.length;
  values.push(int8Array(commit.events.map((e) => e.position)), int8Array(commit.events.map((e) => e.streamId)));
  values.push(int8Array(commit.events.map((e) => e.revision)), byteaArray(commit.events.map((e) => e.body)));
  const insert = `INSERT INTO eventstore.events (position, stream, revision, body)
    SELECT * FROM unnest($${n + 1}::int8[], $${n + 2}::int8[], $${n + 3}::int8[], $${n + 4}::bytea[])`;
  const text = parts.length > 0 ? `WITH ${parts.join(', ')} ${insert}` : insert;
  return { name: `commit-${parts.length > 0 ? parts.map((p) => p[0]).join('') : 'events'}`, text, values };
}

async function takeLock(client: Client): Promise<void> {
  for (const until = Date.now() + LOCK_WAIT_MS; ;) {
    const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [LOCK]);
    if (rows[0]?.got === true) return;
    if (Date.now() > until) throw databaseInUse();
    await client.query('SELECT pg_sleep(0.1)');
  }
}

async function readEnd(client: Client): Promise<LogEnd> {
  const { rows } = await client.query<{ position: string; stream: string }>(`
    SELECT greatest((SELECT max(position) FROM eventstore.events), (SELECT position FROM eventstore.reserved), 0)::text AS position,
      coalesce((SELECT max(stream) FROM eventstore.events), 0)::text AS stream`);
  return { position: BigInt(rows[0]?.position ?? 0), streamId: BigInt(rows[0]?.stream ?? 0) };
}
