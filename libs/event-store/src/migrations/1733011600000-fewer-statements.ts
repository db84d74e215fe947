import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendFunction } from './sql/append.sql.js';
import { eventDomains } from './sql/domains.sql.js';
import { logOwner } from './sql/owner.sql.js';

/** log.append with one statement for events and answers, and with the columns' conditions as domains. */
export class FewerStatements1733011600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const [{ owner }] = (await runner.query(logOwner)) as [{ owner: string }];
    await runner.query(`set local role "${owner}"`);
    await runner.query(eventDomains);
    await runner.query(appendFunction);
    await runner.query('reset role');
  }

  async down(): Promise<void> {
    throw new Error('The log is never taken back: restore a backup into another database instead.');
  }
}
