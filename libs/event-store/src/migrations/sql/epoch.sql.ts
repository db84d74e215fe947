/**
 * The log's epoch: a uuid that changes when the log may have gone back in time (architecture 5). A restored dump has other object ids or another
 * system identifier, point-in-time recovery and failover another time line, a copy of the database another database id: whoever asks
 * first afterwards begins a new epoch.
 */
export const epochTable = `
create table log.epoch (
  number      integer     generated always as identity constraint epoch_number_is_taken primary key,
  epoch       uuid        not null default gen_random_uuid() constraint epoch_is_taken unique,
  fingerprint text        not null,
  begun_at    timestamptz not null default clock_timestamp()
);
comment on column log.epoch.fingerprint is 'which life of which server, database and table';
`;

export const epochFunction = `
create function log.current_epoch() returns uuid language plpgsql volatile security definer set search_path = log, pg_temp as $$
declare
  v_fingerprint text := format('%s/%s/%s/%s',
    (select system_identifier from pg_control_system()),
    (select timeline_id from pg_control_checkpoint()),
    (select oid from pg_database where datname = current_database()),
    'log.event'::regclass::oid);
  v_epoch uuid;
begin
  select e.epoch into v_epoch from log.epoch e
    where e.number = (select max(number) from log.epoch) and e.fingerprint = v_fingerprint;
  if found then return v_epoch; end if;

  perform pg_advisory_xact_lock(7301101);
  select e.epoch into v_epoch from log.epoch e
    where e.number = (select max(number) from log.epoch) and e.fingerprint = v_fingerprint;
  if not found then
    insert into log.epoch (fingerprint) values (v_fingerprint) returning epoch into v_epoch;
  end if;
  return v_epoch;
end $$;
`;
