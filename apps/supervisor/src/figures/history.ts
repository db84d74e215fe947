import { figuresOf, type Fraction, type Period } from '#metrics';
import type { SeriesRow } from '#projections';

/** The metrics of one period of a spark line. */
export interface PastMetrics {
  period: string;
  metrics: Record<string, Fraction>;
}

/**
 * The metrics of each period, from sums over their spans.
 * @param rows spans in the order of `periods`; later ones are left alone
 */
export const historyOf = (rows: readonly SeriesRow[], periods: readonly Period[]): PastMetrics[] =>
  periods.map(({ key }, i) => ({
    period: key,
    metrics: figuresOf(rows.filter(({ span }) => span === i)).metrics,
  }));
