import { Pool } from 'pg';
import type { Day } from '#kernel';
import type { Position } from '#ledger';
import { settingsOf, sqlStateOf } from './connection';
import { tableInEffect } from './effective';
import { tableKnownAt } from './known';
import type { ParkedStream } from './parking';
import { PositionWatch } from './position-watch';
import type { Reader, ReadContext } from './question';
import { databaseAway, tooSlow } from './refusals';
import { ReadSchema } from './schema';
import type { Row, TableSpec, ViewSpec } from './view';

export interface ReadSideOptions {
  readonly databaseUrl: string;
  readonly prefix: string;
  readonly views: readonly ViewSpec[];
  /** Code of the city, the root of the unit tree. */
  readonly city: string;
  /** Connections at most (8). */
  readonly poolMax?: number;
  /** A question may take so long (10,000 ms). */
  readonly statementMs?: number;
}

export interface Asking {
  readonly asOf: Day;
  readonly knownAt: Day | undefined;
  readonly today: Day;
  readonly reader: Reader | undefined;
}

/** The rows, read only: what questions and registers stand on. One per process; opens connections as they are needed. */
export class ReadSide {
  private readonly schema: ReadSchema;
  private readonly pool: Pool;
  private readonly watch: PositionWatch;
  private readonly tables: ReadonlyMap<string, TableSpec>;
  /** Names of views by their tables. */
  private readonly views: ReadonlyMap<string, string>;

  constructor(private readonly options: ReadSideOptions) {
    this.schema = new ReadSchema(options.prefix);
    this.tables = new Map(options.views.flatMap((view) => view.tables.map((table): [string, TableSpec] => [table.name, table])));
    this.views = new Map(options.views.flatMap((view) => view.tables.map((table): [string, string] => [table.name, view.name])));
    const settings = { default_transaction_read_only: 'on', statement_timeout: String(options.statementMs ?? 10_000), jit: 'off' };
    this.pool = new Pool({
      ...settingsOf({ url: options.databaseUrl, name: 'ledger-read', settings }),
      max: options.poolMax ?? 8,
      connectionTimeoutMillis: 5_000,
    });
    this.pool.on('error', () => undefined);
    const views = options.views.map((view) => view.name);
    this.watch = new PositionWatch({ databaseUrl: options.databaseUrl, schema: this.schema, pool: this.pool, views });
    this.watch.start();
  }

  /** What every view has reached: `Ledger-Position`. Rows read afterwards are at least as far. `0` before the first fact. */
  get position(): Position {
    return this.watch.position;
  }

  /** For server-sent events. Returns what ends it. */
  onPosition(listener: (position: Position) => void): () => void {
    return this.watch.onPosition(listener);
  }

  /** `?after=`: @throws ReadRefusal `read.not-yet` after `ms` (2,000). */
  waitFor(position: Position, ms = 2_000): Promise<void> {
    return this.watch.waitFor(position, ms);
  }

  /** The last position that was recorded by the end of a Shanghai day, which a reading `knownAt` answers from; `0` before the first. */
  async positionKnownAt(day: Day): Promise<Position> {
    const [row] = await this.rows<{ position: string | null }>(
      `SELECT max(position)::text AS position FROM ${this.schema.table('days')} WHERE day <= $1`,
      [day],
    );
    return row?.position ?? '0';
  }

  context(asking: Asking): ReadContext {
    const table = (name: string): string => this.table(name, asking.knownAt);
    return {
      ...asking,
      city: this.options.city,
      table,
      effective: (name) => tableInEffect(this.spec(name), table(name), asking.asOf),
      held: (name, stream) => this.watch.isParked(this.views.get(name) ?? '', stream),
      rows: (sql, values) => this.rows(sql, values),
    };
  }

  /** The spec of a table, for registers and searches. */
  spec(name: string): TableSpec {
    const spec = this.tables.get(name);
    if (!spec) throw new Error(`${name}: no such table`);
    return spec;
  }

  /** Streams that wait because a fact of them could not be applied. */
  async parked(): Promise<readonly Pick<ParkedStream, 'view' | 'stream' | 'position' | 'reason'>[]> {
    return this.rows(`SELECT view, stream, position, reason FROM ${this.schema.table('parked')} ORDER BY position LIMIT 1000`);
  }

  /** Plain values of a person, for who may see them; empty once erased or while restricted. */
  async personal(subject: string): Promise<Readonly<Record<string, string>>> {
    const rows = await this.rows<{ field: string; value: string }>(
      `SELECT field, value FROM ${this.schema.table('personal')} WHERE subject = $1 AND value IS NOT NULL`,
      [subject],
    );
    return Object.fromEntries(rows.map((row) => [row.field, row.value]));
  }

  async close(): Promise<void> {
    await this.watch.close();
    await this.pool.end();
  }

  private table(name: string, knownAt: Day | undefined): string {
    const spec = this.spec(name);
    return knownAt === undefined ? this.schema.table(name) : tableKnownAt(this.schema, spec, knownAt);
  }

  private async rows<T extends object = Row>(sql: string, values: readonly unknown[] = []): Promise<readonly T[]> {
    try {
      const { rows } = await this.pool.query<T & { position?: unknown }>(sql, [...values]);
      // Positions are text everywhere outside the database, however small they are.
      for (const row of rows) if (typeof row.position === 'number') row.position = String(row.position);
      return rows;
    } catch (reason) {
      throw refusalOf(reason);
    }
  }
}

/** Ours to answer for (a wrong SQL) stays an error; an engine that is away or too slow is a refusal. */
function refusalOf(reason: unknown): unknown {
  const state = sqlStateOf(reason);
  if (state === '57014') return tooSlow();
  if (state === undefined || ['08', '53', '57'].includes(state.slice(0, 2)))
    return isConnectionError(reason) || state !== undefined ? databaseAway() : reason;
  return reason;
}

function isConnectionError(reason: unknown): boolean {
  if (!(reason instanceof Error)) return false;
  const code = 'code' in reason ? String(reason.code) : '';
  return (
    /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)/.test(code) ||
    /timeout|terminated|Connection ended|not queryable/i.test(reason.message)
  );
}
