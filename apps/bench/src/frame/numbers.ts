/** What a contestant reached over the rounds: one value a round, in the order of the rounds. */
export interface Measured {
  values: number[];
  median: number;
  lowest: number;
  highest: number;
}

/** The middle value; of an even number of values the mean of the middle two. @throws RangeError where there is none */
export function median(values: number[]): number {
  if (values.length === 0) throw new RangeError('There is no median of nothing.');
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

export const measured = (values: number[]): Measured => ({
  values,
  median: median(values),
  lowest: Math.min(...values),
  highest: Math.max(...values),
});

/**
 * How many times `one` is `other`, round by round: what disturbs the machine for a while disturbs both sides of a round alike.
 * @throws RangeError where they had not the same number of rounds
 */
export function ratios(one: Measured, other: Measured): Measured {
  if (one.values.length !== other.values.length) throw new RangeError('Rounds of different numbers have no ratios.');
  return measured(one.values.map((value, round) => value / other.values[round]));
}

/** A number for people: three significant digits, thousands with a comma. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.min(digits, 6) });
}

/** `median (lowest–highest)`. */
export const spread = (found: Measured): string =>
  `${shown(found.median)} (${shown(found.lowest)}–${shown(found.highest)})`;
