import type { MigrationInterface, QueryRunner } from 'typeorm';
import { changeLog } from './change-log.js';
import { appendFunction } from './sql/append.sql.js';
import { grantToOwner, logOwner, OWNER } from './sql/owner.sql.js';

/** References that are the same for the same text; and which fingerprints have a key (see `keyTheLog`: the key is no business of a migration). */
export class KeyedFingerprints1733012100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const [{ owner }] = (await runner.query(logOwner)) as [{ owner: string }];
    if (owner === OWNER) await runner.query(grantToOwner);
    await changeLog(runner, appendFunction);
    await runner.query(`
      create table ops.keyed (
        what text        not null constraint keyed_once primary key,
        at   timestamptz not null default now()
      );
      comment on table ops.keyed is 'Where every fingerprint has been made with a key of the master key';
    `);
  }

  async down(): Promise<void> {
    throw new Error('The log is never taken back: restore a backup into another database instead.');
  }
}
