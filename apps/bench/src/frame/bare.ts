import type pg from 'pg';
import type { AppendItem } from '#event-store';

/**
 * What a bare bulk insert of the same rows would be: the log's table and indexes once more, without triggers, filled by one `insert … select
 * from unnest`; no lock, no look for duplicates or versions, no verdict, no hash (its bytes are there, all zero).
 */
export const BARE_TABLE = `create schema bare; create table bare.event (like log.event including all)`;

const INSERT = `
insert into bare.event (position, stream, version, type, schema, occurred_at, recorded_at, slot, data, meta, hash, command, body, command_events)
select * from unnest($1::bigint[], $2::text[], $3::integer[], $4::text[], $5::smallint[], $6::timestamptz[], $7::timestamptz[], $8::smallint[],
  $9::json[], $10::json[], $11::bytea[], $12::uuid[], $13::uuid[], $14::smallint[])`;

const list = (values: (string | number | null)[]): string => `{${values.map((each) => each ?? 'NULL').join(',')}}`;
const quoted = (values: string[]): string => `{${values.map((each) => JSON.stringify(each)).join(',')}}`;
const ZERO = `\\x${'00'.repeat(32)}`;

/** Inserts the items' events from position `first` on, in one statement, so one transaction. Arrays are written by hand, as the log does. */
export async function bareInsert(pool: pg.Pool, first: number, items: AppendItem[]): Promise<void> {
  const events = items.flatMap((item) => item.events.map((event, i) => ({ event, item, version: i + 1 })));
  const ofCommand = (value: (item: AppendItem) => string | number): string =>
    list(events.map(({ item, version }) => (version === 1 ? value(item) : null)));
  await pool.query({
    name: 'bare',
    text: INSERT,
    values: [
      list(events.map((_, i) => first + i)),
      quoted(items.flatMap((item) => item.events.map(() => item.stream))),
      list(events.map(({ version }) => version)),
      quoted(events.map(({ event }) => event.type)),
      list(events.map(({ event }) => event.schema)),
      list(events.map(({ event }) => event.occurredAt)),
      list(events.map(({ item }) => item.now)),
      list(events.map(() => 7)),
      quoted(events.map(({ event }) => JSON.stringify(event.data))),
      quoted(events.map(({ event }) => JSON.stringify(event.meta))),
      quoted(events.map(() => ZERO)),
      ofCommand((item) => item.idempotency!.commandId),
      ofCommand((item) => item.idempotency!.commandId),
      ofCommand((item) => item.events.length),
    ],
  });
}
