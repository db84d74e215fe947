import type { MigrationInterface, QueryRunner } from 'typeorm';
import { apologyOwed } from '../dossiers/dossier.sql.js';

/** For what an apology is owed, whatever has become of the dossier since. */
export class ApologyOwed1733012340000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(apologyOwed);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table read.dossier drop column apology_owed_due');
  }
}
