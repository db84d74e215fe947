import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An import holds its source by a lease that runs out, no longer by a flag that a killed process left set for ever. */
export class ImportLease1733011900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table ops.source;
      create table ops.source (
        holder uuid primary key,
        name text not null,
        since timestamptz not null,
        -- renewed by the running import; once it has passed, the clock asks the source's dossiers again
        until timestamptz not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table ops.source;
      create table ops.source (
        name text primary key,
        importing boolean not null,
        asked_up_to timestamptz,
        changed_at timestamptz not null
      );
    `);
  }
}
