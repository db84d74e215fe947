/** Personal data and free text, encrypted with a key per subject (architecture 10). */
export const vaultTables = `
create table log.subject (
  id           text        not null constraint subject_is_taken primary key,
  generation   integer     not null default 1,
  wrapped_key  bytea       constraint subject_key_has_60_bytes check (octet_length(wrapped_key) = 60),
  forgotten_at timestamptz
);
comment on table  log.subject is 'One data key per subject, encrypted by the master key. Forgetting deletes the key.';
comment on column log.subject.generation is 'which key of this subject; raised each time it is forgotten';
comment on column log.subject.wrapped_key is 'AES-256-GCM: nonce, data key, tag; null = forgotten';

create table log.sealed (
  ref         uuid        not null constraint sealed_ref_is_taken primary key,
  subject     text        not null constraint sealed_subject_is_known references log.subject (id),
  generation  integer     not null,
  kind        text        not null constraint sealed_kind_has_1_to_50_characters check (length(kind) between 1 and 50),
  recorded_at timestamptz not null,
  ciphertext  bytea       not null
);
comment on table  log.sealed is 'Texts that events refer to by ref, encrypted by their subject''s key';
comment on column log.sealed.kind is 'applicant, reason, note, raw-message';
`;

/** A text sealed with a key that has since been forgotten would be lost in silence: refuse it, so that it is sealed anew. */
export const sealedKeyIsCurrent = `
create function log.sealed_key_is_current() returns trigger language plpgsql as $$
begin
  if exists (select from log.subject s where s.id = new.subject and (s.generation <> new.generation or s.wrapped_key is null)) then
    raise exception 'the key of the subject was forgotten after the text had been sealed'
      using errcode = 'check_violation', constraint = 'sealed_key_is_current';
  end if;
  return new;
end $$;
create trigger sealed_key_is_current before insert on log.sealed
  for each row execute function log.sealed_key_is_current();
`;
