import type { QueryConfig } from 'pg';
import type { Instant } from '#domain';
import { sqlTypes } from '#platform';
import { hashText } from '../hash/event-hash.js';
import type { Json } from '../types.js';
import { byteaArray, plainArray, textArray } from './array-literal.js';
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
  const items = group.map(({ item }) => item);
  const events = items.flatMap((item, i) => item.events.map((event, k) => ({ event, item: i + 1, number: k + 1 })));
  const sealed = items.flatMap((item, i) => (item.sealed ?? []).map((row) => ({ row, item: i + 1 })));
  const values = [
    plainArray(group.map(({ command }) => command)),
    plainArray(group.map(({ body }) => body)),
    plainArray(group.map(({ keep }) => keep)),
    textArray(group.map(({ answer }) => answer)),
    textArray(items.map(({ stream }) => stream)),
    plainArray(items.map(({ expectedVersion }) => expectedVersion)),
    byteaArray(before),
    plainArray(group.map(({ slot }) => slot)),
    plainArray(items.map(({ now }) => now)),
    plainArray(items.map((item) => item.events.length)),

    plainArray(events.map(({ item }) => item)),
    plainArray(events.map(({ number }) => number)),
    textArray(events.map(({ event }) => event.type)),
    plainArray(events.map(({ event }) => event.schema)),
    plainArray(events.map(({ event }) => event.occurredAt)),
    `[${group
      .map(({ data }) => data.join(','))
      .filter(Boolean)
      .join(',')}]`,
    `[${group
      .map(({ meta }) => meta.join(','))
      .filter(Boolean)
      .join(',')}]`,
    byteaArray(hashes.flat()),

    plainArray(sealed.map(({ item }) => item)),
    textArray(sealed.map(({ row }) => row.ref)),
    textArray(sealed.map(({ row }) => row.subject)),
    plainArray(sealed.map(({ row }) => row.generation)),
    textArray(sealed.map(({ row }) => row.kind)),
    byteaArray(sealed.map(({ row }) => row.ciphertext.toString('hex'))),
  ];
  return { query: { name: 'log.append', text: CALL, values, types: sqlTypes }, hashes };
}
