import type { MigrationClass } from '#platform';
import { Read1733011400000 } from './1733011400000-read.js';
import { ByDossier1733011700000 } from './1733011700000-by-dossier.js';
import { ApologyOwed1733012340000 } from './1733012340000-apology-owed.js';
import { Parts1733012360000 } from './1733012360000-parts.js';
import { LinkedColumns1733012350000 } from './1733012350000-linked-columns.js';
import { CellOfUnit1733011500000 } from './1733011500000-cell-of-unit.js';
import { Rounds1733012000000 } from './1733012000000-rounds.js';

/** Schema `read`, tables ops.dead_letter and ops.parked; to be run after `eventStoreMigrations`. */
export const projectionMigrations: MigrationClass[] = [
  Read1733011400000,
  CellOfUnit1733011500000,
  ByDossier1733011700000,
  Rounds1733012000000,
  ApologyOwed1733012340000,
  LinkedColumns1733012350000,
  Parts1733012360000,
];
