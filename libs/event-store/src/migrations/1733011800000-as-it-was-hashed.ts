import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendFunction } from './sql/append.sql.js';
import { logOwner } from './sql/owner.sql.js';
import { textColumns } from './sql/text-columns.sql.js';

/** Payloads and answers as the text that was sent and hashed. */
export class AsItWasHashed1733011800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const [{ owner }] = (await runner.query(logOwner)) as [{ owner: string }];
    await runner.query(`set local role "${owner}"`);
    await runner.query(textColumns);
    await runner.query(appendFunction);
    await runner.query('reset role');
  }

  async down(): Promise<void> {
    throw new Error('The log is never taken back: restore a backup into another database instead.');
  }
}
