import type { Work } from '../frame/work.js';
import { kafkaToCells } from './kafka-to-cells.js';
import { queries } from './queries.js';
import { rebuildWork } from './rebuild.js';

/** Everything that can be measured, in the order of docs/benchmarks.md. */
export const works: Work[] = [kafkaToCells, queries, rebuildWork];
