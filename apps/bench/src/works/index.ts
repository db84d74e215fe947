import type { Work } from '../frame/work.js';
import { append } from './append.js';
import { batches } from './batches.js';
import { flat } from './flat.js';
import { hostile } from './hostile.js';
import { kafkaToCells } from './kafka-to-cells.js';
import { live } from './live.work.js';
import { queries } from './queries.js';
import { rebuildWork } from './rebuild.js';
import { scaleOut } from './scale-out.js';
import { viewers } from './viewers.work.js';

/** Everything that can be measured, in the order of docs/benchmarks.md. */
export const works: Work[] = [
  append,
  batches,
  kafkaToCells,
  live,
  queries,
  rebuildWork,
  scaleOut,
  flat,
  viewers,
  hostile,
];
