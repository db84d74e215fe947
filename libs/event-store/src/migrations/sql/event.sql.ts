/** The log. Widths first, so that no row is padded. */
export const eventTable = `
create table log.event (
  position       bigint      not null constraint event_position_is_taken primary key,
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null,
  version        integer     not null constraint event_version_counts_from_one check (version >= 1),
  schema         smallint    not null constraint event_schema_counts_from_one check (schema >= 1),
  slot           smallint    not null constraint event_slot_is_in_range check (slot between 0 and 11),
  stream         text        not null constraint event_stream_has_1_to_200_characters check (length(stream) between 1 and 200),
  type           text        not null constraint event_type_has_1_to_100_characters check (length(type) between 1 and 100),
  data           jsonb       not null constraint event_data_is_an_object check (jsonb_typeof(data) = 'object'),
  meta           jsonb       not null constraint event_meta_is_an_object check (jsonb_typeof(meta) = 'object'),
  hash           bytea       not null constraint event_hash_has_32_bytes check (octet_length(hash) = 32),
  -- Only on the first event of a command whose answer is not kept: what recognises the command when it comes again.
  command        uuid,
  body           uuid,
  command_events smallint,
  constraint event_version_is_taken unique (stream, version)
);
create unique index event_command_is_taken on log.event (command) where command is not null;

comment on table  log.event is 'Every fact, in the order of commit. Append-only: written by log.append alone.';
comment on column log.event.position is '1, 2, 3 … without a gap; the order of commit';
comment on column log.event.occurred_at is 'when it happened, as the counter says';
comment on column log.event.recorded_at is 'greatest(clock, last recorded_at): never goes backwards along the positions';
comment on column log.event.slot is 'murmur2(stream) mod 12: partition of the topic';
comment on column log.event.hash is 'SHA-256 over the canonical bytes (RFC 8785) and the hash of the predecessor in the stream';
comment on column log.event.command is 'fingerprint of (caller, command id)';
comment on column log.event.body is 'fingerprint of the command''s body';
comment on column log.event.command_events is 'how many events the command stored, this one included';
`;
