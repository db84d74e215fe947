import type { Work } from '../frame/work.js';

/** Everything that can be measured, in the order of docs/benchmarks.md. */
export const works: Work[] = [];
