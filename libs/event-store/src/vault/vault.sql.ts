/** $1 refs. The sealed text, and the subject's key as it is now. */
export const OPEN = `
select s.ref, s.subject, s.generation, s.kind, s.ciphertext, k.generation as current, k.wrapped_key
  from log.sealed s join log.subject k on k.id = s.subject
 where s.ref = any ($1::uuid[])`;

/** What goes with a subject ($1): its own key, and those of the messages that are about it. */
const ITS_OWN = `select id from log.subject where id = $1 or (about <> '{}' and about @> array[$1])`;

/** $1 subject, $2 the present, $3 who asks for it. One row for each key that there was; locked in one order, so that two who forget never wait in a circle. */
export const FORGET = `
with its_own as (${ITS_OWN} order by id for update),
gone as (
  update log.subject s set wrapped_key = null, generation = s.generation + 1 from its_own o
   where s.id = o.id and s.wrapped_key is not null
  returning s.id as subject, s.generation - 1 as generation)
insert into log.forgotten (subject, generation, forgotten_at, forgotten_by) select subject, generation, $2, $3 from gone
returning subject, generation, forgotten_at, forgotten_by`;

/** $1 subject. The last time that something of it was forgotten: the keys that went then. */
export const FORGOTTEN = `
select subject, generation, forgotten_at, forgotten_by from (
  select f.*, max(forgotten_at) over () as last from log.forgotten f where f.subject in (${ITS_OWN})) f
where forgotten_at = last`;

/** $1 subjects, $2 generations. How many texts of each kind went with those keys. */
export const TEXTS = `
select t.kind, count(*)::int as texts from log.sealed t
  join unnest($1::text[], $2::integer[]) as g (subject, generation) using (subject, generation) group by t.kind order by t.kind`;

/** $1 refs, $2 subjects, $3 generations, $4 kinds, $5 ciphertexts, $6 the present. */
export const STORE = `
insert into log.sealed (ref, subject, generation, kind, ciphertext, recorded_at)
select s.*, $6::timestamptz from unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::bytea[]) as s
on conflict (ref) do nothing`;

/**
 * A message that is laid aside: $1 ref, $2 subject, $3 generation, $4 kind, $5 ciphertext, $6 the present, $7 whom it names, $8 its dossier, whose
 * applicants, as its events say, it is about, too.
 */
export const LAY_ASIDE = `
with about as (
  update log.subject set about = coalesce((
    select array_agg(distinct person order by person) from (
      select unnest(about || $7::text[]) union all
      select data ->> 'applicant' from log.event where stream = $8 and data ->> 'applicant' is not null) n (person)), '{}')
   where id = $2)
insert into log.sealed (ref, subject, generation, kind, ciphertext, recorded_at) values ($1, $2, $3, $4, $5, $6)
on conflict (ref) do nothing`;
