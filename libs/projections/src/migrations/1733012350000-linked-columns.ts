import type { MigrationInterface, QueryRunner } from 'typeorm';
import { linkedColumns } from '../cells/cell.sql.js';

/** Columns of the dossiers that were received as a stage of another one. */
export class LinkedColumns1733012350000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(linkedColumns);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table read.cell drop column linked_received, drop column linked_resolved, drop column linked_late',
    );
  }
}
