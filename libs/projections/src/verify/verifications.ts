import { verifyParked } from '../dead-letters/parked.verify.js';
import { verifyGenerations } from '../generations/generations.verify.js';
import type { Verification } from './verification.js';

/** What is derived beside the projections, whatever the kind. */
export const OF_ALL_KINDS: readonly Verification[] = [verifyGenerations, verifyParked];
