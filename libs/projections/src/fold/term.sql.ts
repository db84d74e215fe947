/** Units and scopes are long texts that stand in every row of the figures: here each gets a number. */
export const termTables = `
create table read.unit (
  id  integer generated always as identity constraint unit_id_is_taken primary key,
  key text not null collate "C" constraint unit_key_is_taken unique
);
comment on table read.unit is 'Units of which there are figures: number → key (code@valid-from)';

create table read.scope (
  id        integer generated always as identity constraint scope_id_is_taken primary key,
  procedure text collate "C",
  field     text collate "C",
  constraint scope_is_taken unique nulls not distinct (procedure, field),
  constraint scope_of_a_procedure_names_its_field check (procedure is null or field is not null)
);
comment on table read.scope is 'What a figure is about: a procedure (in a field), a whole field (no procedure), or everything (neither)';
insert into read.scope (id, procedure, field) overriding system value values (0, null, null);
`;

/** $1 keys → those that are new get a number. */
export const ADD_UNITS = `insert into read.unit (key) select unnest($1::text[]) on conflict do nothing`;
export const FIND_UNITS = `select id, key from read.unit where key = any($1::text[])`;

/** $1 procedures, $2 fields, pair by pair. */
export const ADD_SCOPES = `
insert into read.scope (procedure, field) select * from unnest($1::text[], $2::text[]) on conflict do nothing`;
export const FIND_SCOPES = `
select s.id, s.procedure, s.field
from unnest($1::text[], $2::text[]) as wanted (procedure, field)
join read.scope s on s.procedure is not distinct from wanted.procedure and s.field is not distinct from wanted.field`;
