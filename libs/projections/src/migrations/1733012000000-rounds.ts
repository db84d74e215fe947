import type { MigrationInterface, QueryRunner } from 'typeorm';
import { linkedColumns } from '../cells/cell.sql.js';
import { dossierOfRounds } from '../dossiers/dossier.sql.js';

/** What the rules of rounds and of linked dossiers ask of the read tables; the rebuild that follows fills them. */
export class Rounds1733012000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(linkedColumns);
    await runner.query(dossierOfRounds);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table read.cell drop column linked_received, drop column linked_resolved, drop column linked_late',
    );
    await runner.query('drop index read.dossier_open_of_unit');
    await runner.query('alter table read.dossier drop column parent, drop column owes_apology, drop column incomplete');
  }
}
