/**
 * Percentages, in one place for the answers, the page, exports and the command line. Word, colour, order and number come
 * from the same comparison of integers; nothing here goes through a floating point. Imports nothing: a browser reads it too.
 */

/** A rate is left to its two integers; an empty denominator is "no data", neither 0 % nor 100 %. */
export interface Fraction {
  numerator: number;
  denominator: number;
}

/** What a rate is held against: `>=`, `>`, `<=`, `<` or `=`, and a number of percent, with decimals or without. */
export interface Aim {
  op: string;
  value: number;
}

export const VERDICTS = ['met', 'missed', 'none'] as const;
export type Verdict = (typeof VERDICTS)[number];

const HOLDS: Record<string, ((sign: number) => boolean) | undefined> = {
  '>=': (sign) => sign >= 0,
  '>': (sign) => sign > 0,
  '<=': (sign) => sign <= 0,
  '<': (sign) => sign < 0,
  '=': (sign) => sign === 0,
};

/** Targets are read to this many decimals of a percent. */
const DECIMALS = 6;
const SCALE = 10n ** BigInt(DECIMALS);

const signOf = (n: bigint): number => (n > 0n ? 1 : n < 0n ? -1 : 0);
/** A target in millionths of a percent; `toFixed` gives the decimals that were written. */
const scaled = (value: number): bigint => BigInt(value.toFixed(DECIMALS).replace('.', ''));
/** Whether `percent / unit` lies above (1), on (0) or below (-1) the target. */
const against = (percent: bigint, unit: bigint, { value }: Aim): number =>
  signOf(percent * SCALE - scaled(value) * unit);

/** Holds a rate against a target. Nothing to count is no verdict, and neither is a sign that nobody knows. */
export function verdictOf({ numerator, denominator }: Fraction, aim: Aim | null): Verdict {
  const holds = aim && HOLDS[aim.op];
  if (!aim || !holds || denominator === 0) return 'none';
  return holds(against(BigInt(numerator) * 100n, BigInt(denominator), aim)) ? 'met' : 'missed';
}

/** Compares two rates; -1 when the first is lower. Both denominators are above zero. */
export const compareRates = (a: Fraction, b: Fraction): number =>
  signOf(BigInt(a.numerator) * BigInt(b.denominator) - BigInt(b.numerator) * BigInt(a.denominator));

const NBSP = '\u00a0';
/** `97,4 %`; nothing and the whole without a decimal: `0 %`, `100 %`. */
function written(units: bigint, decimals: number): string {
  const unit = 10n ** BigInt(decimals);
  const whole = String(units / unit).replace(/\B(?=(\d{3})+$)/g, '.');
  const isPlain = units === 0n || units === 100n * unit;
  return `${whole}${isPlain ? '' : `,${String(units % unit).padStart(decimals, '0')}`}${NBSP}%`;
}

/**
 * A rate as it is printed, with one decimal, rounded half up, but never across a line that matters: only a whole is
 * 100 %, only nothing is 0 %, and what misses its target is never printed as if it met it, nor the other way round.
 * (9 996 of 10 000 is `99,9 %`; 9 696 of 10 000 against 97 % is `96,9 %`.) Where no number of one decimal is honest, as
 * between 99,95 % and 100 %, there are as many as it takes. Null without data.
 */
export function percent(fraction: Fraction, aim: Aim | null = null): string | null {
  const numerator = BigInt(fraction.numerator);
  const denominator = BigInt(fraction.denominator);
  if (denominator === 0n) return null;
  const side = signOf(numerator - denominator);
  const verdict = verdictOf(fraction, aim);
  for (let decimals = 1; ; decimals += 1) {
    const unit = 10n ** BigInt(decimals);
    const exact = numerator * 100n * unit;
    const floor = exact / denominator;
    const rest = exact % denominator;
    const isHonest = (units: bigint): boolean =>
      signOf(units) === signOf(numerator) &&
      signOf(units - 100n * unit) === side &&
      (verdict === 'none' || (HOLDS[aim!.op]!(against(units, unit, aim!)) ? 'met' : 'missed') === verdict);
    const nearest = rest * 2n >= denominator ? [floor + 1n, floor] : [floor, floor + 1n];
    const shown = (rest === 0n ? [floor] : nearest).find(isHonest);
    if (shown !== undefined) return written(shown, decimals);
  }
}
