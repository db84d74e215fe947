import type { MigrationInterface, QueryRunner } from 'typeorm';
import { answerTable } from './sql/answer.sql.js';
import { appendFunction } from './sql/append.sql.js';
import { epochFunction, epochTable } from './sql/epoch.sql.js';
import { eventTable } from './sql/event.sql.js';
import { createOwner, grantToApplication, grantToOwner, hasOwner, OWNER } from './sql/owner.sql.js';
import { appendOnly, refuseChange } from './sql/refuse-change.sql.js';
import { sealTable } from './sql/seal.sql.js';
import { sealedKeyIsCurrent, vaultTables } from './sql/vault.sql.js';

/** Schema `log`: events, answers, personal data, seals, epoch. */
export class Log1733011200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(createOwner);
    const [{ owner, app }] = (await runner.query(hasOwner)) as [{ owner: boolean; app: string }];
    await runner.query(`create schema log authorization ${owner ? OWNER : 'current_user'}`);
    if (owner) await runner.query(`set local role ${OWNER}`);
    await runner.query(eventTable);
    await runner.query(answerTable);
    await runner.query(sealTable);
    await runner.query(epochTable);
    await runner.query(refuseChange);
    for (const table of ['event', 'answer', 'seal', 'epoch']) await runner.query(appendOnly(table));
    await runner.query(appendFunction); // its latest text: what it needs of later migrations is looked up when it runs
    await runner.query(epochFunction);
    if (owner) {
      await runner.query(grantToApplication(app));
      await runner.query('reset role');
    }
    await runner.query(vaultTables);
    await runner.query(sealedKeyIsCurrent);
    if (owner) await runner.query(grantToOwner);
    await runner.query('select log.current_epoch()');
  }

  async down(): Promise<void> {
    throw new Error('The log is never taken back: restore a backup into another database instead.');
  }
}
