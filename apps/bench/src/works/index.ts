import type { Work } from '../frame/work.js';
import { queries } from './queries.js';

/** Everything that can be measured, in the order of docs/benchmarks.md. */
export const works: Work[] = [queries];
