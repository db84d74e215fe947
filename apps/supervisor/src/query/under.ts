import type { LocalDay, Unit } from '#domain';
import type { Parameters } from './parameters.js';
import type { Present } from './present.js';

/** Under which unit figures of the past stand: the one of their day, or the one that has taken over since. */
export const UNDERS = ['day', 'successor'] as const;

/** Where the figures of each unit stand, by the way that is asked for; a merger moves no figure from one period to another. */
export interface Under {
  /** the unit under which the figures of a unit stand; itself where nobody, or more than one, has taken over */
  of(key: string): string;
  /** all units whose figures stand under these, and these themselves */
  parts(units: readonly Unit[]): Unit[];
}

/** History as it was: a merger moves nothing of the past. */
export const OF_ITS_DAY: Under = { of: (key) => key, parts: (units) => [...units] };

/**
 * Reads `under`.
 * @param on the day on which it is asked who has taken over: the last one that counts
 */
export function readUnder(parameters: Parameters, { reference }: Present, on: LocalDay): Under {
  if (parameters.oneOf('under', UNDERS, 'day') === 'day') return OF_ITS_DAY;
  const of = (key: string): string => reference.heir(key, on);
  return {
    of,
    parts(units) {
      const heirs = new Set(units.map(({ key }) => of(key)));
      return reference.rows.units.filter(({ key }) => heirs.has(of(key)));
    },
  };
}

/** The units under which the figures of the named ones stand, each once. */
export function standing(units: readonly Unit[], under: Under, { reference }: Present): Unit[] {
  const keys = new Set(units.map(({ key }) => under.of(key)));
  return [...keys].map((key) => reference.unitByKey(key)!);
}
