import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Failed logins are counted by where they come from, and a session knows where it began. What was counted until now was counted over all networks. */
export class AccessNetworks1795392000004 implements MigrationInterface {
  readonly name = 'AccessNetworks1795392000004';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `DELETE FROM attempts WHERE network <> ''`,
      'ALTER TABLE attempts DROP CONSTRAINT attempts_pkey, ADD PRIMARY KEY (account), DROP COLUMN network',
      'ALTER TABLE sessions DROP COLUMN network',
    ])
      await runner.query(statement);
  }
}

/** Unqualified: the connection's search_path names the schema, which differs by ledger. */
const STATEMENTS = [
  `ALTER TABLE attempts ADD COLUMN network text NOT NULL DEFAULT ''`,
  'ALTER TABLE attempts DROP CONSTRAINT attempts_pkey, ADD PRIMARY KEY (account, network)',
  'ALTER TABLE sessions ADD COLUMN network text',
];
