/**
 * Columns of jsonb become json, which keeps the text as it came: nothing in the database looks into them, and jsonb was taken apart at every append
 * and put together at every read. Rewrites the tables. What stood there stays as jsonb wrote it: its canonical text, and so its hash, is the same.
 * `log.append` with jsonb among its parameters would stay beside the one with json.
 */
export const textColumns = `
drop function if exists log.append(
  uuid[], uuid[], boolean[], jsonb[], text[], integer[], bytea[], smallint[], timestamptz[], integer[],
  integer[], integer[], text[], smallint[], timestamptz[], jsonb, jsonb, bytea[],
  integer[], uuid[], text[], integer[], text[], bytea[]);
drop domain log.event_data;
drop domain log.event_meta;
create domain log.event_data as json constraint event_data_is_an_object check (json_typeof(value) = 'object');
create domain log.event_meta as json constraint event_meta_is_an_object check (json_typeof(value) = 'object');
alter table log.event alter column data type json using data::json, alter column meta type json using meta::json;
alter table log.answer alter column answer type json using answer::json;
`;
