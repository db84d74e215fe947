import { verifyCells } from '../cells/cells.verify.js';
import { verifyParked } from '../dead-letters/parked.verify.js';
import { verifyDossiers } from '../dossiers/dossiers.verify.js';
import { verifyTerms } from '../fold/terms.verify.js';
import { verifyGenerations } from '../generations/generations.verify.js';
import { verifyMarks } from '../marks/marks.verify.js';
import type { Verification } from './verification.js';

/** All that is derived from the log, in the order in which it is told. */
export const VERIFICATIONS: readonly Verification[] = [
  verifyDossiers,
  verifyMarks,
  verifyCells,
  verifyTerms,
  verifyGenerations,
  verifyParked,
];
