import { eventStoreMigrations } from '#event-store';
import { eventStreamMigrations } from '#event-stream';
import type { MigrationClass } from '#platform';
import { projectionMigrations } from '#projections';
import { Demonstration1732500200000 } from './demonstration.migration.js';
import { RefusedCommands1732500300000 } from './commands/refused-commands.migration.js';
import { ImportLease1733011900000 } from './feed/import-lease.migration.js';
import { FeedIntake1732500100000 } from './feed/intake.migration.js';
import { LinkedStages1733012400000 } from './dossier/linked/linked-stages.migration.js';
import { DatedReference1733012600000 } from './reference/dated.migration.js';
import { Plan1733012700000 } from './reference/plan.migration.js';
import { ReferenceData1732500000000 } from './reference/reference.migration.js';
import { Succession1733012300000 } from './reference/succession.migration.js';

/** Every migration of the database, of all libraries. */
export const migrations: MigrationClass[] = [
  ...eventStoreMigrations,
  ReferenceData1732500000000,
  FeedIntake1732500100000,
  Demonstration1732500200000,
  RefusedCommands1732500300000,
  Succession1733012300000,
  ImportLease1733011900000,
  ...eventStreamMigrations,
  ...projectionMigrations,
  LinkedStages1733012400000,
  DatedReference1733012600000,
  Plan1733012700000,
];
