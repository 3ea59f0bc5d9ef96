import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the recorded decisions about persons are carried out. It is restored with the keys, so that what came after is carried out again. */
export class KeysObeyed1767225700000 implements MigrationInterface {
  readonly name = 'KeysObeyed1767225700000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE obeyed (one boolean PRIMARY KEY DEFAULT true CHECK (one), position bigint NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE obeyed');
  }
}
