export * from './measures.js';
export * from './contribution.js';
export * from './periods.js';
export * from './definitions.js';
export * from './plan.js';
export { type Aim, compareRates, type Fraction, percent, VERDICTS, type Verdict, verdictOf } from './rate.js';
