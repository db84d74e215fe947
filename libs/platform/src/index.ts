export * from './faults/operator-error.js';
export { fileFault } from './faults/file-faults.js';
export * from './database/database-errors.js';
export * from './database/pool.js';
export { freePort } from './embedded-postgres/free-port.js';
export * from './embedded-postgres/embedded-postgres.js';
export * from './database/migrations.js';
