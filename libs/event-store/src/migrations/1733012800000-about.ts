import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom a message that was laid aside is about: its key goes with any of them. */
export class About1733012800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table log.subject add column about text[] not null default '{}';
      comment on column log.subject.about is 'of a message that was laid aside: the subjects that it is about, its key is deleted with any of theirs';
      create index subject_about on log.subject using gin (about) where about <> '{}';
    `);
  }

  async down(): Promise<void> {
    throw new Error('The log is never taken back: restore a backup into another database instead.');
  }
}
