import type { QueryConfig } from 'pg';
import type { Instant } from '#domain';
import { sqlTypes } from '#platform';
import { hashText } from '../hash/event-hash.js';
import type { Json } from '../types.js';
import { CALL } from './call.sql.js';
import type { Prepared } from './prepare.js';

/** A row of log.append. */
export interface CallRow {
  verdict: 'appended' | 'conflict' | 'predecessor' | 'repeated' | 'key-reused';
  version: number;
  first_position: bigint | null;
  events: number;
  recorded_at: Instant;
  answer: Json;
}

/** What one call sends, and the hashes that it gave to each item's events. */
export interface Call {
  query: QueryConfig;
  hashes: string[][];
}

function chain(prepared: Prepared, previous: string | null): string[] {
  const { item, data, meta } = prepared;
  return item.events.map((event, i) => {
    previous = hashText(
      {
        stream: item.stream,
        version: (item.expectedVersion ?? 0) + i + 1,
        type: event.type,
        schema: event.schema,
        occurredAt: event.occurredAt,
        data: data[i],
        meta: meta[i],
      },
      previous,
    );
    return previous;
  });
}

/**
 * The statement that stores a group.
 * @param previous the hash at an item's expected version, null where there is none
 */
export function callFor(group: Prepared[], previous: (prepared: Prepared) => string | null): Call {
  const before = group.map(previous);
  const hashes = group.map((prepared, i) => chain(prepared, before[i]));
  // One array per column: of items, of events, of sealed texts.
  const items: unknown[][] = Array.from({ length: 10 }, () => []);
  const events: unknown[][] = Array.from({ length: 8 }, () => []);
  const sealed: unknown[][] = Array.from({ length: 6 }, () => []);
  group.forEach((prepared, i) => {
    const { item, command, body, keep, answer, slot, data, meta } = prepared;
    const number = i + 1;
    const row = [
      command,
      body,
      keep,
      answer,
      item.stream,
      item.expectedVersion,
      bytes(before[i]),
      slot,
      item.now,
      item.events.length,
    ];
    row.forEach((value, column) => items[column].push(value));
    item.events.forEach((event, k) => {
      const columns = [
        number,
        k + 1,
        event.type,
        event.schema,
        event.occurredAt,
        data[k],
        meta[k],
        bytes(hashes[i][k]),
      ];
      columns.forEach((value, column) => events[column].push(value));
    });
    for (const { ref, subject, generation, kind, ciphertext } of item.sealed ?? []) {
      [number, ref, subject, generation, kind, ciphertext].forEach((value, column) => sealed[column].push(value));
    }
  });
  return {
    query: { name: 'log.append', text: CALL, values: [...items, ...events, ...sealed], types: sqlTypes },
    hashes,
  };
}

const bytes = (hex: string | null): string | null => hex && `\\x${hex}`;
