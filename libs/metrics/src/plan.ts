import { type MetricDefinition, METRICS } from './definitions.js';

/** Where a metric stands on the page beside the table of all columns: as a card, among the main columns. */
export const PLACES = ['card', 'main'] as const;
export type Place = (typeof PLACES)[number];

/** A line of the plan's list of metrics (seeds/metrics.csv). */
export interface PlanMetricRow {
  metric: string;
  order: number;
  /** of the plan; metrics of one heading that follow each other stand under it. '': under that of all rates */
  heading: string;
  /** where the plan says it: § of the body, row of the annex */
  section: string;
  shown: readonly Place[];
}

/** A metric as a plan counts it. */
export interface PlanMetric extends MetricDefinition {
  heading: string;
  shown: readonly Place[];
}

/**
 * The metrics of a plan in its order, each with the plan's section before its own source. A plan without a list has all
 * that there are, in the order of the code; what the code does not know is left out.
 */
export function planMetrics(rows: readonly PlanMetricRow[]): readonly PlanMetric[] {
  if (rows.length === 0) return METRICS.map((metric) => ({ ...metric, heading: '', shown: PLACES }));
  const inOrder = [...rows].sort((a, b) => a.order - b.order || (a.metric < b.metric ? -1 : 1));
  return inOrder.flatMap(({ metric: id, heading, section, shown }) => {
    const metric = METRICS.find((each) => each.id === id);
    return metric ? [{ ...metric, source: [section, metric.source].filter(Boolean).join('; '), heading, shown }] : [];
  });
}
