import type { MigrationInterface, QueryRunner } from 'typeorm';
import { cellTable } from '../cells/cell.sql.js';
import { deadLetterTables } from '../dead-letters/dead-letter.sql.js';
import { dossierTable } from '../dossiers/dossier.sql.js';
import { generationTables } from '../generations/generation.sql.js';
import { markTable } from '../marks/mark.sql.js';
import { termTables } from '../fold/term.sql.js';

/** Schema `read`: what is derived from the log and can be derived again; and what could not be derived (ops.dead_letter, ops.parked). */
export class Read1733011400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema read');
    await runner.query('create schema if not exists ops');
    for (const sql of [termTables, generationTables, dossierTable, markTable, cellTable, deadLetterTables]) {
      await runner.query(sql);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table ops.parked, ops.dead_letter');
    await runner.query('drop schema read cascade');
  }
}
