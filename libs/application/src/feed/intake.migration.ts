import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What came in by the national feed and was kept aside, the defects of what was taken, and how far each source has got. */
export class FeedIntake1732500100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema if not exists ops;

      create table ops.refused_message (
        id uuid primary key default gen_random_uuid(),
        source text not null,
        -- of the message's canonical bytes: the same message again is the same row
        digest bytea not null,
        service text not null,
        code text,
        faults jsonb not null,
        sealed_ref uuid not null,
        times integer not null default 1,
        first_at timestamptz not null,
        last_at timestamptz not null,
        -- when a replay let it in after all
        accepted_at timestamptz,
        constraint refused_message_once unique (source, digest)
      );
      create index refused_message_open on ops.refused_message (first_at) where accepted_at is null;

      create table ops.message_defect (
        source text not null,
        digest bytea not null,
        code text not null,
        faults jsonb not null,
        first_at timestamptz not null,
        primary key (source, digest)
      );

      create table ops.source (
        name text primary key,
        importing boolean not null,
        -- as far as the clock may be asked for dossiers of this source while it is importing
        asked_up_to timestamptz,
        changed_at timestamptz not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table ops.refused_message, ops.message_defect, ops.source');
  }
}
