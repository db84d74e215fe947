export * from './measures.js';
export * from './contribution.js';
export * from './periods.js';
export * from './definitions.js';
