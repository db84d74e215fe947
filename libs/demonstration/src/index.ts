export * from './occurrence.js';
export * from './demonstration.js';
export * from './chunks.js';
export * from './trickle.js';
export { type Tick, ticks } from './ticks.js';
export { Random } from './random.js';
