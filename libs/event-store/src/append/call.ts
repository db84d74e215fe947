import type { QueryConfig } from 'pg';
import type { Instant } from '#domain';
import { byteaArray, plainArray, sqlTypes, textArray } from '#platform';
import { hashText } from '../hash/event-hash.js';
import type { AppendItem, Json } from '../types.js';
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

/** The events of a group by column, in one walk. */
function eventColumns(group: Prepared[]) {
  const columns = {
    item: [] as number[],
    number: [] as number[],
    type: [] as string[],
    schema: [] as number[],
    occurredAt: [] as string[],
    data: [] as string[],
    meta: [] as string[],
  };
  group.forEach(({ item, data, meta }, i) => {
    item.events.forEach((event, k) => {
      columns.item.push(i + 1);
      columns.number.push(k + 1);
      columns.type.push(event.type);
      columns.schema.push(event.schema);
      columns.occurredAt.push(event.occurredAt);
      columns.data.push(data[k]);
      columns.meta.push(meta[k]);
    });
  });
  return columns;
}

/** The sealed texts of a group by column; nulls where there are none, which cost nothing to read. */
function sealedColumns(items: AppendItem[]): (string | null)[] {
  const sealed = items.flatMap((item, i) => (item.sealed ?? []).map((row) => ({ row, item: i + 1 })));
  if (sealed.length === 0) return [null, null, null, null, null, null];
  return [
    plainArray(sealed.map(({ item }) => item)),
    textArray(sealed.map(({ row }) => row.ref)),
    textArray(sealed.map(({ row }) => row.subject)),
    plainArray(sealed.map(({ row }) => row.generation)),
    textArray(sealed.map(({ row }) => row.kind)),
    byteaArray(sealed.map(({ row }) => row.ciphertext.toString('hex'))),
  ];
}

/**
 * The statement that stores a group.
 * @param previous the hash at an item's expected version, null where there is none
 */
export function callFor(group: Prepared[], previous: (prepared: Prepared) => string | null): Call {
  const before = group.map(previous);
  const hashes = group.map((prepared, i) => chain(prepared, before[i]));
  const items = group.map(({ item }) => item);
  const events = eventColumns(group);
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

    plainArray(events.item),
    plainArray(events.number),
    textArray(events.type),
    plainArray(events.schema),
    plainArray(events.occurredAt),
    `[${events.data.join(',')}]`,
    `[${events.meta.join(',')}]`,
    byteaArray(hashes.flat()),

    ...sealedColumns(items),
  ];
  return { query: { name: 'log.append', text: CALL, values, types: sqlTypes }, hashes };
}
