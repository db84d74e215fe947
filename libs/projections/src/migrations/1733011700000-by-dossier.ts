import type { MigrationInterface, QueryRunner } from 'typeorm';
import { generationByDossier } from '../generations/generation.sql.js';

/** Where a rebuild is that goes dossier by dossier. */
export class ByDossier1733011700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(generationByDossier);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table read.generation drop column reached, drop column folded');
  }
}
