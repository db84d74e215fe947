import type { MigrationInterface, QueryRunner } from 'typeorm';
import { changeLog } from './change-log.js';
import { appendFunction } from './sql/append.sql.js';
import { eventDomains } from './sql/domains.sql.js';

/** log.append with one statement for events and answers, and with the columns' conditions as domains. */
export class FewerStatements1733011600000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return changeLog(runner, eventDomains, appendFunction);
  }

  async down(): Promise<void> {
    throw new Error('The log is never taken back: restore a backup into another database instead.');
  }
}
