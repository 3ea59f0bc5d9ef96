import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AccessSavedSearches1795392000002 implements MigrationInterface {
  readonly name = 'AccessSavedSearches1795392000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE saved_searches (
      account text NOT NULL REFERENCES accounts, name text NOT NULL, query jsonb NOT NULL, saved_at timestamptz NOT NULL, PRIMARY KEY (account, name))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS saved_searches');
  }
}
