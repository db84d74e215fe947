import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dossierOfRounds } from '../dossiers/dossier.sql.js';

/** What the rules of rounds, linked dossiers and closed units ask of the read tables; the rebuild that follows fills them. */
export class Rounds1733012000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(dossierOfRounds);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index read.dossier_open_of_unit');
    await runner.query('alter table read.dossier drop column parent, drop column incomplete');
  }
}
