import { dayRange, type LocalDay } from '#domain';
import type { Present } from './present.js';

/** From how many dossiers on a rate is ranked (policy `ranking-minimum`, as in force on a day): one of three would be chance. */
export const rankingMinimum = ({ reference }: Present, day: LocalDay): number =>
  Number(reference.policy('ranking-minimum', dayRange(day).from));
