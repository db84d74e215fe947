import type { MigrationInterface, QueryRunner } from 'typeorm';
import { changeLog } from './change-log.js';
import { appendFunction } from './sql/append.sql.js';
import { textColumns } from './sql/text-columns.sql.js';

/** Payloads and answers as the text that was sent and hashed. */
export class AsItWasHashed1733011800000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return changeLog(runner, textColumns, appendFunction);
  }

  async down(): Promise<void> {
    throw new Error('The log is never taken back: restore a backup into another database instead.');
  }
}
