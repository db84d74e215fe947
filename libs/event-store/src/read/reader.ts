import type pg from 'pg';
import type { Instant } from '#domain';
import { sqlTypes } from '#platform';
import type { CommandFingerprints } from '../append/fingerprint.js';
import type { IdempotencyKey, Json, KeyReused, Page, Repeated, StoredEvent } from '../types.js';
import { eventOf, type EventRow } from './event-row.js';
import {
  HEAD,
  LAST_OF,
  LOOKUP,
  READ_AFTER_STREAM,
  READ_AT,
  READ_FROM,
  READ_SLOTS_FROM,
  READ_STREAMS,
} from './queries.sql.js';

interface Found {
  body: string;
  recorded_at: Instant;
  first_position: bigint | null;
  events: number;
  answer: Json;
}

/** Reads of the log; each is one statement, so one snapshot. */
export class Reader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly fingerprints: CommandFingerprints,
  ) {}

  async streams(streams: string[]): Promise<Map<string, StoredEvent[]>> {
    const found = new Map<string, StoredEvent[]>(streams.map((stream) => [stream, []]));
    for (const event of await this.events('log.read_streams', READ_STREAMS, [streams]))
      found.get(event.stream)?.push(event);
    return found;
  }

  async afterStream(stream: string, limit: number, upTo: bigint, prefix?: string): Promise<StoredEvent[]> {
    const events = await this.events('log.read_after_stream', READ_AFTER_STREAM, [stream, limit, upTo, prefix ?? null]);
    if (events.length < limit) return events;
    // the last one may go on behind the limit
    const whole = events.findLastIndex((event) => event.stream !== events.at(-1)!.stream) + 1;
    return whole > 0 ? events.slice(0, whole) : this.afterStream(stream, 2 * limit, upTo, prefix);
  }

  /** Version and hash of a stream's last event; null where there are none. */
  async lastOf(stream: string): Promise<{ version: number; hash: string } | null> {
    const { rows } = await this.pool.query<{ version: number; hash: string }>({
      name: 'log.last_of',
      text: LAST_OF,
      values: [stream],
    });
    return rows[0] ?? null;
  }

  async from(position: bigint, limit: number, slots?: number[]): Promise<Page> {
    // The head first: whatever it names is there when the events are read.
    const head = (await this.head()).position;
    const upTo = position + BigInt(limit) < head ? position + BigInt(limit) : head;
    if (upTo <= position) return { events: [], upTo: position, head };
    const many = upTo - position;
    const events = slots
      ? await this.events('log.read_slots_from', READ_SLOTS_FROM, [position, many, slots])
      : await this.events('log.read_from', READ_FROM, [position, many]);
    return { events, upTo, head };
  }

  async head(): Promise<{ position: bigint; recordedAt: Instant | null }> {
    const { rows } = await this.pool.query<{ position: bigint; recorded_at: Instant }>({
      name: 'log.head',
      text: HEAD,
      types: sqlTypes,
    });
    return rows.length > 0
      ? { position: rows[0].position, recordedAt: rows[0].recorded_at }
      : { position: 0n, recordedAt: null };
  }

  /** The events at `many` positions from each `first` on. */
  async ranges(ranges: { first: bigint; many: number }[]): Promise<Map<bigint, StoredEvent>> {
    const positions = ranges.flatMap(({ first, many }) => Array.from({ length: many }, (_, k) => first + BigInt(k)));
    if (positions.length === 0) return new Map();
    const events = await this.events('log.read_at', READ_AT, [positions]);
    return new Map(events.map((event) => [event.position, event]));
  }

  async lookup(key: IdempotencyKey): Promise<Repeated | KeyReused | null> {
    const { rows } = await this.pool.query<Found>({
      name: 'log.lookup',
      text: LOOKUP,
      values: [this.fingerprints.command(key)],
      types: sqlTypes,
    });
    if (rows.length === 0) return null;
    const [found] = rows;
    if (found.body !== this.fingerprints.body(key)) return { kind: 'key-reused' };
    const events = await this.ranges([{ first: found.first_position ?? 0n, many: found.events }]);
    return { kind: 'repeated', recordedAt: found.recorded_at, events: [...events.values()], answer: found.answer };
  }

  private async events(name: string, text: string, values: unknown[]): Promise<StoredEvent[]> {
    const { rows } = await this.pool.query<EventRow>({ name, text, values, rowMode: 'array', types: sqlTypes });
    return rows.map(eventOf);
  }
}
