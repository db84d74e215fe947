import { DOSSIER_KIND } from './dossier/kind.js';
import type { AnyKind } from './kind.js';
import { UNIT_KIND } from './unit/kind.js';

/** Every kind of facts. One more is one more line, and one in the doors of the counter. */
export const FACT_KINDS: readonly AnyKind[] = [DOSSIER_KIND, UNIT_KIND];
