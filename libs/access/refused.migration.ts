import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Somebody's own refusals are found without going through all they ever read. */
export class AccessRefused1795392000005 implements MigrationInterface {
  readonly name = 'AccessRefused1795392000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX access_log_refused_ix ON access_log (account, id) WHERE method = 'POST' AND status >= 400 AND status < 500`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX access_log_refused_ix');
  }
}
