import { Client, Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { Reaction, ReactionOp } from '#gateway';
import type { Day, JsonObject } from '#kernel';
import type { Checkpoint, RecordedFact } from '#ledger';
import { ReactorBegin1767225600002 } from './begin.migration';
import { DueRecord, FollowedRecord } from './records';

export interface PendingDue {
  readonly key: string;
  readonly onDay: Day;
  readonly category: string;
  readonly id: string;
  readonly action: string;
  readonly data: JsonObject;
  readonly rests: string;
  readonly position: string;
}

const FOLLOWER = 'reactions';
const MARK_WITHIN_MS = 1_000;

/** What is due and when, kept with the place in the ledger up to which it is complete: both change in one transaction. */
export class DueList {
  /** A place that is not written yet. */
  private later: { end: Checkpoint; readonly timer: NodeJS.Timeout } | undefined;

  private constructor(
    private readonly pool: Pool,
    private readonly guard: Client,
    private readonly byType: ReadonlyMap<string, readonly Reaction[]>,
  ) {}

  /** Brings the schema up to date and waits until no other process holds the list. */
  static async open(databaseUrl: string, prefix: string, reactions: readonly Reaction[]): Promise<DueList> {
    const schema = `${prefix}reactor`;
    const guard = new Client({ connectionString: databaseUrl, statement_timeout: 0, keepAlive: true });
    guard.on('error', () => undefined);
    await guard.connect();
    await guard.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [schema]);
    await guard.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    await migrate(databaseUrl, schema);
    const pool = new Pool({
      connectionString: databaseUrl,
      max: 2,
      application_name: 'ledger reactor',
      options: `-c search_path="${schema}" -c statement_timeout=10000`,
    });
    pool.on('error', () => undefined);
    const byType = new Map<string, Reaction[]>();
    for (const reaction of reactions)
      for (const type of Object.keys(reaction.on)) byType.set(type, [...(byType.get(type) ?? []), reaction]);
    return new DueList(pool, guard, byType);
  }

  async checkpoint(): Promise<Checkpoint | undefined> {
    const { rows } = await this.pool.query<{ position: string; event_id: string }>(
      'SELECT position::text, event_id FROM followed WHERE name = $1',
      [FOLLOWER],
    );
    return rows[0] && { position: rows[0].position, eventId: rows[0].event_id };
  }

  /** Resolves when the connection that holds the list is lost: another process may take it. */
  lost(): Promise<void> {
    return new Promise((resolve) => this.guard.on('end', resolve));
  }

  /** The place after facts that set nothing is written a moment later, for all of that moment: after a restart they are seen again, and set nothing again. */
  async take(facts: readonly RecordedFact[], end: Checkpoint): Promise<void> {
    const operations = facts.flatMap((fact) =>
      (this.byType.get(fact.type) ?? []).flatMap((reaction) => (reaction.on[fact.type]?.(fact) ?? []).map((op) => [fact, op] as const)),
    );
    if (operations.length === 0) return this.markLater(end);
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      for (const [fact, op] of operations) await client.query(...statementOf(fact, op));
      await client.query(MARK, [FOLLOWER, end.position, end.eventId]);
      await client.query('COMMIT');
      client.release();
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  private markLater(end: Checkpoint): void {
    if (this.later) {
      this.later.end = end;
      return;
    }
    const timer = setTimeout(() => void this.markNow().catch(() => undefined), MARK_WITHIN_MS).unref();
    this.later = { end, timer };
  }

  private async markNow(): Promise<void> {
    const { later } = this;
    clearTimeout(later?.timer);
    this.later = undefined;
    if (later) await this.pool.query(MARK, [FOLLOWER, later.end.position, later.end.eventId]);
  }

  async due(today: Day, limit: number): Promise<readonly PendingDue[]> {
    const { rows } = await this.pool.query<PendingDue>(
      `SELECT key, on_day AS "onDay", category, id, action, data, rests, position::text FROM dues WHERE refused IS NULL AND on_day <= $1 ORDER BY on_day, key LIMIT $2`,
      [today, limit],
    );
    return rows;
  }

  /** Only as it was when it was submitted: what has been set anew meanwhile stays. */
  async done({ key, position }: PendingDue): Promise<void> {
    await this.pool.query('DELETE FROM dues WHERE key = $1 AND position = $2', [key, position]);
  }

  async refused({ key, position }: PendingDue, code: string): Promise<void> {
    await this.pool.query('UPDATE dues SET refused = $3 WHERE key = $1 AND position = $2', [key, position, code]);
  }

  async close(): Promise<void> {
    await this.markNow().catch(() => undefined);
    await this.pool.end();
    await this.guard.end();
  }
}

const MARK = `INSERT INTO followed AS f (name, position, event_id) VALUES ($1, $2, $3)
  ON CONFLICT (name) DO UPDATE SET position = $2, event_id = $3 WHERE f.position <= $2`;
const SET = `INSERT INTO dues AS d (key, on_day, category, id, action, data, rests, position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (key) DO UPDATE SET on_day = $2, category = $3, id = $4, action = $5, data = $6, rests = $7, position = $8, refused = NULL WHERE d.position <= $8`;

function statementOf(fact: RecordedFact, op: ReactionOp): [string, unknown[]] {
  if (op.op === 'cancel') return ['DELETE FROM dues WHERE key = $1 AND position <= $2', [op.key, fact.position]];
  const { key, on, category, id, action, data } = op.due;
  return [SET, [key, on, category, id, action, JSON.stringify(data), `${fact.stream}@${fact.revision}`, fact.position]];
}

async function migrate(databaseUrl: string, schema: string): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url: databaseUrl,
    schema,
    entities: [DueRecord, FollowedRecord],
    migrations: [ReactorBegin1767225600002],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'all',
    synchronize: false,
    poolSize: 1,
    extra: { options: `-c search_path="${schema}"` },
  });
  await source.initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}
