import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The demonstration's clock: its today lies in the past and goes on. One row, or none where nothing is demonstrated. */
export class Demonstration1732500200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ops.demonstration (
        id boolean primary key default true check (id),
        -- demonstration's now = real now + offset
        offset_ms bigint not null,
        -- null until the year has been filled in whole
        filled_at timestamptz
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table ops.demonstration');
  }
}
