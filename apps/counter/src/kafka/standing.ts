import type { StreamLogger, TopicMessage } from '#event-stream';

export interface StandingOptions {
  logger: StreamLogger;
  /** From when on a message in hand stands and an operator is called, in milliseconds; default 60,000. */
  callAfterMs?: number;
  /** Milliseconds of a clock that never goes back; default: the process's. */
  now?: () => number;
}

interface InHand {
  since: number;
  /** what the last try ended with; undefined: the first one has not ended */
  error?: unknown;
}

/** Most messages that one line of the log names. */
const MOST_NAMED = 10;

/**
 * The messages in hand, and which of them stand: neither decided nor refused for long. For whoever is called at night: numbers for the metrics, a
 * sentence for the health, an error line in the log as often as it takes to stand. Nothing here tells what a message holds.
 */
export class Standing {
  /** the one that was begun first comes first */
  private readonly inHand = new Map<TopicMessage, InHand>();
  private readonly callAfterMs: number;
  private readonly now: () => number;
  /** when the operator was last called; null = not since all went on */
  private calledAt: number | null = null;

  constructor(private readonly options: StandingOptions) {
    this.callAfterMs = options.callAfterMs ?? 60_000;
    this.now = options.now ?? (() => performance.now());
  }

  begun(message: TopicMessage): void {
    this.inHand.set(message, { since: this.now() });
  }

  /** A try has failed, and there will be another one. @returns whether it is the first that failed */
  failed(message: TopicMessage, error: unknown): boolean {
    const known = this.inHand.get(message);
    const isFirst = known !== undefined && !('error' in known);
    if (known) known.error = error;
    return isFirst;
  }

  /** The message is done, or is left to whoever gets it again. */
  ended(message: TopicMessage): void {
    this.inHand.delete(message);
  }

  /** Messages that stand. */
  get many(): number {
    let many = 0;
    for (const { since } of this.inHand.values()) {
      if (this.now() - since < this.callAfterMs) break;
      many += 1;
    }
    return many;
  }

  /** For how many seconds the oldest message has been in hand; 0 where there is none. */
  get seconds(): number {
    const [oldest] = this.inHand.values();
    return oldest ? (this.now() - oldest.since) / 1000 : 0;
  }

  /** Which message stands longest and why, in one sentence; null where none stands. */
  get sentence(): string | null {
    const { many } = this;
    const [oldest] = this.inHand;
    if (!oldest || many === 0) return null;
    const [{ topic, partition, offset }, state] = oldest;
    const since = `for ${Math.floor(this.seconds)} s`;
    const place = `topic ${topic}, partition ${partition}, offset ${offset}`;
    const why = 'error' in state ? kindOf(state.error) : 'no answer';
    return `A command by Kafka can neither be decided nor refused ${since} (${place}; ${many} in all): ${why}.`;
  }

  /** Calls the operator where it is time to, and tells when all goes on. To be called every now and then. */
  report(): void {
    const { logger } = this.options;
    const { many } = this;
    if (many === 0) {
      if (this.calledAt !== null) logger.info({}, 'commands by Kafka go on: none is standing any more');
      this.calledAt = null;
    } else if (this.calledAt === null || this.now() - this.calledAt >= this.callAfterMs) {
      this.calledAt = this.now();
      const oldest = [...this.inHand].slice(0, Math.min(many, MOST_NAMED));
      const named = oldest.map(([{ topic, partition, offset }, { since, error }]) => {
        return { topic, partition, offset, seconds: Math.floor((this.calledAt! - since) / 1000), err: error };
      });
      logger.error({ standing: many, oldest: named }, 'commands by Kafka can neither be decided nor refused');
    }
  }
}

/** The kind of a fault and of what caused it; its message may quote what was sent. */
function kindOf(error: unknown): string {
  const { name, code, type, cause } = (error ?? {}) as Record<string, unknown>;
  const words = [name, [code, type].find((each) => typeof each === 'string')];
  const kind = words.filter((each) => typeof each === 'string').join(' ') || 'unknown';
  return cause === undefined ? kind : `${kind}, because of ${kindOf(cause)}`;
}
