import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Commands that came by Kafka and were refused, with the reason; their bytes are sealed. */
export class RefusedCommands1732500300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ops.refused_command (
        id uuid primary key default gen_random_uuid(),
        -- of the message's bytes: the same message again is the same row
        digest bytea not null constraint refused_command_once unique,
        topic text not null,
        partition integer not null,
        "offset" bigint not null,
        -- the dossier, where the message's key can be one
        code text,
        problem jsonb not null,
        sealed_ref uuid not null,
        times integer not null default 1,
        first_at timestamptz not null,
        last_at timestamptz not null
      );
      create index refused_command_by_time on ops.refused_command (last_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table ops.refused_command');
  }
}
