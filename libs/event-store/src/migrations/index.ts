import type { MigrationClass } from '#platform';
import { FewerStatements1733011600000 } from './1733011600000-fewer-statements.js';
import { Log1733011200000 } from './1733011200000-log.js';

/** Schema `log`. */
export const eventStoreMigrations: MigrationClass[] = [Log1733011200000, FewerStatements1733011600000];
