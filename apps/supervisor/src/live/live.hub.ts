import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { LOGGER } from '#application';
import { type Logger, METRICS, ProblemException, refuse, safeError } from '#platform';
import { AsOfReader, type Heartbeat } from '../query/as-of.js';
import { heartbeatFrame } from './frames.js';
import { LIVE_SOURCE, type LiveSource } from './live-source.js';
import { type Compute, Topic } from './topic.js';
import type { Viewer } from './viewer.js';

/** How long changes are gathered before the figures are computed again. */
const GATHER_MS = 100;
const HEARTBEAT_MS = 10_000;
/** Days late, "due today" and the default period change with the clock alone. */
const AT_LEAST_EVERY_MS = 60_000;
const KEEP_IDLE_MS = 30_000;
const SIDE_BY_SIDE = 2;
export const MAX_TOPICS = 300;

export interface LiveLimits {
  /** open streams of this process; one more is refused */
  maxViewers: number;
}
export const LIVE_LIMITS = Symbol('LIVE_LIMITS');

/**
 * Keeps open streams up to date (architecture.md 11): after each commit of the projector every distinct question is
 * computed once and sent to all who asked it. Rounds do not overlap, and a round that took long is followed by a pause
 * as long, so that under load there are fewer rounds and not more queries.
 */
@Injectable()
export class LiveHub implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly topics = new Map<string, Topic>();
  /** streams that are open or about to open */
  private taken = 0;
  private readonly stopping = new AbortController();
  private readonly pushed: Counter;
  private readonly roundSeconds: Histogram;
  private work: Promise<unknown> = Promise.resolve();
  private heartbeat: NodeJS.Timeout | undefined;
  private seen = '';
  private greeting: Promise<Heartbeat> | null = null;
  private computedAt = 0;

  constructor(
    @Inject(LIVE_SOURCE) private readonly source: LiveSource,
    private readonly asOf: AsOfReader,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(METRICS) registry: Registry,
    @Inject(LIVE_LIMITS) private readonly limits: LiveLimits,
  ) {
    const registers = [registry];
    const gauge = (name: string, help: string, read: () => number): Gauge =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    gauge('tracker_live_viewers', 'Open live streams', () => this.viewers);
    gauge('tracker_live_slow_viewers', 'Open live streams whose reader takes less than it is sent', () => this.slow);
    gauge('tracker_live_questions', 'Distinct questions that are watched', () => this.topics.size);
    this.pushed = new Counter({ name: 'tracker_live_pushes_total', help: 'Figures sent to viewers', registers });
    this.roundSeconds = new Histogram({
      name: 'tracker_live_round_seconds',
      help: 'Seconds to compute all watched questions once',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    });
  }

  /** Streams that show something. */
  get viewers(): number {
    let n = 0;
    for (const { viewers } of this.topics.values()) n += viewers.size;
    return n;
  }

  private get slow(): number {
    let n = 0;
    for (const { viewers } of this.topics.values()) for (const viewer of viewers) if (viewer.slow) n += 1;
    return n;
  }

  onApplicationBootstrap(): void {
    this.work = this.watch();
    this.heartbeat = setInterval(() => void this.beat(), HEARTBEAT_MS);
  }

  /** Ends the streams before the server closes, which would wait for them. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.heartbeat);
    for (const topic of this.topics.values()) for (const viewer of topic.viewers) viewer.end();
    await this.work;
  }

  /**
   * Takes a place for a stream, from before its figures are computed: many may come at once.
   * @returns how to give it back, once
   * @throws 503 when all are taken
   */
  enter(): () => void {
    if (this.taken >= this.limits.maxViewers) throw busy();
    this.taken += 1;
    let left = false;
    return () => {
      if (!left) this.taken -= 1;
      left = true;
    };
  }

  /**
   * The topic of a question, with its figures computed.
   * @param key equal for equal questions
   * @throws what the question throws, and 503 when too many are watched
   */
  async topic(key: string, compute: Compute): Promise<Topic> {
    if (this.stopping.signal.aborted) throw busy();
    let topic = this.topics.get(key);
    if (!topic) {
      this.dropIdle();
      if (this.topics.size >= MAX_TOPICS) throw busy();
      topic = new Topic(compute);
      this.topics.set(key, topic);
    }
    try {
      await topic.ready();
    } catch (error) {
      if (topic.viewers.size === 0) this.topics.delete(key);
      throw error;
    }
    return topic;
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    for await (const _ of this.source.changes(signal)) {
      await wait(GATHER_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const started = performance.now();
      await this.round().catch((error: unknown) =>
        this.logger.warn({ error: safeError(error) }, 'a live round failed'),
      );
      await wait(performance.now() - started, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Computes every watched question again, if the read tables or the clock have moved. */
  private async round(): Promise<void> {
    const stand = await this.source.stand();
    const due = Date.now() - this.computedAt >= AT_LEAST_EVERY_MS;
    if (stand === this.seen && !due) return;
    this.seen = stand;
    this.computedAt = Date.now();
    this.dropIdle();
    const stop = this.roundSeconds.startTimer();
    // those that nobody watches yet or any more too: a reader may be about to join with what was read before
    const queue = [...this.topics];
    const one = async (): Promise<void> => {
      for (let next = queue.shift(); next; next = queue.shift()) await this.refresh(...next);
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, one));
    stop();
  }

  private async refresh(key: string, topic: Topic): Promise<void> {
    try {
      if (await topic.refresh()) this.pushed.inc(topic.viewers.size);
    } catch (error) {
      if (error instanceof ProblemException && error.getStatus() < 500) {
        // what was asked for is no more (a unit's key, say): the page asks again and is told
        this.topics.delete(key);
        for (const viewer of topic.viewers) viewer.end();
        return;
      }
      this.seen = ''; // the next round tries again, changed or not
      this.logger.warn({ error: safeError(error) }, 'a watched question was not computed');
    }
  }

  private async beat(): Promise<void> {
    const frame = heartbeatFrame(await this.asOf.heartbeat());
    for (const topic of this.topics.values()) for (const viewer of topic.viewers) viewer.beat(frame);
  }

  /**
   * Gives a reader who comes back and has missed nothing a sign of life at once: it would not know until the next one
   * whether its figures are live. Many who come together share one.
   */
  async greet(viewer: Viewer): Promise<void> {
    this.greeting ??= this.asOf.heartbeat().finally(() => (this.greeting = null));
    viewer.beat(heartbeatFrame(await this.greeting));
  }

  private dropIdle(): void {
    for (const [key, topic] of this.topics) {
      if (topic.viewers.size === 0 && Date.now() - topic.idleSince > KEEP_IDLE_MS) this.topics.delete(key);
    }
  }
}

const busy = () => refuse('unavailable', { detail: 'Có quá nhiều người đang xem trực tiếp. Hãy thử lại sau ít giây.' });
