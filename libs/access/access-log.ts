import type { Pool } from 'pg';
import type { AccessLog, AccessNote } from '#gateway';
import type { Instant, JsonObject } from '#kernel';

/** Lines that may wait for the database; beyond it reading is refused rather than unlogged. */
const WAITING_MAX = 20_000;

interface Waiting {
  readonly at: Instant;
  readonly line: AccessNote;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A refusal of something somebody asked for, as the log holds it: never what was in it. */
export interface RefusedLine {
  readonly id: string;
  readonly at: Instant;
  readonly route: string;
  readonly target: string;
  readonly status: number;
  readonly code: string;
}

/** Reads and refusals, auditors' own included. Lines that come while one insert runs share the next one. */
export class DurableAccessLog implements AccessLog {
  private waiting: Waiting[] = [];
  private writing = false;

  constructor(
    private readonly pool: Pool,
    private readonly now: () => Instant,
  ) {}

  note(line: AccessNote): Promise<void> {
    if (this.waiting.length >= WAITING_MAX) return Promise.reject(new Error('the access log is full'));
    const written = new Promise<void>((resolve, reject) => this.waiting.push({ at: this.now(), line, resolve, reject }));
    if (!this.writing) void this.write();
    return written;
  }

  /** Newest first, by actor and Shanghai day; `before` is the id of the last line seen. */
  async lines(asked: {
    readonly actor?: string | undefined;
    readonly on?: string | undefined;
    readonly before?: string | undefined;
    readonly limit: number;
  }): Promise<readonly JsonObject[]> {
    const { rows } = await this.pool.query<JsonObject>(LINES, [asked.actor ?? null, asked.on ?? null, asked.before ?? null, asked.limit]);
    return rows;
  }

  /** What was decided against of what one account asked these routes for, newest first; not what never was decided (no login, too many, timed out). */
  async refusals(asked: {
    readonly account: string;
    readonly routes: readonly string[];
    readonly before?: string | undefined;
    readonly limit: number;
  }): Promise<readonly RefusedLine[]> {
    const { rows } = await this.pool.query<RefusedLine>(REFUSALS, [asked.account, asked.routes, asked.before ?? null, asked.limit]);
    return rows;
  }

  private async write(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, 500);
      try {
        await this.pool.query(INSERT, [
          JSON.stringify(batch.map(({ at, line }) => ({ ...line, at, account: line.account ?? null, code: line.code ?? null }))),
        ]);
        for (const one of batch) one.resolve();
      } catch (error) {
        for (const one of batch) one.reject(error);
      }
    }
    this.writing = false;
  }
}

const INSERT = `INSERT INTO access_log (at, account, roles, method, route, target, status, code, trace, address)
  SELECT at, account, COALESCE(roles, '{}'), method, route, target, status, code, trace, address
  FROM jsonb_to_recordset($1::jsonb) AS line (at timestamptz, account text, roles text[], method text, route text, target text, status int, code text, trace text, address text)`;

const REFUSALS = `SELECT id::text, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, route, target, status, code
  FROM access_log WHERE account = $1 AND method = 'POST' AND status >= 400 AND status < 500 AND status NOT IN (401, 408, 425, 429)
    AND route = ANY($2::text[]) AND code IS NOT NULL AND ($3::bigint IS NULL OR id < $3)
  ORDER BY access_log.id DESC LIMIT $4`;

const LINES = `SELECT id::text, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, account, roles, method, route, target, status, code, trace, address
  FROM access_log WHERE ($1::text IS NULL OR account = $1) AND ($3::bigint IS NULL OR id < $3)
    AND ($2::date IS NULL OR (at >= $2::date::timestamp AT TIME ZONE 'Asia/Shanghai' AND at < ($2::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'))
  ORDER BY access_log.id DESC LIMIT $4`;
