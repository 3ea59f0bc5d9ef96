import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { assertChinese, type ReadSchema } from '../schema';
import { Begin1767225600000 } from './begin.migration';
import { CheckpointRecord, DayRecord, ParkedRecord, PersonalRecord, QueuedRecord, RebuildRecord } from './records';

/** TypeORM over the read side's own tables. */
export function infrastructureOf(databaseUrl: string, schema: ReadSchema): DataSource {
  return new DataSource({
    type: 'postgres',
    url: databaseUrl,
    schema: schema.name,
    entities: [CheckpointRecord, ParkedRecord, QueuedRecord, RebuildRecord, PersonalRecord, DayRecord],
    migrations: [Begin1767225600000],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'all',
    synchronize: false,
    poolSize: 1,
    extra: { options: `-c search_path="${schema.name}"` },
  });
}

/**
 * Brings the schema up to date; several processes may try at once.
 * @throws Error with one sentence when the database cannot hold Chinese.
 */
export async function prepareReadSchema(databaseUrl: string, schema: ReadSchema): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await assertChinese(client);
    await client.query(`SELECT pg_advisory_lock(hashtextextended($1, 0))`, [`${schema.name}:migrations`]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema.in('live')}`);
    const infrastructure = await infrastructureOf(databaseUrl, schema).initialize();
    try {
      await infrastructure.runMigrations();
    } finally {
      await infrastructure.destroy();
    }
  } finally {
    await client.end();
  }
}
