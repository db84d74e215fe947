/** $1 refs. The sealed text, and the subject's key as it is now. */
export const OPEN = `
select s.ref, s.subject, s.generation, s.kind, s.ciphertext, k.generation as current, k.wrapped_key
  from log.sealed s join log.subject k on k.id = s.subject
 where s.ref = any ($1::uuid[])`;

/** $1 subject, $2 the present. */
export const FORGET = `
update log.subject set wrapped_key = null, generation = generation + 1, forgotten_at = $2
 where id = $1 and wrapped_key is not null`;

/** $1 refs, $2 subjects, $3 generations, $4 kinds, $5 ciphertexts, $6 the present. */
export const STORE = `
insert into log.sealed (ref, subject, generation, kind, ciphertext, recorded_at)
select s.*, $6::timestamptz from unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::bytea[]) as s
on conflict (ref) do nothing`;
