import type { Instant } from '#domain';
import type { EventMeta, StoredEvent } from '../types.js';

/** What every query on log.event selects, in this order (rowMode array). */
export const EVENT_COLUMNS = `e.position, e.stream, e.version, e.type, e.schema, e.occurred_at, e.recorded_at, e.data, e.meta, e.slot, encode(e.hash, 'hex')`;

export type EventRow = [bigint, string, number, string, number, Instant, Instant, unknown, EventMeta, number, string];

export function eventOf(row: EventRow): StoredEvent {
  return {
    position: row[0],
    stream: row[1],
    version: row[2],
    type: row[3],
    schema: row[4],
    occurredAt: row[5],
    recordedAt: row[6],
    data: row[7],
    meta: row[8],
    slot: row[9],
    hash: row[10],
  };
}
