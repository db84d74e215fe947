import type { Admin, Kafka, Message, Producer } from 'kafkajs';
import type pg from 'pg';
import { describeDatabaseError, isTransientDatabaseError, OperatorError } from '#platform';
import type { EventStore, StoredEvent } from '#event-store';
import { pause } from '../back-off.js';
import { disconnected, inTime } from '../kafka/in-time.js';
import { encode } from '../kafka/cloud-event.js';
import { createKafka, isBug, type KafkaSettings, refusal } from '../kafka/connection.js';
import { endsOf, ensureTopic } from '../kafka/topic.js';
import { SILENT, type StreamLogger } from '../stream.js';
import { moveCheckpoint, readCheckpoint, type RelayCheckpoint } from './checkpoint.js';
import { asLeader } from './leadership.js';

export interface RelayState {
  leading: boolean;
  /** Up to here the log stands on the topic. */
  position: bigint;
  /** The log's last position when it was last read. */
  head: bigint;
  /** The last fault, until the next success. */
  fault: string | null;
}

export interface RelayOptions {
  store: EventStore;
  pool: pg.Pool;
  /** For the leader's lock: a direct connection, never through a pooler. */
  databaseUrl: string;
  kafka: KafkaSettings;
  logger?: StreamLogger;
  /** Most events in one send; default 2,000. */
  maxBatch?: number;
  /** How often the topic and the log are looked at while nothing happens; default 5,000 ms. */
  checkMs?: number;
  /** Told whenever the state changes: for metrics and health. */
  onState?: (state: RelayState) => void;
}

/** Kafka's default limit of a record batch is 1 MB; kafkajs makes one of all messages of a partition. */
const MAX_PARTITION_BYTES = 600_000;
const MAX_SEND_BYTES = 4_000_000;
const LOOK = 'a look at the topic';

/** This process leads no longer: another one moved the checkpoint, or the topic began anew. Start over. */
class StartOver extends Error {}

/**
 * Sends the log to the topic, in order: one elected leader, idempotent producer, acks = all, one send in flight, then the checkpoint
 * (architecture 5). At least once: what was sent and not checkpointed is sent again. A broker or a database that is away is waited for.
 */
export class Relay {
  private state: RelayState = { leading: false, position: 0n, head: 0n, fault: null };
  private readonly logger: StreamLogger;

  constructor(private readonly options: RelayOptions) {
    this.logger = options.logger ?? SILENT;
  }

  current(): RelayState {
    return this.state;
  }

  /**
   * Runs until `signal` aborts; several processes may run it, one of them sends.
   * @throws OperatorError for what only a person can mend: a wrong partition count, a refused login
   */
  async run(signal: AbortSignal): Promise<void> {
    const { databaseUrl, kafka } = this.options;
    for (let wait = 100; !signal.aborted; wait = Math.min(wait * 2, 5_000)) {
      try {
        await asLeader(databaseUrl, `relay ${kafka.topic}`, signal, (leading) =>
          this.lead(leading, () => (wait = 100)),
        );
      } catch (error) {
        if (signal.aborted) break;
        const sentence = refusal(error, kafka) ?? this.databaseRefusal(error);
        if (sentence) throw sentence;
        if (isBug(error)) throw error;
        if (error instanceof StartOver) this.logger.info({ topic: kafka.topic }, error.message);
        else {
          this.logger.warn({ err: error, waitMs: wait }, 'the relay was interrupted; trying again');
          this.set({ fault: error instanceof Error ? error.message : String(error) });
          await pause(wait, signal);
        }
      } finally {
        this.set({ leading: false });
      }
    }
  }

  private databaseRefusal(error: unknown): OperatorError | null {
    if (isTransientDatabaseError(error)) return null;
    const sentence = describeDatabaseError(error, this.options.databaseUrl);
    return sentence ? new OperatorError(sentence, { cause: error }) : null;
  }

  private async lead(leading: AbortSignal, onSuccess: () => void): Promise<void> {
    const cutOff = new AbortController();
    const kafka = createKafka(this.options.kafka, this.logger, cutOff.signal);
    const admin = kafka.admin();
    const producer = this.producer(kafka);
    try {
      await this.inTime('a connection', Promise.all([admin.connect(), producer.connect()]));
      let checkpoint = await this.start(admin);
      this.set({ leading: true, position: checkpoint.position, fault: null });
      let checked = Date.now();
      for await (const _ of this.options.store.wakeups(leading, { pollMs: this.options.checkMs ?? 5_000 })) {
        if (Date.now() - checked >= (this.options.checkMs ?? 5_000)) {
          await this.refuseNewTopic(admin, checkpoint);
          checked = Date.now();
        }
        checkpoint = await this.sendAll(producer, checkpoint, leading);
        onSuccess();
        this.set({ fault: null });
      }
    } catch (error) {
      cutOff.abort(); // nothing of this producer may come beside the next one's
      throw error;
    } finally {
      await Promise.all([disconnected(producer), disconnected(admin)]);
      cutOff.abort();
    }
  }

  private producer(kafka: Kafka): Producer {
    return kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition!,
      // An idempotent producer must try again rather than skip; the sum stays below a minute, then a new producer starts over.
      retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: 10 },
    });
  }

  /** The checkpoint, set to 0 where the log's epoch or the topic is another one. */
  private async start(admin: Admin): Promise<RelayCheckpoint> {
    const { pool, store, kafka } = this.options;
    await this.inTime(LOOK, ensureTopic(admin, kafka));
    const epoch = await store.epoch();
    const known = await readCheckpoint(pool, kafka.topic);
    const ends = await this.inTime(LOOK, endsOf(admin, kafka.topic));
    const isNew = known !== null && endsBefore(ends, known.ends);
    if (known && known.epoch === epoch && !isNew) return known;
    if (isNew) this.logger.warn({ topic: kafka.topic }, 'the topic was made anew: sending the log from its beginning');
    if (known && known.epoch !== epoch) {
      this.logger.warn({ topic: kafka.topic, epoch }, 'the log began a new epoch: sending it from its beginning');
    }
    const fresh: RelayCheckpoint = { epoch, position: 0n, ends: new Map() };
    await this.move(known, fresh);
    return fresh;
  }

  private async refuseNewTopic(admin: Admin, checkpoint: RelayCheckpoint): Promise<void> {
    const { kafka, store } = this.options;
    const wasGone = await this.inTime(LOOK, ensureTopic(admin, kafka));
    if (wasGone) throw new StartOver('the topic was gone; it has been made anew');
    const ends = await this.inTime(LOOK, endsOf(admin, kafka.topic));
    if (endsBefore(ends, checkpoint.ends)) throw new StartOver('the topic was made anew');
    if ((await store.epoch()) !== checkpoint.epoch) throw new StartOver('the log began a new epoch');
  }

  private async sendAll(
    producer: Producer,
    checkpoint: RelayCheckpoint,
    leading: AbortSignal,
  ): Promise<RelayCheckpoint> {
    let at = checkpoint;
    while (!leading.aborted) {
      const { events, head } = await this.options.store.readFrom(at.position, this.options.maxBatch ?? 2_000);
      this.set({ head });
      if (events.length === 0) return at;
      for (const { messages, upTo } of sends(events, at.epoch)) {
        if (leading.aborted) return at;
        at = await this.send(producer, messages, upTo, at);
      }
    }
    return at;
  }

  private async send(
    producer: Producer,
    messages: Message[],
    upTo: bigint,
    at: RelayCheckpoint,
  ): Promise<RelayCheckpoint> {
    const { topic } = this.options.kafka;
    const acknowledged = await this.inTime('a send', producer.send({ topic, acks: -1, messages }));
    const counts = new Map<number, bigint>();
    for (const { partition } of messages) counts.set(partition!, (counts.get(partition!) ?? 0n) + 1n);
    const ends = new Map(at.ends);
    for (const { partition, baseOffset } of acknowledged) {
      const base = BigInt(baseOffset ?? -1);
      if (base < 0n) continue; // a duplicate that the broker knew: its offset is not told
      if (base < (at.ends.get(partition) ?? 0n)) throw new StartOver('the topic was made anew');
      ends.set(partition, base + counts.get(partition)!);
    }
    const next = { epoch: at.epoch, position: upTo, ends };
    await this.move(at, next);
    this.set({ position: upTo });
    return next;
  }

  private async move(from: RelayCheckpoint | null, to: RelayCheckpoint): Promise<void> {
    if (await moveCheckpoint(this.options.pool, this.options.kafka.topic, from, to)) return;
    throw new StartOver('another relay has moved the checkpoint');
  }

  /** @throws when a broker has not answered in time: the client is cut off then */
  private inTime<T>(what: string, work: Promise<T>): Promise<T> {
    return inTime(what, work, this.options.kafka.giveUpMs);
  }

  private set(changes: Partial<RelayState>): void {
    this.state = { ...this.state, ...changes };
    this.options.onState?.(this.state);
  }
}

/** A topic that ends below what was acknowledged lost it: it was deleted and made anew. */
const endsBefore = (ends: Map<number, bigint>, acknowledged: Map<number, bigint>): boolean =>
  [...acknowledged].some(([partition, end]) => (ends.get(partition) ?? 0n) < end);

/** Events in order, cut so that no request is larger than brokers take by default. */
function* sends(events: StoredEvent[], epoch: string): Iterable<{ messages: Message[]; upTo: bigint }> {
  let messages: Message[] = [];
  let upTo = 0n;
  let total = 0;
  const bytes = new Map<number, number>();
  for (const event of events) {
    const message = encode(event, epoch);
    const size = Buffer.byteLength(message.value) + 700;
    const ofPartition = (bytes.get(message.partition) ?? 0) + size;
    if (messages.length > 0 && (ofPartition > MAX_PARTITION_BYTES || total + size > MAX_SEND_BYTES)) {
      yield { messages, upTo };
      messages = [];
      total = 0;
      bytes.clear();
    }
    messages.push(message);
    upTo = event.position;
    total += size;
    bytes.set(message.partition, messages.length === 1 ? size : ofPartition);
  }
  if (messages.length > 0) yield { messages, upTo };
}
