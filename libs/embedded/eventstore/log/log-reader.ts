import { Pool } from 'pg';
import { int8Array } from './binary-array';
import { KnownStreams } from './known-streams';
import { streamKey } from './stream-key';
import { type LogEvent } from '../protocol/recorded-event';

/** A stream as the database has it. `lastBody` only for metadata streams, whose last event says how to read another. */
export interface StoredStream {
  readonly id: bigint;
  readonly last: bigint;
  readonly lastBody: Buffer | undefined;
}

const MAX = 9223372036854775807n;
const CONNECTIONS_MAX = 4;
const STATEMENT_TIMEOUT_MS = 30_000;
/**
 * Every read has its index. PostgreSQL prefers to read and sort a table that was small when it last looked, and a prepared statement keeps that
 * plan while a hundred thousand events come in.
 */
const PLANS = '-c enable_seqscan=off -c enable_sort=off -c enable_bitmapscan=off';
/** Some five thousand streams. */
const SCAN_BLOCKS = 64;
const PAGE_BYTES = 4 * 1024 * 1024;

/** Reads of the log: pages by position or by revision, and where streams stand. Connections come back by themselves. */
export class LogReader {
  private readonly pool: Pool;
  /** Answers most questions about new streams without the database. */
  readonly known = new KnownStreams(
    () => this.countStreams(),
    (page) => this.scanStreams(page),
  );

  constructor(databaseUrl: string, log: (line: string) => void) {
    this.pool = new Pool({
      connectionString: databaseUrl,
      max: CONNECTIONS_MAX,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      connectionTimeoutMillis: 10_000,
      application_name: 'eventstore reader',
      options: PLANS,
    });
    this.pool.on('error', (error) => log(`event store: a read connection was lost: ${error.message}`));
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  /** Where these streams stand; a name that is not in the answer has never had an event. */
  async streams(names: readonly string[]): Promise<Map<string, StoredStream>> {
    const wanted = new Set(names);
    const keys = names.map(streamKey).filter((key) => this.known.mayExist(key));
    const found = new Map<string, StoredStream>();
    if (keys.length === 0) return found;
    const { rows } = await this.pool.query<[Buffer, string, string | null, Buffer | null]>({
      name: 'streams',
      rowMode: 'array',
      text: `SELECT s.name, s.id, e.revision, e.body
        FROM eventstore.streams s
        LEFT JOIN LATERAL (SELECT revision, CASE WHEN substr(s.name, 1, 2) = '$$'::bytea THEN body END AS body
          FROM eventstore.events WHERE stream = s.id ORDER BY revision DESC LIMIT 1) e ON true
        WHERE s.key = ANY ($1::int8[])`,
      values: [int8Array(keys)],
    });
    for (const [bytes, id, revision, body] of rows) {
      const name = bytes.toString('utf8');
      if (wanted.has(name)) found.set(name, { id: BigInt(id), last: BigInt(revision ?? -1), lastBody: body ?? undefined });
    }
    return found;
  }

  /** Events at or after a position, in order of position; `from` may lie beyond any. */
  async allForwards(from: bigint, limit: number): Promise<LogEvent[]> {
    return this.page('all-forwards', 'position >= $1 ORDER BY position LIMIT $2', [clamp(from), limit]);
  }

  /** Events before a position, the latest first. */
  async allBackwards(before: bigint, limit: number): Promise<LogEvent[]> {
    return this.page('all-backwards', 'position < $1 ORDER BY position DESC LIMIT $2', [clamp(before), limit]);
  }

  /** Events of a stream in revisions `from`..`to`, both included. */
  async streamForwards(stream: bigint, from: bigint, to: bigint, limit: number): Promise<LogEvent[]> {
    const where = 'stream = $1 AND revision >= $2 AND revision <= $3 ORDER BY revision LIMIT $4';
    return this.page('stream-forwards', where, [stream, clamp(from), to, limit]);
  }

  /** Events of a stream in revisions `from` down to `to`, both included. */
  async streamBackwards(stream: bigint, from: bigint, to: bigint, limit: number): Promise<LogEvent[]> {
    const where = 'stream = $1 AND revision <= $2 AND revision >= $3 ORDER BY revision DESC LIMIT $4';
    return this.page('stream-backwards', where, [stream, clamp(from), to, limit]);
  }

  /** How many streams there are at most: ids are counted. */
  private async countStreams(): Promise<number> {
    const { rows } = await this.pool.query<{ last: string }>('SELECT coalesce(max(stream), 0)::text AS last FROM eventstore.events');
    return Number(rows[0]?.last ?? 0);
  }

  /** By blocks of the table as it is now: ten million keys do not fit into one answer, and what comes meanwhile is told to the filter itself. */
  private async scanStreams(page: (keys: Buffer) => void): Promise<void> {
    const { rows } = await this.pool.query<{ blocks: string }>(
      "SELECT (pg_relation_size('eventstore.streams') / current_setting('block_size')::int)::text AS blocks",
    );
    for (let from = 0; from < Number(rows[0]?.blocks ?? 0); from += SCAN_BLOCKS) {
      const found = await this.pool.query<{ keys: Buffer | null }>({
        name: 'scan-streams',
        text: "SELECT string_agg(int8send(key), ''::bytea) AS keys FROM eventstore.streams WHERE ctid >= $1::tid AND ctid < $2::tid",
        values: [`(${from},0)`, `(${from + SCAN_BLOCKS},0)`],
      });
      if (found.rows[0]?.keys) page(found.rows[0].keys);
    }
  }

  /**
   * A page ends at its limit, or with the event that brings it to `PAGE_BYTES`: large events must not fill the memory. A page that is
   * shorter than its limit and smaller than that is the last one (`isLastPage`).
   */
  private async page(name: string, where: string, values: (bigint | number)[]): Promise<LogEvent[]> {
    const { rows } = await this.pool.query<[string, string, Buffer]>({
      name,
      rowMode: 'array',
      text: `SELECT position, revision, body FROM (
          SELECT *, sum(octet_length(body)) OVER (ROWS UNBOUNDED PRECEDING) - octet_length(body) AS before
          FROM (SELECT position, revision, body FROM eventstore.events WHERE ${where}) AS page
        ) AS bounded WHERE before < ${PAGE_BYTES}`,
      values,
    });
    return rows.map(([position, revision, body]) => ({ position: BigInt(position), revision: BigInt(revision), body }));
  }
}

/** Says of a page that was asked for with `limit` whether the log has nothing after it. */
export function isLastPage(events: readonly LogEvent[], limit: number): boolean {
  if (events.length >= limit) return false;
  let bytes = 0;
  for (const event of events) bytes += event.body.length;
  return bytes < PAGE_BYTES;
}

function clamp(value: bigint): bigint {
  return value > MAX ? MAX : value;
}
