import { createHistogram } from 'node:perf_hooks';

/** Milliseconds. */
export interface Latency {
  count: number;
  mean: number;
  p50: number;
  p99: number;
  max: number;
}

export interface Latencies {
  /** One more, in milliseconds. */
  record(ms: number): void;
  /** Runs the work and records how long it took, whatever becomes of it. */
  time<T>(work: () => Promise<T>): Promise<T>;
  summary(): Latency;
}

/** Collects latencies in a histogram of three significant digits: memory stays the same however many there are. */
export function latencies(): Latencies {
  const histogram = createHistogram({ figures: 3 });
  const record = (ms: number): void => histogram.record(Math.max(1, Math.round(ms * 1e6)));
  return {
    record,
    async time(work) {
      const started = performance.now();
      try {
        return await work();
      } finally {
        record(performance.now() - started);
      }
    },
    summary: () => ({
      count: histogram.count,
      mean: histogram.mean / 1e6,
      p50: histogram.percentile(50) / 1e6,
      p99: histogram.percentile(99) / 1e6,
      max: histogram.max / 1e6,
    }),
  };
}
