/** What could not be folded, and the dossiers that wait because of it. No value of a message stands here in clear (architecture 10). */
export const deadLetterTables = `
create table ops.dead_letter (
  id         bigint      generated always as identity constraint dead_letter_id_is_taken primary key,
  reason     text        not null,
  detail     text        not null,
  origin     text        not null,
  topic      text,
  partition  integer,
  "offset"   bigint,
  key        text,
  headers    jsonb,
  sealed_ref uuid,
  stream     text collate "C",
  version    integer,
  position   bigint,
  times      integer     not null default 1,
  first_at   timestamptz not null,
  last_at    timestamptz not null,
  state      text        not null default 'open' constraint dead_letter_state_is_known check (state in ('open', 'retried', 'discarded')),
  closed_at  timestamptz,
  why        text,
  constraint dead_letter_once unique (origin)
);
comment on column ops.dead_letter.origin is 'what makes the same failure recognisable: place and digest of the message, or the position in the log';
comment on column ops.dead_letter.sealed_ref is 'key, headers and value of the message as they came, encrypted (log.sealed)';
comment on column ops.dead_letter.stream is 'the dossier that it concerns, where the log says so';
create index dead_letter_open on ops.dead_letter (id) where state = 'open';

create table ops.parked (
  generation  integer     not null references read.generation (id) on delete cascade,
  code        text        not null collate "C",
  slot        smallint    not null,
  version     integer     not null,
  dead_letter bigint      not null references ops.dead_letter (id),
  since       timestamptz not null,
  constraint parked_is_taken primary key (generation, code)
);
comment on table  ops.parked is 'Dossiers whose events are not folded until they are mended: the log has them';
comment on column ops.parked.version is 'the first version that is not folded';
`;
