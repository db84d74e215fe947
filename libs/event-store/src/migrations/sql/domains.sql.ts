/**
 * The conditions of the events' columns, as domains that log.append casts to. As checks of the table they were read anew from the catalogue and
 * compiled by every insert: a tenth of the time of a call with 16 events.
 */
const DOMAINS = [
  ['stream', 'text', 'event_stream_has_1_to_200_characters', 'length(value) between 1 and 200'],
  ['version', 'integer', 'event_version_counts_from_one', 'value >= 1'],
  ['event_type', 'text', 'event_type_has_1_to_100_characters', 'length(value) between 1 and 100'],
  ['event_schema', 'smallint', 'event_schema_counts_from_one', 'value >= 1'],
  ['slot', 'smallint', 'event_slot_is_in_range', 'value between 0 and 11'],
  ['event_data', 'jsonb', 'event_data_is_an_object', "jsonb_typeof(value) = 'object'"],
  ['event_meta', 'jsonb', 'event_meta_is_an_object', "jsonb_typeof(value) = 'object'"],
  ['event_hash', 'bytea', 'event_hash_has_32_bytes', 'octet_length(value) = 32'],
];

/** Makes the domains and takes the checks off the table, whose names they go on with. */
export const eventDomains = [
  ...DOMAINS.map(
    ([name, type, constraint, check]) =>
      `create domain log.${name} as ${type} constraint ${constraint} check (${check})`,
  ),
  `alter table log.event ${DOMAINS.map(([, , constraint]) => `drop constraint ${constraint}`).join(', ')}`,
].join(';\n');
