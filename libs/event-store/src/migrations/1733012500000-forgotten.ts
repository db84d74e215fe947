import type { MigrationInterface, QueryRunner } from 'typeorm';
import { changeLog } from './change-log.js';
import { forgottenTable, grantForgotten } from './sql/forgotten.sql.js';
import { appendOnly } from './sql/refuse-change.sql.js';

/** Each forgetting is kept, with who asked for it, and like the log it does not change. */
export class Forgotten1733012500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const [{ app }] = (await runner.query('select current_user as app')) as [{ app: string }];
    await changeLog(runner, forgottenTable, appendOnly('forgotten'), grantForgotten(app));
    await runner.query('alter table log.subject drop column forgotten_at');
  }

  async down(): Promise<void> {
    throw new Error('The log is never taken back: restore a backup into another database instead.');
  }
}
