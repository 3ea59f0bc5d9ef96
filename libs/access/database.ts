import { Client, Pool } from 'pg';
import { DataSource } from 'typeorm';
import { AccessAttended1795392000001 } from './attended.migration';
import { AccessBegin1767225600001 } from './begin.migration';
import { AccessNetworks1795392000004 } from './networks.migration';
import { AccessLogRecord, AccountRecord, AttachmentRecord, AttemptRecord, SavedSearchRecord, SessionRecord } from './records';
import { AccessRefused1795392000005 } from './refused.migration';
import { AccessSavedSearches1795392000002 } from './saved-searches.migration';
import { AccessWall1795392000003 } from './wall.migration';

export function accessSchema(prefix: string): string {
  return `${prefix}access`;
}

/** Brings the schema up to date; several processes may try at once. */
export async function prepareAccessSchema(databaseUrl: string, prefix: string): Promise<void> {
  const schema = accessSchema(prefix);
  const client = new Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`${schema}:migrations`]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    const source = await accessSource(databaseUrl, schema).initialize();
    try {
      await source.runMigrations();
    } finally {
      await source.destroy();
    }
  } finally {
    await client.end();
  }
}

/** TypeORM over the schema: migrations and entities, never `synchronize`. */
export function accessSource(databaseUrl: string, schema: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url: databaseUrl,
    schema,
    entities: [AccountRecord, AttemptRecord, SessionRecord, AccessLogRecord, AttachmentRecord, SavedSearchRecord],
    migrations: [
      AccessBegin1767225600001,
      AccessAttended1795392000001,
      AccessSavedSearches1795392000002,
      AccessWall1795392000003,
      AccessNetworks1795392000004,
      AccessRefused1795392000005,
    ],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'all',
    synchronize: false,
    poolSize: 1,
    extra: { options: `-c search_path="${schema}"` },
  });
}

/** The pool of the hot path: short statements only. */
export function accessPool(databaseUrl: string, prefix: string): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: 6,
    connectionTimeoutMillis: 5_000,
    application_name: 'ledger access',
    options: `-c search_path="${accessSchema(prefix)}" -c statement_timeout=5000`,
  });
  pool.on('error', () => undefined);
  return pool;
}
