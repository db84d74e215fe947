/** $1 refs. The sealed text, and the subject's key as it is now. */
export const OPEN = `
select s.ref, s.subject, s.generation, s.kind, s.ciphertext, k.generation as current, k.wrapped_key
  from log.sealed s join log.subject k on k.id = s.subject
 where s.ref = any ($1::uuid[])`;

/** $1 subject, $2 the present, $3 who asks for it. One row where there was a key. */
export const FORGET = `
with gone as (
  update log.subject set wrapped_key = null, generation = generation + 1
   where id = $1 and wrapped_key is not null
  returning generation - 1 as generation)
insert into log.forgotten (subject, generation, forgotten_at, forgotten_by) select $1, generation, $2, $3 from gone`;

/** $1 subject. The last time that it was forgotten, with how many texts of each kind went with that key. */
export const FORGOTTEN = `
select f.forgotten_at, f.forgotten_by,
       (select coalesce(json_object_agg(kind, texts order by kind), '{}') from (
          select t.kind, count(*) as texts from log.sealed t
           where t.subject = f.subject and t.generation = f.generation group by t.kind) n) as texts
  from log.forgotten f where f.subject = $1 order by f.generation desc limit 1`;

/** $1 refs, $2 subjects, $3 generations, $4 kinds, $5 ciphertexts, $6 the present. */
export const STORE = `
insert into log.sealed (ref, subject, generation, kind, ciphertext, recorded_at)
select s.*, $6::timestamptz from unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::bytea[]) as s
on conflict (ref) do nothing`;
