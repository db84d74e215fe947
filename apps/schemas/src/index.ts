export { commandSchemaFiles } from './command-schemas.js';
export { eventSchemaFiles, incompatibilities } from './event-schemas.js';
