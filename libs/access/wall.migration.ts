import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a session is a wall: a screen that shows and takes nothing in. */
export class AccessWall1795392000003 implements MigrationInterface {
  readonly name = 'AccessWall1795392000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sessions ADD COLUMN wall boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sessions DROP COLUMN wall');
  }
}
