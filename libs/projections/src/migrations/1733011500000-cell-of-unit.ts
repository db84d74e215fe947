import type { MigrationInterface, QueryRunner } from 'typeorm';
import { cellOfUnit } from '../cells/cell.sql.js';

/** The index that finds the figures of one unit; on every generation that there is and that will be. */
export class CellOfUnit1733011500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(cellOfUnit);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index read.cell_of_unit');
  }
}
