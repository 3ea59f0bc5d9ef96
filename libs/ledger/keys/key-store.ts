import { randomBytes, randomUUID } from 'node:crypto';
import { Pool, type PoolClient } from 'pg';
import type { Instant } from '#kernel';
import { KeysUnavailable } from '../errors';
import type { Position } from '../recorded';
import type { DataKey, KeyPurpose, KeyStore } from '../sealing';
import type { Erasure } from './erasure-list';
import { prepareKeySchema } from './prepare';
import { MasterKeys } from './wrapping';

export interface KeyStoreOptions {
  /** KEYS_DATABASE_URL: a database of its own, with its own backup cycle. */
  readonly databaseUrl: string;
  /** LEDGER_PREFIX: the schema is `{prefix}keys`. */
  readonly prefix?: string;
  /** 32 bytes. */
  readonly master: Buffer;
  /** Master keys used before; `rewrap` makes them dispensable. */
  readonly formerMasters?: readonly Buffer[];
}

/**
 * Opens the key store and brings its schema up to date. Nothing is cached: one look per append or batch with personal values, so that a
 * restriction or an erasure holds at once in every process.
 * @throws KeysUnavailable
 */
export async function openKeyStore(options: KeyStoreOptions): Promise<PostgresKeys> {
  const schema = `${options.prefix ?? ''}keys`;
  const masters = new MasterKeys(options.master, options.formerMasters);
  try {
    await prepareKeySchema(options.databaseUrl, schema);
  } catch (reason) {
    throw new KeysUnavailable(reason);
  }
  const pool = new Pool({
    connectionString: options.databaseUrl,
    max: 4,
    connectionTimeoutMillis: 5_000,
    // A key must be on disk before its first fact is.
    options: `-c search_path="${schema}" -c synchronous_commit=on -c statement_timeout=5000`,
  });
  pool.on('error', () => undefined);
  return new PostgresKeys(pool, masters);
}

interface KeyRow {
  readonly id: string;
  readonly subject: string;
  readonly purpose: string;
  readonly master: string;
  readonly wrapped: Buffer;
}

export class PostgresKeys implements KeyStore {
  constructor(
    private readonly pool: Pool,
    private readonly masters: MasterKeys,
  ) {}

  async keysFor(wanted: readonly KeyPurpose[], at: Instant): Promise<readonly DataKey[]> {
    const found = await this.inUse(wanted);
    const missing = wanted.filter((one) => !found.some((key) => key.subject === one.subject && key.purpose === one.purpose));
    if (missing.length === 0) return found.map((row) => this.opened(row));
    await this.transaction(async (client) => {
      // One order for all, or two appends about the same two people wait for each other.
      for (const one of missing.toSorted((a, b) => (`${a.subject} ${a.purpose}` < `${b.subject} ${b.purpose}` ? -1 : 1)))
        await this.make(client, one, at);
    });
    return (await this.inUse(wanted)).map((row) => this.opened(row));
  }

  async readable(ids: readonly string[]): Promise<ReadonlyMap<string, DataKey>> {
    const rows = await this.rows<KeyRow>(
      `SELECT k.id, k.subject, k.purpose, k.master, k.wrapped FROM keys k LEFT JOIN subjects s ON s.subject = k.subject
       WHERE k.id = ANY($1::uuid[]) AND k.wrapped IS NOT NULL AND s.restricted IS NOT TRUE`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, this.opened(row)]));
  }

  async restrict(subject: string): Promise<void> {
    await this.rows('INSERT INTO subjects (subject, restricted) VALUES ($1, true) ON CONFLICT (subject) DO UPDATE SET restricted = true', [
      subject,
    ]);
  }

  async lift(subject: string): Promise<void> {
    await this.rows('UPDATE subjects SET restricted = false WHERE subject = $1', [subject]);
  }

  async erase(subject: string, upTo: Instant): Promise<number> {
    const destroyed = await this.transaction(async (client) => {
      await lock(client, subject);
      await client.query(
        `INSERT INTO subjects (subject, erased_up_to) VALUES ($1, $2)
         ON CONFLICT (subject) DO UPDATE SET erased_up_to = greatest(subjects.erased_up_to, excluded.erased_up_to)`,
        [subject, upTo],
      );
      const { rowCount } = await client.query(
        `UPDATE keys SET wrapped = NULL, destroyed_at = now() WHERE subject = $1 AND since <= $2 AND wrapped IS NOT NULL`,
        [subject, upTo],
      );
      return rowCount ?? 0;
    });
    // The old row version still holds the wrapped key; VACUUM cannot run in a transaction.
    if (destroyed > 0) await this.rows('VACUUM keys', []);
    return destroyed;
  }

  /** Everyone ever erased here, by pseudonym: what `ledgerctl erasures` writes down. */
  async erasures(): Promise<readonly Erasure[]> {
    const rows = await this.rows<{ subject: string; at: Date }>(
      'SELECT subject, erased_up_to AS at FROM subjects WHERE erased_up_to IS NOT NULL ORDER BY subject',
      [],
    );
    return rows.map(({ subject, at }) => ({ subject, upTo: at.toISOString() }));
  }

  /** Wraps every key with the current master key that is not yet; returns how many. The former master keys may then be destroyed. */
  async rewrap(): Promise<number> {
    const rows = await this.rows<KeyRow>(
      'SELECT id, subject, purpose, master, wrapped FROM keys WHERE wrapped IS NOT NULL AND master <> $1',
      [this.masters.current],
    );
    for (const row of rows) {
      const wrapped = this.masters.wrap(this.opened(row).key, ownerOf(row));
      // Erased meanwhile: stays erased.
      await this.rows('UPDATE keys SET wrapped = $2, master = $3 WHERE id = $1 AND wrapped IS NOT NULL', [
        row.id,
        wrapped,
        this.masters.current,
      ]);
    }
    return rows.length;
  }

  /** Position up to which recorded decisions are carried out; undefined before the first. */
  async obeyedUpTo(): Promise<Position | undefined> {
    return (await this.rows<{ position: string }>('SELECT position::text FROM obeyed', []))[0]?.position;
  }

  /** Notes that every decision up to a position is carried out. Never goes back. */
  async obeyed(upTo: Position): Promise<void> {
    await this.rows(
      `INSERT INTO obeyed (position) VALUES ($1) ON CONFLICT (one) DO UPDATE SET position = greatest(obeyed.position, excluded.position)`,
      [upTo],
    );
  }

  /** Whether the database answers. @throws KeysUnavailable */
  async reach(): Promise<void> {
    await this.rows('SELECT 1', []);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async make(client: PoolClient, { subject, purpose }: KeyPurpose, at: Instant): Promise<void> {
    await lock(client, subject);
    const id = randomUUID();
    await client.query(
      `INSERT INTO keys (id, subject, purpose, since, master, wrapped)
       SELECT $1, $2, $3, greatest($4::timestamptz, (SELECT erased_up_to + interval '1 ms' FROM subjects WHERE subject = $2)), $5, $6
       ON CONFLICT (subject, purpose) WHERE wrapped IS NOT NULL DO NOTHING`,
      [id, subject, purpose, at, this.masters.current, this.masters.wrap(randomBytes(32), ownerOf({ id, subject, purpose }))],
    );
  }

  private inUse(wanted: readonly KeyPurpose[]): Promise<readonly KeyRow[]> {
    return this.rows<KeyRow>(
      `SELECT id, subject, purpose, master, wrapped FROM keys JOIN unnest($1::text[], $2::text[]) AS wanted (subject, purpose) USING (subject, purpose)
       WHERE wrapped IS NOT NULL`,
      [wanted.map((one) => one.subject), wanted.map((one) => one.purpose)],
    );
  }

  private opened(row: KeyRow): DataKey {
    return { id: row.id, subject: row.subject, purpose: row.purpose, key: this.masters.unwrap(row.wrapped, row.master, ownerOf(row)) };
  }

  private async rows<T extends object>(sql: string, values: readonly unknown[]): Promise<readonly T[]> {
    try {
      return (await this.pool.query<T>(sql, [...values])).rows;
    } catch (reason) {
      throw new KeysUnavailable(reason);
    }
  }

  private async transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    let [client, failure]: [PoolClient | undefined, Error | undefined] = [undefined, undefined];
    try {
      client = await this.pool.connect();
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (reason) {
      failure = reason instanceof Error ? reason : new Error(String(reason));
      throw new KeysUnavailable(reason);
    } finally {
      // A connection whose transaction failed is thrown away with it.
      client?.release(failure ?? false);
    }
  }
}

/** Making and destroying keys of one person wait for each other. */
async function lock(client: PoolClient, subject: string): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1))', [subject]);
}

function ownerOf(key: { readonly id: string } & KeyPurpose): string {
  return `${key.id}\0${key.subject}\0${key.purpose}`;
}
