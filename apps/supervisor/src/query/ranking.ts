import { dayRange, type LocalDay } from '#domain';
import type { Present } from './present.js';

/** Where no policy says otherwise. */
const DEFAULT_MINIMUM = 10;

/** From how many dossiers on a rate is ranked (policy `ranking-minimum`, as in force on a day): one of three would be chance. */
export function rankingMinimum({ reference }: Present, day: LocalDay): number {
  const text = reference.policy('ranking-minimum', dayRange(day).from);
  return /^\d{1,9}$/.test(text) ? Number(text) : DEFAULT_MINIMUM;
}
