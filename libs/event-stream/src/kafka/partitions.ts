import type { Batch } from 'kafkajs';
import type { EventStore } from '#event-store';
import type { Patiently } from '../back-off.js';
import type { Pump } from '../pump.js';
import type { RelayCheckpoint } from '../relay/checkpoint.js';
import type { Delivery, StreamLogger, Subscriber } from '../stream.js';
import { decode } from './cloud-event.js';
import { topicMessage } from './topic-message.js';

/** What is known of an assigned partition. */
interface Partition {
  /** the first offset that came since the assignment */
  first: bigint | null;
  /** the offset that comes next, if nothing is missing */
  next: bigint | null;
  /** whether what came first has been compared with where the subscriber stands */
  compared: boolean;
  /** the offset up to which the subscriber is done */
  done: bigint | null;
  /** the offset that was committed to Kafka as a hint */
  committed: bigint | null;
  /** something came since debts were last looked at */
  busy: boolean;
  /** how far the subscriber was done, when it was last seen */
  stood: bigint;
  /** up to here the log owes nothing to this slot that the topic could still bring */
  settled: bigint;
}

/**
 * From the batches of the assigned partitions to the pump, without a gap: where the topic begins later than the subscriber stands
 * (retention, a topic made anew, offsets that ran ahead), what lies between comes from the log.
 */
export class Partitions {
  private byNumber = new Map<number, Partition>();
  /** Raised with each assignment and each restart: what was begun before is void. */
  private round = 0;
  /** Up to where the topic had everything at the last look for debts. */
  private acknowledged = { epoch: '', position: 0n };

  constructor(
    private readonly pump: Pump,
    private readonly subscriber: Subscriber,
    private readonly store: EventStore,
    private readonly patiently: Patiently,
    private readonly logger: StreamLogger,
    private readonly maxBatch: number,
  ) {}

  slots(): number[] {
    return [...this.byNumber.keys()].sort((a, b) => a - b);
  }

  /** Everything that waits is void: Kafka delivers it again from the committed offsets, and what is done is skipped. */
  assign(slots: number[]): void {
    this.round += 1;
    this.pump.forget();
    this.byNumber = new Map(
      slots.map((slot) => [
        slot,
        { first: null, next: null, compared: false, done: null, committed: null, busy: true, stood: 0n, settled: 0n },
      ]),
    );
    this.logger.info({ slots: this.slots() }, 'slots assigned');
  }

  /** Begins again where the subscriber is done; gives the offsets to go back to. */
  restart(): [partition: number, offset: bigint][] {
    const offsets = [...this.byNumber].flatMap(([partition, { done, first }]): [number, bigint][] => {
      const offset = done ?? first;
      return offset === null ? [] : [[partition, offset]];
    });
    this.assign(this.slots());
    return offsets;
  }

  uncommitted(): { partition: number; done: bigint; known: Partition }[] {
    return [...this.byNumber].flatMap(([partition, known]) =>
      known.done === null || known.done === known.committed ? [] : [{ partition, done: known.done, known }],
    );
  }

  /** Hands a batch over to the pump. False: not all of it, because `still` says that it is not ours any more. */
  async take(batch: Batch, isOurs: () => boolean): Promise<boolean> {
    const { round } = this;
    const still = (): boolean => round === this.round && isOurs();
    const known = this.byNumber.get(batch.partition);
    if (!known || !still()) return false;
    known.busy = true;
    const first = BigInt(batch.messages[0].offset);
    known.first ??= first;
    if (known.next !== first) known.compared = false;
    const deliveries = batch.messages.map((message) => decode(topicMessage(message, batch.topic, batch.partition)));
    if (!known.compared && !(await this.compare(batch.partition, known, deliveries, still))) return false;
    for (let i = 0; i < deliveries.length; i += this.maxBatch) {
      const part = deliveries.slice(i, i + this.maxBatch);
      const end = BigInt(batch.messages[i + part.length - 1].offset) + 1n;
      const last = part.findLast((delivery) => delivery.kind === 'event');
      const onDone = (): void => {
        known.done = end;
        if (last?.kind === 'event') known.stood = last.event.position;
      };
      if (!(await this.pump.offer({ deliveries: part, upTo: new Map(), onDone }, still))) return false;
    }
    known.next = BigInt(batch.lastOffset()) + 1n;
    return true;
  }

  /** Reads from the log what lies between the subscriber's position and the first event of the batch (of this life of the log). */
  private async compare(
    slot: number,
    known: Partition,
    deliveries: Delivery[],
    still: () => boolean,
  ): Promise<boolean> {
    const epoch = await this.patiently(() => this.store.epoch());
    const first = deliveries.find((delivery) => delivery.kind === 'event' && delivery.epoch === epoch);
    if (first?.kind !== 'event') return still();
    const positions = await this.patiently(() => this.subscriber.positions([slot]));
    known.compared = await this.readLog(
      slot,
      known,
      positions.get(slot) ?? 0n,
      first.event.position - 1n,
      epoch,
      still,
    );
    return known.compared;
  }

  /** Hands over the slot's events after `from` up to `end`, from the log. */
  private async readLog(
    slot: number,
    known: Partition,
    from: bigint,
    end: bigint,
    epoch: string,
    still: () => boolean,
  ): Promise<boolean> {
    for (let at = from; at < end;) {
      const limit = end - at < BigInt(this.maxBatch) ? Number(end - at) : this.maxBatch;
      const page = await this.patiently(() => this.store.readFrom(at, limit, { slots: [slot] }));
      if (page.upTo <= at) return still(); // the message claims to lie beyond the log's end: the subscriber will judge it
      if (page.events.length > 0) {
        const deliveries = page.events.map((event): Delivery => ({ kind: 'event', slot, epoch, event }));
        const onDone = (): void => void (known.stood = page.upTo);
        if (!(await this.pump.offer({ deliveries, upTo: new Map([[slot, page.upTo]]), onDone }, still))) return false;
        this.logger.info({ slot, events: deliveries.length }, 'read from the log what the topic did not bring');
      }
      at = page.upTo;
    }
    return still();
  }

  /**
   * A slot to which nothing came since the last look, although the relay had its events acknowledged before that: the topic has lost them
   * (retention, deletion) and the log has them.
   */
  async collectDebts({ epoch, position }: RelayCheckpoint): Promise<void> {
    const { round, acknowledged } = this;
    const still = (): boolean => round === this.round;
    this.acknowledged = { epoch, position };
    const quiet = [...this.byNumber].filter(([, known]) => !known.busy);
    for (const known of this.byNumber.values()) known.busy = false;
    if (quiet.length === 0 || !this.pump.idle || acknowledged.epoch !== epoch) return;
    const positions = await this.patiently(() => this.subscriber.positions(quiet.map(([slot]) => slot)));
    for (const [slot, known] of quiet) {
      const done = positions.get(slot) ?? 0n;
      // a crash of the database took back what had been folded: nothing is settled, and what comes next is compared first
      if (done < known.stood) Object.assign(known, { compared: false, settled: 0n });
      known.stood = done;
      const from = done > known.settled ? done : known.settled;
      if (acknowledged.position <= from || known.busy) continue;
      if (!(await this.readLog(slot, known, from, acknowledged.position, epoch, still))) return;
      known.settled = acknowledged.position;
    }
  }
}
