/**
 * Every change of reference data: when, who, by which file or command, which row, before and after. Append-only by the
 * trigger that guards the log. It stands in the application's own schema, which may be dropped: a start on a database
 * without the table is refused.
 */
export const changeTable = `
create table ref.change (
  id     bigint      generated always as identity primary key,
  at     timestamptz not null default clock_timestamp(),
  who    text        not null,
  source text        not null,
  sha256 text        constraint change_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
  what   text        not null,
  key    text        not null,
  before jsonb,
  after  jsonb,
  constraint change_of_something check (before is distinct from after)
);
create index change_what_key on ref.change (what, key);
create trigger change_is_append_only before update or delete or truncate on ref.change
  for each statement execute function log.refuse_change();
`;

/**
 * Written by the database in the transaction of the change, whoever makes it. Who and by what is said for a transaction
 * with the settings ref.by, ref.source and ref.sha256 (`saidBy`); where nobody says it, it is the role that logged in, by SQL.
 */
export const recordChange = `
create function ref.record_change() returns trigger language plpgsql security definer
  set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
declare
  was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  becomes jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
begin
  if was is not distinct from becomes then return null; end if;
  insert into ref.change (who, source, sha256, what, key, before, after) values (
    coalesce(nullif(current_setting('ref.by', true), ''), session_user),
    coalesce(nullif(current_setting('ref.source', true), ''), 'SQL'),
    nullif(current_setting('ref.sha256', true), ''),
    tg_table_name,
    (select string_agg(coalesce(becomes, was) ->> name, '|' order by nth) from unnest(tg_argv) with ordinality as part (name, nth)),
    was, becomes);
  return null;
end $$;

create function ref.refuse_truncate() returns trigger language plpgsql as $$
begin
  raise exception '%.%: delete the rows, so that each is recorded', tg_table_schema, tg_table_name
    using errcode = 'integrity_constraint_violation';
end $$;
`;

/** From now on every change of a table of the schema ref is recorded. @param key the columns of its primary key */
export const recordChangesOf = (table: string, ...key: string[]): string => `
create trigger ${table}_is_recorded after insert or update or delete on ref.${table}
  for each row execute function ref.record_change(${key.map((column) => `'${column}'`).join(', ')});
create trigger ${table}_is_not_truncated before truncate on ref.${table}
  for each statement execute function ref.refuse_truncate();
`;

/** Says for the rest of a transaction who changes reference data, and by what. $1: who, $2: file or command, $3: its SHA-256. */
export const saidBy = `
select set_config('ref.by', $1, true), set_config('ref.source', $2, true), set_config('ref.sha256', $3, true)`;
