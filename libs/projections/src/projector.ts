import { isTransientDatabaseError } from '#platform';
import {
  type EventBatch,
  type EventStream,
  type MessageContent,
  pause,
  SeekNeeded,
  SILENT,
  type StreamLogger,
  type SubscribeOptions,
  type Subscriber,
  type Subscription,
  untilItWorks,
} from '#event-stream';
import { openContent, type Waiting, waitingFor } from './dead-letters/content.js';
import {
  type DeadLetter,
  deadLetter,
  type DeadLetterFilter,
  discardDeadLetter,
  listDeadLetters,
  type Mended,
  retryDeadLetter,
} from './dead-letters/mend.js';
import { EpochChanged, GenerationGone } from './fold/checkpoints.js';
import { CONNECTIONS, Fold, type FoldOptions, type Generation } from './fold/fold.js';
import { Terms } from './fold/terms.js';
import { foldFromLog } from './generations/fold-from-log.js';
import { currentGeneration, dropRetired, findCurrent, outdated } from './generations/generations.js';
import { rebuild, type RebuildOptions } from './generations/rebuild.js';

export interface ProjectorOptions extends Omit<FoldOptions, 'terms' | 'logger' | 'announces'> {
  logger?: StreamLogger;
}

/**
 * Derives the read tables from the log: subscribed to a stream, or in one go. A projector follows the current generation: after a rebuild,
 * its own or another process's, it goes on with the new one. When the log begins a new life (a restore), or this program derives by other rules
 * than the one before, it rebuilds by itself.
 */
export class Projector implements Subscriber {
  readonly atOnce: number;
  private readonly fold: Omit<FoldOptions, 'terms'>;
  private readonly abort = new AbortController();
  private current: Promise<Fold> | null = null;

  constructor(options: ProjectorOptions) {
    this.fold = { ...options, logger: options.logger ?? SILENT };
    this.atOnce = options.pool.options.max >= CONNECTIONS ? 2 : 1;
  }

  /** What folds a generation remembers the numbers of units no longer than that: a restore may have given them to others. */
  private afresh(): FoldOptions {
    return { ...this.fold, terms: new Terms(this.fold.pool) };
  }

  /** Folds what the stream brings, until stopped. `done` of the subscription is rejected when it cannot go on. */
  subscribe(stream: EventStream, options: SubscribeOptions = {}): Subscription {
    const subscription = stream.subscribe(this, options);
    return {
      done: subscription.done,
      slots: () => subscription.slots(),
      pause: () => subscription.pause(),
      resume: () => subscription.resume(),
      stop: () => {
        this.abort.abort();
        return subscription.stop();
      },
    };
  }

  /**
   * Folds straight from the log up to a position (default: to its head), beside running projectors or alone.
   * @returns the position up to which everything is folded
   */
  async catchUp(
    position?: bigint,
    options: { signal?: AbortSignal; onProgress?: (position: bigint, head: bigint) => void } = {},
  ): Promise<bigint> {
    const signal = options.signal ?? this.abort.signal;
    return this.withCurrent((fold) =>
      foldFromLog(fold, { store: this.fold.store, signal, upTo: position, onProgress: options.onProgress }),
    );
  }

  /** Derives everything anew beside what is read, then switches. @returns null when another process is rebuilding */
  rebuild(options: RebuildOptions = {}): Promise<Generation | null> {
    return rebuild(this.afresh(), options);
  }

  deadLetters(filter: DeadLetterFilter = {}): Promise<DeadLetter[]> {
    return listDeadLetters(this.fold.pool, filter);
  }
  deadLetter(id: bigint): Promise<DeadLetter> {
    return deadLetter(this.fold.pool, id);
  }
  /** Opens the message that was sealed with a dead letter. */
  deadLetterContent(letter: DeadLetter): Promise<MessageContent | null> {
    return openContent(this.fold.vault, letter);
  }
  /** The dossiers that wait because of it, and how much of each. */
  deadLetterWaiting(id: bigint): Promise<Waiting[]> {
    return waitingFor(this.fold.pool, id);
  }
  /** Folds what waits because of a dead letter, from the log. */
  retryDeadLetter(id: bigint): Promise<Mended> {
    return retryDeadLetter(this.afresh(), id);
  }
  /** Gives a message up; what the log has is folded all the same. */
  discardDeadLetter(id: bigint, why: string): Promise<Mended> {
    return discardDeadLetter(this.afresh(), id, why);
  }

  async positions(slots: number[]): Promise<Map<number, bigint>> {
    return this.withCurrent((fold) => fold.positions(slots));
  }

  async onBatch(batch: EventBatch, signal: AbortSignal): Promise<void> {
    await this.patiently(signal, async () => {
      const fold = await this.bound(signal);
      try {
        await fold.onBatch(batch, signal);
      } catch (error) {
        if (!(await this.hasMoved(error, signal))) throw error;
        throw new SeekNeeded('another generation is current');
      }
    });
  }

  private patiently<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return untilItWorks(work, {
      signal,
      isTransient: isTransientDatabaseError,
      onFault: (error, waitMs) =>
        this.fold.logger.warn({ err: error, waitMs }, 'the database does not answer; trying again'),
    });
  }

  private async withCurrent<T>(work: (fold: Fold) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work(await this.bound(this.abort.signal));
      } catch (error) {
        if (!(await this.hasMoved(error, this.abort.signal)) && !(error instanceof SeekNeeded)) throw error;
      }
    }
  }

  /** Whether the error says that another generation must be folded now; a new life of the log is waited for to be derived. */
  private async hasMoved(error: unknown, signal: AbortSignal): Promise<boolean> {
    if (!(error instanceof GenerationGone) && !(error instanceof EpochChanged)) return false;
    this.current = null;
    if (error instanceof EpochChanged) await this.renew(signal);
    return true;
  }

  private bound(signal: AbortSignal): Promise<Fold> {
    const binding = (this.current ??= this.bind(signal));
    binding.catch(() => (this.current = null));
    return binding;
  }

  private async bind(signal: AbortSignal): Promise<Fold> {
    const { pool, store, logger } = this.fold;
    let generation = await currentGeneration(pool);
    if (outdated(generation, await store.epoch()).size > 0) {
      await this.renew(signal);
      generation = await currentGeneration(pool);
    }
    void dropRetired(pool).catch((error: unknown) => logger.warn({ err: error }, 'an old generation was not dropped'));
    return new Fold(generation, this.afresh());
  }

  /** Derives anew what is outdated, unless another process is faster. */
  private async renew(signal: AbortSignal): Promise<void> {
    const { pool, store, logger } = this.fold;
    for (;;) {
      const current = await findCurrent(pool);
      const anew = current && outdated(current, await store.epoch());
      if (anew?.size === 0) return;
      logger.warn(
        { generation: current?.id, projections: anew && [...anew] },
        'the log began a new life, or the rules have changed: deriving everything anew',
      );
      try {
        if (!(await rebuild(this.afresh(), { signal, only: anew ?? undefined }))) await pause(500, signal);
      } catch (error) {
        // the log has changed once more, or another process began anew: look again
        if (!(error instanceof EpochChanged) && !(error instanceof GenerationGone)) throw error;
      }
      signal.throwIfAborted();
    }
  }
}
