import { Client, escapeIdentifier } from 'pg';
import { DataSource } from 'typeorm';
import { KeysBegin1767225600000 } from './begin.migration';
import { KeysObeyed1767225700000 } from './obeyed.migration';
import { KeyRecord, ObeyedRecord, SubjectRecord } from './records';

/** Brings the schema of the key store up to date; several processes may try at once. */
export async function prepareKeySchema(databaseUrl: string, schema: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  // Without a listener a broken idle connection would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`${schema}:migrations`]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${escapeIdentifier(schema)}`);
    const source = await migrations(databaseUrl, schema).initialize();
    try {
      await source.runMigrations();
    } finally {
      await source.destroy();
    }
  } finally {
    await client.end();
  }
}

function migrations(databaseUrl: string, schema: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url: databaseUrl,
    schema,
    entities: [KeyRecord, SubjectRecord, ObeyedRecord],
    migrations: [KeysBegin1767225600000, KeysObeyed1767225700000],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'all',
    synchronize: false,
    poolSize: 1,
    extra: { options: `-c search_path="${schema}"` },
  });
}
