export * from './measures.js';
export * from './contribution.js';
