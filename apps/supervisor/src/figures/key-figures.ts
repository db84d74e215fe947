import { type Static, Type } from 'typebox';
import { daysBetween, type LocalDay } from '#domain';
import { cumulative, METRICS, type MonthDay, type Period, previous, verdictOf } from '#metrics';
import { count, named, nullable, oneOf } from '../openapi/schema.js';
import { population, type Reckon } from '../query/selection.js';
import { verdict } from './figures.js';
import type { PastMetrics } from './history.js';
import { type Judged, Target, type TargetsOnDay } from './targets.js';

export const KeyMetric = named('KeyMetric', {
  id: oneOf(METRICS.map(({ id }) => id)),
  numerator: count,
  denominator: count,
  target: nullable(Target),
  verdict,
  spark: Type.Array(Type.Object({ period: Type.String(), numerator: count, denominator: count }), {
    description: 'the last periods of the same kind, reckoned in the same way; the one shown comes last',
  }),
});

export const KeyFigures = named('KeyFigures', {
  population,
  metrics: Type.Array(KeyMetric),
});
export type KeyFigures = Static<typeof KeyFigures>;

const SPARK = 12;
const EARLIEST: LocalDay = '1900-01-01';

/** The periods of a spark line: up to 12 of the same kind, the given one last. Long ranges have fewer, before which no calendar reaches. */
export function sparkPeriods(period: Period, reportingFrom?: MonthDay): Period[] {
  const periods = [period];
  while (periods.length < SPARK) {
    const first = periods[0]!;
    const length = daysBetween(first.from, first.to) + 1;
    if (daysBetween(EARLIEST, first.from) < length + 7) break;
    periods.unshift(previous(first, reportingFrom));
  }
  return periods;
}

export const reckoned = (period: Period, reckon: Reckon, reportingFrom?: MonthDay): Period =>
  reckon === 'cumulative' ? cumulative(period, reportingFrom) : period;

/**
 * Key figures of one population or unit.
 * @param history the metrics of each period of the spark line, the last of which is the figure itself
 */
export function keyFigures(whose: Judged, history: readonly PastMetrics[], targets: TargetsOnDay): KeyFigures {
  return {
    population: whose.population,
    metrics: targets.metrics.map(({ id }) => {
      const { numerator, denominator } = history.at(-1)!.metrics[id]!;
      const target = targets.of(id, whose);
      return {
        id,
        numerator,
        denominator,
        target,
        verdict: verdictOf({ numerator, denominator }, target),
        spark: history.map(({ period, metrics }) => ({
          period,
          numerator: metrics[id]!.numerator,
          denominator: metrics[id]!.denominator,
        })),
      };
    }),
  };
}
