import type { Instant } from '#domain';
import type { StoredEvent } from '#event-store';

/** Where a delivery lay on the topic, and its bytes. */
export interface TopicMessage {
  topic: string;
  partition: number;
  offset: string;
  /** when the broker took it; null where the message says none that can be */
  timestamp: Instant | null;
  key: Buffer | null;
  headers: Record<string, Buffer | string | (Buffer | string | undefined)[] | undefined>;
  value: Buffer | null;
}

/** Why a message is no event. */
export type PoisonReason =
  | 'tombstone'
  | 'missing-header'
  | 'doubled-header'
  | 'malformed-header'
  | 'key-mismatch'
  | 'slot-mismatch'
  | 'not-json';

/** An event, straight from the log or (`from`) as a message of the topic says. */
export interface EventDelivery {
  kind: 'event';
  slot: number;
  epoch: string;
  event: StoredEvent;
  from?: TopicMessage;
  /** the message's value as text: what `event.data` was read from */
  text?: string;
}

/** A message that cannot be read as an event. What it says of itself is a claim and no more. */
export interface PoisonDelivery {
  kind: 'poison';
  slot: number;
  reason: PoisonReason;
  /** what is wrong, without any value of the message */
  detail: string;
  claims: { position: bigint | null; streams: string[] };
  from: TopicMessage;
}

export type Delivery = EventDelivery | PoisonDelivery;

/** Deliveries of one or more slots; within a slot in order, possibly with duplicates. */
export interface EventBatch {
  deliveries: Delivery[];
  /** Straight from the log: everything of these slots up to this position is in this batch or an earlier one. */
  upTo: Map<number, bigint>;
}

/** A batch by even and odd slots: what can be folded side by side. A half may be empty. */
export const halvesOf = (batch: EventBatch): EventBatch[] =>
  [0, 1].map((half) => ({
    deliveries: batch.deliveries.filter(({ slot }) => (slot & 1) === half),
    upTo: new Map([...batch.upTo].filter(([slot]) => (slot & 1) === half)),
  }));

/** Thrown by a subscriber's `onBatch`: where it stands has changed, ask for its positions again and deliver from there. */
export class SeekNeeded extends Error {
  override name = 'SeekNeeded';
}

export interface Subscriber {
  /** Slots have been given to this subscriber: up to which position is each of them done? */
  positions(slots: number[]): Promise<Map<number, bigint>>;
  /** How many batches it takes at once, none of which has a slot in common with another; default 1. */
  readonly atOnce?: number;
  /**
   * Called with a batch; the next one of its slots comes when the promise is kept. Transient faults are the subscriber's to wait out
   * (until `signal` aborts); a rejection other than `SeekNeeded` ends the subscription.
   */
  onBatch(batch: EventBatch, signal: AbortSignal): Promise<void>;
}

export interface SubscribeOptions {
  /** Most deliveries in a batch; default 4,000. */
  maxBatch?: number;
}

export interface Subscription {
  /** Kept when stopped; rejected when the stream or its subscriber cannot go on: the process should end with a status other than 0. */
  readonly done: Promise<void>;
  /** The slots that this subscriber has now. */
  slots(): number[];
  /** No further batch until `resume`; the place in the group is kept. */
  pause(): void;
  resume(): void;
  /** Finishes the batch in hand, gives the slots back and disconnects. Does not throw. */
  stop(): Promise<void>;
}

/** Events by slots, from where the subscriber stands, in order per slot, at least once. */
export interface EventStream {
  subscribe(subscriber: Subscriber, options?: SubscribeOptions): Subscription;
}

/** The part of pino's logger that is used here. No personal data, no payload goes into it. */
export interface StreamLogger {
  debug(fields: object, text: string): void;
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

export const SILENT: StreamLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
