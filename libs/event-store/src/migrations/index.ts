import type { MigrationClass } from '#platform';
import { Log1733011200000 } from './1733011200000-log.js';

/** Schema `log`. */
export const eventStoreMigrations: MigrationClass[] = [Log1733011200000];
