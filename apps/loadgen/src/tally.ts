import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

/** How one command ended. `refused`: status and type of the problem; `error`: no answer came, and why. */
export type Ending = { kind: 'accepted' } | { kind: 'refused'; what: string } | { kind: 'error'; what: string };

/** Milliseconds from the scheduled instant to the answer. */
export interface Latency {
  p50: number;
  p90: number;
  p99: number;
  p999: number;
  max: number;
}

export interface Result {
  /** requests and commands that were due */
  requests: number;
  commands: number;
  /** seconds from the first scheduled instant to the last answer */
  seconds: number;
  /** commands a second: asked for, and answered */
  wanted: number;
  achieved: number;
  accepted: number;
  /** status and problem type → commands */
  refused: Record<string, number>;
  /** reason → commands that got no answer */
  errors: Record<string, number>;
  latencyMs: Latency;
  /** until they were taken over, not decided yet: where the door tells the two apart */
  acknowledgedMs?: Latency;
  /** the most by which this program itself sent later than scheduled, in milliseconds; it is part of the latencies */
  sentLateMs: number;
}

/** Counts what comes back, over the whole run and over the second that runs. */
export class Tally {
  private readonly whole = createHistogram();
  private readonly second = createHistogram();
  private readonly refused = new Map<string, number>();
  private readonly errors = new Map<string, number>();
  private accepted = 0;
  private answered = 0;
  private inSecond = 0;
  private lastAnswer = 0;
  requests = 0;
  commands = 0;
  sentLateMs = 0;

  /** A request was answered (or given up) at `at`, for commands that were due at `due` (ms, one clock). */
  request(due: number, at: number): void {
    const waited = micros(due, at);
    this.whole.record(waited);
    this.second.record(waited);
    this.lastAnswer = at;
  }

  command(ending: Ending): void {
    if (ending.kind === 'accepted') this.accepted += 1;
    else add(ending.kind === 'refused' ? this.refused : this.errors, ending.what);
    if (ending.kind !== 'error') {
      this.answered += 1;
      this.inSecond += 1;
    }
  }

  /** One line about the time since the last one. */
  line(second: number, inFlight: number): string {
    const { p50, p99, max } = latencyOf(this.second);
    const text =
      `${String(second).padStart(4)} s  ${String(this.inSecond).padStart(6)} commands answered  ` +
      `p50 ${p50} ms  p99 ${p99} ms  max ${max} ms  in flight ${inFlight}  ` +
      `refused ${sum(this.refused)}  errors ${sum(this.errors)}`;
    this.second.reset();
    this.inSecond = 0;
    return text;
  }

  result(start: number, wanted: number): Result {
    const seconds = Math.max(this.lastAnswer - start, 1) / 1000;
    return {
      requests: this.requests,
      commands: this.commands,
      seconds: round(seconds),
      wanted,
      achieved: round(this.answered / seconds),
      accepted: this.accepted,
      refused: sorted(this.refused),
      errors: sorted(this.errors),
      latencyMs: latencyOf(this.whole),
      sentLateMs: round(this.sentLateMs),
    };
  }
}

/** From one instant to another (ms, one clock), as a histogram takes it. */
export const micros = (from: number, to: number): number => Math.max(1, Math.round((to - from) * 1000));

/** The figures of a histogram of microseconds. */
export function latencyOf(histogram: RecordableHistogram): Latency {
  const at = (percentile: number): number => round(histogram.percentile(percentile) / 1000);
  if (histogram.count === 0) return { p50: 0, p90: 0, p99: 0, p999: 0, max: 0 };
  return { p50: at(50), p90: at(90), p99: at(99), p999: at(99.9), max: round(histogram.max / 1000) };
}

const add = (counts: Map<string, number>, what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
const sum = (counts: Map<string, number>): number => [...counts.values()].reduce((total, n) => total + n, 0);
const sorted = (counts: Map<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
const round = (n: number): number => Math.round(n * 100) / 100;
