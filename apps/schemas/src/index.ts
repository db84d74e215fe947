export { eventSchemaFiles, incompatibilities } from './event-schemas.js';
