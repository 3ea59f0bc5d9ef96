import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The key store. Never rebuilt: what is lost here is unreadable for ever. */
export class KeysBegin1767225600000 implements MigrationInterface {
  readonly name = 'KeysBegin1767225600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the key store is never taken down by a migration: its keys cannot be made again');
  }
}

/** Unqualified: the connection's search_path names the schema, which differs by ledger. */
const STATEMENTS = [
  `CREATE TABLE keys (
    id uuid PRIMARY KEY, subject text NOT NULL, purpose text NOT NULL, since timestamptz NOT NULL, master text NOT NULL,
    wrapped bytea, destroyed_at timestamptz, CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL)))`,
  `CREATE UNIQUE INDEX keys_in_use_ux ON keys (subject, purpose) WHERE wrapped IS NOT NULL`,
  `CREATE TABLE subjects (subject text PRIMARY KEY, restricted boolean NOT NULL DEFAULT false, erased_up_to timestamptz)`,
];
