import { EVENT_COLUMNS } from './event-row.js';

/** $1 streams. Ordered by stream and version. */
export const READ_STREAMS = `
select ${EVENT_COLUMNS} from log.event e where e.stream = any ($1::text[]) order by e.stream, e.version`;

/**
 * $1 the stream before the first, $2 how many events, $3 last position. Ordered by stream and version, through their index. A page of its own
 * statement: no snapshot is held while what was read is worked on.
 */
export const READ_AFTER_STREAM = `
select ${EVENT_COLUMNS} from log.event e where e.stream > $1 and e.position <= $3 and ($4::text is null or starts_with(e.stream, $4))
 order by e.stream, e.version limit $2`;

/** $1 stream. Its last event. */
export const LAST_OF = `
select version, encode(hash, 'hex') as hash from log.event where stream = $1 order by version desc limit 1`;

/** $1 last position known, $2 how many positions to look at. One row of head and the events, in one snapshot. */
export const READ_FROM = `
select ${EVENT_COLUMNS} from log.event e where e.position > $1 and e.position <= $1::bigint + $2::bigint order by e.position`;

/** The same of some slots, $3. Positions have no gaps, so the range bounds the work. */
export const READ_SLOTS_FROM = `
select ${EVENT_COLUMNS} from log.event e
 where e.position > $1 and e.position <= $1::bigint + $2::bigint and e.slot = any ($3::smallint[]) order by e.position`;

/** $1 positions. One by one: of ranges that come as rows the planner knows nothing, and reads the whole log to join a few. */
export const READ_AT = `
select ${EVENT_COLUMNS} from log.event e where e.position = any ($1::bigint[]) order by e.position`;

export const HEAD = `select e.position, e.recorded_at from log.event e order by e.position desc limit 1`;

/** $1 command, as log.answer or as the event that carries it knows it. */
export const LOOKUP = `
select replace(a.body::text, '-', '') as body, a.recorded_at, a.first_position, a.events, a.answer
  from log.answer a where a.command = $1::uuid
union all
select replace(c.body::text, '-', ''), c.recorded_at, c.position, c.command_events, 'null'
  from log.event c where c.command = $1::uuid`;

/** $1 latest recorded at, $2 last position; null = no bound. */
export const ALL_BY_STREAM = `
select ${EVENT_COLUMNS} from log.event e
 where ($1::timestamptz is null or e.recorded_at <= $1) and ($2::bigint is null or e.position <= $2)
   and ($3::text is null or starts_with(e.stream, $3))
 order by e.stream, e.version`;
