/** Seals; a copy kept elsewhere shows a cut or rewritten log (architecture 4). */
export const sealTable = `
create table log.seal (
  position    bigint      not null constraint seal_position_is_taken primary key,
  recorded_at timestamptz not null,
  digest      bytea       not null constraint seal_digest_has_32_bytes check (octet_length(digest) = 32),
  sealed_at   timestamptz not null
);
comment on column log.seal.recorded_at is 'of the event at this position';
comment on column log.seal.digest is 'folded from position 1: SHA-256 over the digest before and "position recorded-at hash"';
`;
