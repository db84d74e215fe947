import type { MigrationInterface, QueryRunner } from 'typeorm';
import { generationParts } from '../generations/generation.sql.js';
import { unitTables } from '../units/unit.sql.js';

/** A generation is made of parts, so that a projection is derived anew alone; and what units' facts make. */
export class Parts1733012360000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(generationParts);
    await runner.query(unitTables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read.unit_life, read.unit_fact');
    await runner.query(`
      drop view read.current_part;
      alter table read.generation add column derivation integer not null default 0;
      alter table read.generation alter derivation drop default;
      drop table read.part`);
  }
}
