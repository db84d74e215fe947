import type pg from 'pg';
import { DOSSIER } from '#domain';
import type { StoredEvent } from '#event-store';
import { untilItWorks } from '#event-stream';
import { inTransaction, isTransientDatabaseError } from '#platform';
import { BEGIN_FOLDING, requireStand } from '../fold/checkpoints.js';
import type { FoldOptions, Generation } from '../fold/fold.js';
import type { Fault } from '../fold/judge.js';
import { unknownStream } from '../fold/known-stream.js';
import type { Plan } from '../fold/load.js';
import { isDataError, notStorable } from '../fold/not-storable.js';
import { type BatchRows, foldBatch, writeBatch } from '../fold/write.js';
import { foldOf, isFolded, KIND_FOLDS } from '../projections.js';

export interface FoldByStreamOptions extends FoldOptions {
  signal: AbortSignal;
  /** Events that are read, folded and written together; default 24,000: the larger, the more often do streams of a page share a cell. */
  pageSize?: number;
  /** Told how many events are folded, of how many. */
  onProgress?: (folded: bigint, target: bigint) => void;
}

/** Another process goes on with this generation. */
class Overtaken extends Error {}

interface Stand {
  /** the last stream that is folded; '' = none yet */
  reached: string;
  /** how many events that makes */
  folded: bigint;
}

/**
 * Folds a generation that is being built up to its target, whole streams one after the other, each derived and written once however many
 * events it has; then the checkpoints stand at the target. One that was begun before goes on where it stood; one that is past this, or
 * was never meant to, is left as it is.
 * @throws GenerationGone, EpochChanged; and what no retry can mend
 */
export async function foldByStream(generation: Generation, options: FoldByStreamOptions): Promise<void> {
  const { signal, logger } = options;
  await untilItWorks(() => new ByStream(generation, options).run(), {
    signal,
    isTransient: (error) => error instanceof Overtaken || isTransientDatabaseError(error),
    onFault: (error, waitMs) => logger.warn({ err: error, waitMs }, 'streams were not folded; trying again'),
  });
}

class ByStream {
  constructor(
    private readonly generation: Generation,
    private readonly options: FoldByStreamOptions,
  ) {}

  async run(): Promise<void> {
    const { signal, store, terms, pageSize = 24_000, onProgress } = this.options;
    const begun = await this.begun();
    if (!begun) return;
    const { target } = begun;
    const onlyKind = prefixOf(this.generation);
    let stand: Stand = begun;
    const read = (after: string): Promise<StoredEvent[]> => store.readAfterStream(after, pageSize, target, onlyKind);
    let [page, writing] = [read(stand.reached), Promise.resolve()];
    for (;;) {
      signal.throwIfAborted();
      const events = await page;
      if (events.length === 0) break;
      const next: Stand = { reached: events.at(-1)!.stream, folded: stand.folded + BigInt(events.length) };
      page = read(next.reached);
      page.catch(() => undefined); // thrown when it is waited for
      // while the database writes the streams before
      const plans = plansOf(events, this.generation);
      const rows = await foldBatch(plans, [], terms);
      await writing;
      const from = stand;
      writing = this.write(from, next, plans, rows).then(() => onProgress?.(next.folded, target));
      writing.catch(() => undefined);
      stand = next;
    }
    await writing;
    await this.finish(stand);
  }

  /** Where it stands; null when the generation is folded by position. */
  private async begun(): Promise<(Stand & { target: bigint }) | null> {
    const { rows } = await this.options.pool.query<{ reached: string | null; folded: bigint; target: bigint }>(
      'select reached, folded, target from read.generation where id = $1',
      [this.generation.id],
    );
    const [found] = rows;
    return found?.reached == null ? null : { ...found, reached: found.reached };
  }

  private async write(from: Stand, to: Stand, plans: Plan[], rows: BatchRows): Promise<void> {
    try {
      await inTransaction(this.options.pool, BEGIN_FOLDING, async (client) => {
        await this.move(client, from, to);
        const { id: generation, folds } = this.generation;
        await writeBatch({ ...this.options, client, generation, folds, announces: false }, rows);
      });
    } catch (error) {
      if (!isDataError(error)) throw error;
      await this.writeAround(error, from, to, plans);
    }
  }

  /** A stream whose rows PostgreSQL refuses must not stop the others: halve until it is alone, then park it from the event on that spoils it. */
  private async writeAround(error: Error, from: Stand, to: Stand, plans: Plan[]): Promise<void> {
    const { terms, logger } = this.options;
    if (plans.length > 1) {
      const halves = [plans.slice(0, plans.length >> 1), plans.slice(plans.length >> 1)];
      const middle: Stand = { reached: halves[0].at(-1)!.known.stream, folded: from.folded + eventsOf(halves[0]) };
      await this.write(from, middle, halves[0], await foldBatch(halves[0], [], terms));
      await this.write(middle, to, halves[1], await foldBatch(halves[1], [], terms));
      return;
    }
    const [plan] = plans;
    if (!plan) throw error;
    const { fold, known, events } = plan;
    const fault: Fault = notStorable(events.at(-1)!, error, logger);
    const before = events.slice(0, -1);
    const rest = before.length === 0 ? [] : [{ fold, known, events: before }];
    await this.write(from, to, rest, await foldBatch(rest, [fault], terms));
  }

  /** By compare-and-swap, like a checkpoint. */
  private async move(client: pg.ClientBase, from: Stand, to: Stand): Promise<void> {
    const { rowCount } = await client.query({
      name: 'generation-reached',
      text: `update read.generation set reached = $3, folded = $4
        where id = $1 and reached = $2 and state = 'building' and epoch = log.current_epoch()`,
      values: [this.generation.id, from.reached, to.reached, to.folded],
    });
    if (rowCount === 0) await this.throwWhyNot();
  }

  private async finish({ reached }: Stand): Promise<void> {
    const { rowCount } = await this.options.pool.query(
      `with done as (
         update read.generation set reached = null
         where id = $1 and reached = $2 and state = 'building' and epoch = log.current_epoch() returning id, target
       )
       update read.checkpoint c set position = done.target, updated_at = now() from done where c.generation = done.id`,
      [this.generation.id, reached],
    );
    if (rowCount === 0) await this.throwWhyNot();
  }

  private async throwWhyNot(): Promise<never> {
    await requireStand(this.options.pool, this.generation.id);
    throw new Overtaken('another process goes on with this generation');
  }
}

/** Streams of kinds that are not folded are passed over. */
function plansOf(events: readonly StoredEvent[], { folds }: Generation): Plan[] {
  const plans: Plan[] = [];
  for (const event of events) {
    const { stream, slot } = event;
    const last = plans.at(-1);
    if (last?.known.stream === stream) last.events.push(event);
    else {
      const fold = foldOf(stream);
      if (fold && isFolded(fold, folds))
        plans.push({ fold, known: unknownStream(fold, stream, slot), events: [event] });
    }
  }
  return plans;
}

/** Where one kind alone is folded whose streams have its word in front: that word, so that nothing else is read. */
function prefixOf({ folds }: Generation): string | undefined {
  const kinds = KIND_FOLDS.filter((fold) => isFolded(fold, folds)).map(({ kind }) => kind.kind);
  return kinds.length === 1 && kinds[0] !== DOSSIER ? `${kinds[0]}:` : undefined;
}

const eventsOf = (plans: readonly Plan[]): bigint => plans.reduce((n, { events }) => n + BigInt(events.length), 0n);
