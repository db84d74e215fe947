import type pg from 'pg';
import type { Instant } from '#domain';
import { CommandFingerprints } from './append/fingerprint.js';
import { GroupCommit } from './append/group-commit.js';
import { HeadCache } from './append/head-cache.js';
import { cursor } from './read/cursor.js';
import { eventOf, type EventRow } from './read/event-row.js';
import { ALL_BY_STREAM } from './read/queries.sql.js';
import { Reader } from './read/reader.js';
import { wakeups } from './read/wakeups.js';
import type { AppendItem, IdempotencyKey, KeyReused, Page, Repeated, StoredEvent, Verdict } from './types.js';

export interface EventStoreOptions {
  /** 32 bytes, for the fingerprints of commands; without it items with an idempotency key are refused. */
  masterKey?: Buffer;
  /** Most items in one call; default 1,000. */
  maxItems?: number;
  /** Most bytes of payload in one call; default 4 MB. */
  maxBytes?: number;
  /** Most items that may wait; more are refused with LogUnavailableError. Default 20,000. */
  maxWaiting?: number;
  /** How long a call is tried again while the database is away, in milliseconds; default 8,000. */
  retryForMs?: number;
  /** How long one call may take before its connection is given up, in milliseconds; default 30,000. */
  callTimeoutMs?: number;
  /** For LISTEN, where the pool goes through a pooler of transactions; default: the pool's own settings. */
  direct?: pg.ClientConfig;
}

export interface StreamAllOptions {
  /** Only events recorded at or before this instant (UTC). */
  recordedUpTo?: Instant;
  /** Only events up to this position. */
  upTo?: bigint;
  /** Only streams that begin so. */
  prefix?: string;
}

/** The log in PostgreSQL. One instance per process; the pool comes from `createPool` and stays the caller's. */
export class EventStore {
  private readonly reader: Reader;
  private readonly heads = new HeadCache();
  private readonly commit: GroupCommit;

  constructor(
    private readonly pool: pg.Pool,
    private readonly options: EventStoreOptions = {},
  ) {
    const fingerprints = new CommandFingerprints(options.masterKey ?? null);
    this.reader = new Reader(pool, fingerprints);
    this.commit = new GroupCommit(pool, this.reader, this.heads, {
      fingerprints,
      maxItems: options.maxItems ?? 1000,
      maxBytes: options.maxBytes ?? 4_000_000,
      maxWaiting: options.maxWaiting ?? 20_000,
      retryForMs: options.retryForMs ?? 8_000,
      callTimeoutMs: options.callTimeoutMs ?? 30_000,
    });
  }

  /**
   * Stores one command's outcome, whole or not at all, together with whatever else waits (group commit), and gives its own verdict.
   * Items of one stream are decided in the order of the calls. (architecture 2, 3)
   * @throws ItemRefusedError the item can never be stored; LogUnavailableError try again later
   */
  append(item: AppendItem): Promise<Verdict> {
    return this.commit.add(item);
  }

  /** The first answer to a command, as `append` would give it; null = not seen yet. */
  lookup(key: IdempotencyKey): Promise<Repeated | KeyReused | null> {
    return this.reader.lookup(key);
  }

  /** The events of a stream in order of version; empty where there are none. */
  async readStream(stream: string): Promise<StoredEvent[]> {
    return (await this.readStreams([stream])).get(stream)!;
  }

  /** Whether this version is the stream's last one, 0 = it has none; and, after a restore, whether its events are still those that were read here. */
  async isLast(stream: string, version: number): Promise<boolean> {
    const last = await this.reader.lastOf(stream);
    if ((last?.version ?? 0) !== version) return false;
    return !last || (this.heads.get(stream, version) ?? last.hash) === last.hash;
  }

  /** The same for many streams in one query; every asked stream has an entry. */
  async readStreams(streams: string[]): Promise<Map<string, StoredEvent[]>> {
    const found = await this.reader.streams(streams);
    for (const events of found.values()) {
      const last = events.at(-1);
      if (last) this.heads.set(last.stream, last.version, last.hash);
    }
    return found;
  }

  /**
   * Looks at the `limit` positions after `position`, and gives the events there, of these slots or of all. The order of positions is the order
   * of commit and has no gaps: whoever goes on from `upTo` misses nothing.
   */
  readFrom(position: bigint, limit: number, options: { slots?: number[] } = {}): Promise<Page> {
    return this.reader.from(position, limit, options.slots);
  }

  /**
   * Whole streams in the order of their names, those after `stream` ('' = from the first): as many as have at most `limit` events together, and
   * at least one; of each the events up to the position `upTo`. Empty: there are no more. `prefix`: only streams that begin so.
   */
  readAfterStream(stream: string, limit: number, upTo: bigint, prefix?: string): Promise<StoredEvent[]> {
    return this.reader.afterStream(stream, limit, upTo, prefix);
  }

  /** The last position and when it was recorded; 0n and null in an empty log. */
  head(): Promise<{ position: bigint; recordedAt: Instant | null }> {
    return this.reader.head();
  }

  /** Every event ordered by (stream, version), through a cursor: memory stays bounded however long the log is. One snapshot. */
  async *streamAll(options: StreamAllOptions = {}): AsyncGenerator<StoredEvent> {
    const bounds = [options.recordedUpTo ?? null, options.upTo ?? null, options.prefix ?? null];
    for await (const rows of cursor<EventRow>(this.pool, ALL_BY_STREAM, bounds)) yield* rows.map(eventOf);
  }

  /**
   * Yields at once, then whenever the log may have grown (LISTEN, and every `pollMs` as well, default 1,000), until `signal` aborts.
   * Reconnects by itself.
   */
  wakeups(signal: AbortSignal, options: { pollMs?: number } = {}): AsyncIterable<void> {
    return wakeups(this.options.direct ?? this.pool.options, signal, options.pollMs ?? 1000);
  }

  /** Uuid of this life of the log: another one after a restore or a failover (architecture 5). Readers that knew another one start from 0. */
  async epoch(): Promise<string> {
    const { rows } = await this.pool.query<{ epoch: string }>('select log.current_epoch() as epoch');
    return rows[0].epoch;
  }

  /** Waits for the appends in hand; later ones are refused. */
  close(): Promise<void> {
    return this.commit.close();
  }
}
