export { openApiText } from './openapi/document.js';
export { supervisorParts } from './supervisor.js';
export { SupervisorModule, type SupervisorOptions } from './supervisor.module.js';
