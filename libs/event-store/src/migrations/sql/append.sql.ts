// The columns' conditions stand in the domains (see domains.sql.ts).
const insertEvents = `
  insert into log.event (position, stream, version, type, schema, occurred_at, recorded_at, slot, data, meta, hash, command, body, command_events)
  select v_first[e.item] + e.number - 1, p_stream[e.item]::log.stream, (p_expected[e.item] + e.number)::log.version, e.type::log.event_type,
         e.schema::log.event_schema, e.occurred_at, v_recorded[e.item], p_slot[e.item]::log.slot, e.data::log.event_data,
         e.meta::log.event_meta, e.hash::log.event_hash,
         case when e.number = 1 and not p_keep[e.item] then p_command[e.item] end,
         case when e.number = 1 and not p_keep[e.item] then p_body[e.item] end,
         case when e.number = 1 and not p_keep[e.item] then p_events[e.item] end
    from rows from (unnest(e_item, e_number, e_type, e_schema, e_occurred_at, e_hash), json_array_elements(e_data), json_array_elements(e_meta))
           as e (item, number, type, schema, occurred_at, hash, data, meta)
   where v_verdict[e.item] = 'appended'`;

/**
 * Many commands' outcomes in one statement, each whole or nothing with a verdict of its own (architecture 2, 3).
 *
 * Must run as ONE autocommit statement in READ COMMITTED: then each statement in here sees everything that was committed before the lock was
 * granted, and the lock is held no longer than this call, whatever becomes of the client. Arguments are parsed before the lock is taken.
 *
 * p_…  one entry per item:  command, body (fingerprints), keep, answer, stream, expected version (null = not asked), hash at that version,
 *                           slot, the caller's clock, number of events
 * e_…  one entry per event: item (from 1), number in the item (from 1), type, schema, occurred at, data, meta, hash
 * s_…  one entry per sealed text: item, ref, subject, generation, kind, ciphertext
 *
 * One row per item, in their order:
 *   appended    version = the stream's after it, first_position (null without events), recorded_at
 *   conflict    version = the stream's
 *   predecessor the version is right and the hash is not: the caller knows another history of the stream
 *   repeated    first_position, events, recorded_at, answer of the first time
 *   key-reused  the command came before with another body
 * A fault in the data of one item fails the whole call: the caller splits the group. Two items of one call may not share a stream or a
 * command: that too is a fault (a unique constraint).
 */
export const appendFunction = `
create or replace function log.append(
  p_command uuid[], p_body uuid[], p_keep boolean[], p_answer json[], p_stream text[], p_expected integer[], p_previous bytea[],
  p_slot smallint[], p_now timestamptz[], p_events integer[],
  e_item integer[], e_number integer[], e_type text[], e_schema smallint[], e_occurred_at timestamptz[], e_data json, e_meta json,
  e_hash bytea[],
  s_item integer[], s_ref uuid[], s_subject text[], s_generation integer[], s_kind text[], s_ciphertext bytea[]
) returns table (verdict text, version integer, first_position bigint, events integer, recorded_at timestamptz, answer json)
language plpgsql volatile security definer
set search_path = log, pg_temp
-- The plan is kept for the session's life: it must be the one for a long log, even if it was made on an empty one. So: no scan of a whole table,
-- and look-ups as "lateral … limit 1", which can only be done item by item through an index (a hash join read the whole index: 16 ms a call).
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_last     bigint;
  v_latest   timestamptz;
  v_verdict  text[];
  v_version  integer[];
  v_first    bigint[];
  v_recorded timestamptz[];
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'log.append needs READ COMMITTED' using errcode = 'invalid_transaction_state';
  end if;
  perform pg_advisory_xact_lock(7301100);

  select e.position, e.recorded_at into v_last, v_latest from log.event e order by e.position desc limit 1;

  select array_agg(j.verdict order by j.item),
         array_agg(case when j.verdict = 'appended' then j.version + j.events else j.version end order by j.item),
         array_agg(case when j.verdict = 'appended' then coalesce(v_last, 0) + j.up_to - j.events + 1 end order by j.item),
         array_agg(greatest(v_latest, j.latest) order by j.item)
    into v_verdict, v_version, v_first, v_recorded
    from (
      select i.*, sum(i.events) filter (where i.verdict = 'appended') over (order by i.item) as up_to, max(i.now) over (order by i.item) as latest
        from (
          select k.item, k.events, k.now, coalesce(h.version, 0) as version,
                 case when a.body is not null then case when a.body = k.body then 'repeated' else 'key-reused' end
                      when c.body is not null then case when c.body = k.body then 'repeated' else 'key-reused' end
                      when k.expected is null then 'appended'
                      when k.expected <> coalesce(h.version, 0) then 'conflict'
                      when k.previous is distinct from h.hash then 'predecessor'
                      else 'appended' end as verdict
            from unnest(p_command, p_body, p_stream, p_expected, p_previous, p_now, p_events) with ordinality
                   as k (command, body, stream, expected, previous, now, events, item)
            left join lateral (select a.body from log.answer a where a.command = k.command limit 1) a on true
            left join lateral (select c.body from log.event c where c.command = k.command limit 1) c on true
            left join lateral (select e.version, e.hash from log.event e where e.stream = k.stream order by e.version desc limit 1) h on true
        ) i
    ) j;

  if true = any (p_keep) then
    -- One statement for both tables: what starting a statement costs is paid once.
    with e as (
      ${insertEvents}
    )
    insert into log.answer (command, body, recorded_at, first_position, events, answer)
    select k.command, k.body, v_recorded[k.item], case when k.events > 0 then v_first[k.item] end, k.events, coalesce(k.answer, 'null')
      from unnest(p_command, p_body, p_keep, p_answer, p_events) with ordinality as k (command, body, keep, answer, events, item)
     where k.keep and v_verdict[k.item] = 'appended';
  else
    ${insertEvents};
  end if;
  if 'appended' = any (v_verdict) and 0 < any (p_events) then
    perform pg_notify('log_event', '');
  end if;

  if cardinality(s_item) > 0 then
    insert into log.sealed (ref, subject, generation, kind, recorded_at, ciphertext)
    select s.ref, s.subject, s.generation, s.kind, v_recorded[s.item], s.ciphertext
      from unnest(s_item, s_ref, s_subject, s_generation, s_kind, s_ciphertext) as s (item, ref, subject, generation, kind, ciphertext)
     where v_verdict[s.item] = 'appended'
    -- a text that is compared has one reference, whenever it is said: what was sealed last opens, also after its subject was forgotten in between
    on conflict (ref) do update set subject = excluded.subject, generation = excluded.generation, kind = excluded.kind,
      recorded_at = excluded.recorded_at, ciphertext = excluded.ciphertext;
  end if;

  if v_verdict && array['repeated'] then
    return query
      select v.verdict, v.version,
             coalesce(a.first_position, c.position, v.first),
             coalesce(a.events, c.command_events, k.events),
             coalesce(a.recorded_at, c.recorded_at, v.recorded), a.answer
        from unnest(v_verdict, v_version, v_first, v_recorded) with ordinality as v (verdict, version, first, recorded, item)
        join unnest(p_command, p_events) with ordinality as k (command, events, item) on k.item = v.item
        left join lateral (select a.* from log.answer a where a.command = k.command and v.verdict = 'repeated' limit 1) a on true
        left join lateral (select c.* from log.event c where c.command = k.command and v.verdict = 'repeated' limit 1) c on true
       order by v.item;
  else
    return query
      select v.verdict, v.version, v.first, v.events, v.recorded, null::json
        from unnest(v_verdict, v_version, v_first, p_events, v_recorded) as v (verdict, version, first, events, recorded);
  end if;
end $$;
`;
