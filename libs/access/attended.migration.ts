import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when an account is there, when a session was last used, and who uploaded which file. */
export class AccessAttended1795392000001 implements MigrationInterface {
  readonly name = 'AccessAttended1795392000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      'DROP TABLE IF EXISTS attachments',
      'ALTER TABLE sessions DROP COLUMN used_at',
      'ALTER TABLE accounts DROP COLUMN created_at',
    ])
      await runner.query(statement);
  }
}

/** Unqualified: the connection's search_path names the schema, which differs by ledger. */
const STATEMENTS = [
  'ALTER TABLE accounts ADD COLUMN created_at timestamptz',
  'UPDATE accounts SET created_at = changed_at',
  'ALTER TABLE accounts ALTER COLUMN created_at SET NOT NULL',
  'ALTER TABLE sessions ADD COLUMN used_at timestamptz',
  'UPDATE sessions SET used_at = began_at',
  'ALTER TABLE sessions ALTER COLUMN used_at SET NOT NULL',
  `CREATE TABLE attachments (
    hash text NOT NULL, unit text NOT NULL, account text NOT NULL, type text NOT NULL, bytes integer NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (hash, unit, account))`,
];
