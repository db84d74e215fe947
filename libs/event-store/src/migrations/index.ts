import type { MigrationClass } from '#platform';

/** Schema `log`. */
export const eventStoreMigrations: MigrationClass[] = [];
