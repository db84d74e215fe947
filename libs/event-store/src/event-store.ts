import type pg from 'pg';
import type { Instant } from '#domain';
import type { AppendItem, IdempotencyKey, KeyReused, Page, Repeated, StoredEvent, Verdict } from './types.js';

export interface EventStoreOptions {
  /** Most items in one call; default 500. */
  maxItems?: number;
  /** Most bytes of payload in one call; default 4 MB. */
  maxBytes?: number;
  /** Most items that may wait; more are refused with LogUnavailableError. Default 20,000. */
  maxWaiting?: number;
  /** How long a call is tried again while the database is away, in milliseconds; default 8,000. */
  retryForMs?: number;
  /** How long one call may take before its connection is given up, in milliseconds; default 30,000. */
  callTimeoutMs?: number;
}

export interface StreamAllOptions {
  /** Only events recorded at or before this instant (UTC). */
  recordedUpTo?: Instant;
  /** Only events up to this position. */
  upTo?: bigint;
}

/** The log in PostgreSQL. One instance per process; the pool comes from `createPool` and stays the caller's. */
export class EventStore {
  constructor(
    private readonly pool: pg.Pool,
    private readonly options: EventStoreOptions = {},
  ) {}

  /**
   * Stores one command's outcome, together with whatever else waits (group commit), and gives its own verdict.
   * @throws ItemRefusedError the item can never be stored; LogUnavailableError try again later
   */
  append(_item: AppendItem): Promise<Verdict> {
    throw new Error('not yet');
  }

  /** The first answer to a command, as `append` would give it; null = not seen yet. */
  lookup(_key: IdempotencyKey): Promise<Repeated | KeyReused | null> {
    throw new Error('not yet');
  }

  /** The events of a stream in order of version; empty where there are none. */
  readStream(_stream: string): Promise<StoredEvent[]> {
    throw new Error('not yet');
  }

  /** The same for many streams in one query; every asked stream has an entry. */
  readStreams(_streams: string[]): Promise<Map<string, StoredEvent[]>> {
    throw new Error('not yet');
  }

  /**
   * The positions after `position`, at most `limit` of them, and the events there (of these slots).
   */
  readFrom(_position: bigint, _limit: number, _options: { slots?: number[] } = {}): Promise<Page> {
    throw new Error('not yet');
  }

  /** The last position and when it was recorded; 0n and null in an empty log. */
  head(): Promise<{ position: bigint; recordedAt: Instant | null }> {
    throw new Error('not yet');
  }

  /** Every event ordered by (stream, version), through a cursor: memory stays bounded however long the log is. One snapshot. */
  streamAll(_options: StreamAllOptions = {}): AsyncIterable<StoredEvent> {
    throw new Error('not yet');
  }

  /**
   * Yields at once, then whenever the log may have grown (LISTEN, and every `pollMs` as well, default 1,000), until `signal` aborts.
   * Reconnects by itself.
   */
  wakeups(_signal: AbortSignal, _options: { pollMs?: number } = {}): AsyncIterable<void> {
    throw new Error('not yet');
  }

  /** Uuid of this life of the log: another one after a restore or a failover. Readers that knew another one start from 0. */
  epoch(): Promise<string> {
    throw new Error('not yet');
  }

  /** Waits for the appends in hand; later ones are refused. */
  close(): Promise<void> {
    throw new Error('not yet');
  }
}
