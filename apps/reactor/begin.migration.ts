import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ReactorBegin1767225600002 implements MigrationInterface {
  readonly name = 'ReactorBegin1767225600002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['dues', 'followed']) await runner.query(`DROP TABLE IF EXISTS ${table}`);
  }
}

/** Unqualified: the connection's search_path names the schema, which differs by ledger. */
const STATEMENTS = [
  `CREATE TABLE followed (name text PRIMARY KEY, position bigint, event_id text)`,
  `CREATE TABLE dues (
    key text PRIMARY KEY, on_day text COLLATE "C" NOT NULL, category text NOT NULL, id text NOT NULL, action text NOT NULL, data jsonb NOT NULL,
    rests text NOT NULL, position bigint NOT NULL, refused text)`,
  `CREATE INDEX dues_on_ix ON dues (on_day) WHERE refused IS NULL`,
];
