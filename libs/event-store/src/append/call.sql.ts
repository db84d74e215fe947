/** log.append, see migrations/sql/append.sql.ts for its parameters. */
export const CALL = `
select * from log.append(
  $1::uuid[], $2::uuid[], $3::boolean[], $4::json[], $5::text[], $6::integer[], $7::bytea[], $8::smallint[], $9::timestamptz[], $10::integer[],
  $11::integer[], $12::integer[], $13::text[], $14::smallint[], $15::timestamptz[], $16::json, $17::json, $18::bytea[],
  $19::integer[], $20::uuid[], $21::text[], $22::integer[], $23::text[], $24::bytea[])`;

/** Hashes of (stream, version) pairs. $1 streams, $2 versions. "lateral … limit 1": one look-up each, whatever the planner knows. */
export const HASHES = `
select k.stream, encode(h.hash, 'hex') as hash
  from unnest($1::text[], $2::integer[]) as k (stream, version)
  cross join lateral (select e.hash from log.event e where e.stream = k.stream and e.version = k.version limit 1) h`;
