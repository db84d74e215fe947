import { DOSSIER_REASONS } from './dossier/reasons.js';
import { UNIT_REASONS } from './unit/reasons.js';

/** Why a fact of any kind is refused. A code is never renamed, since senders act on it. */
export const REASONS = [...DOSSIER_REASONS, ...UNIT_REASONS] as const;
export type Reason = (typeof REASONS)[number];
