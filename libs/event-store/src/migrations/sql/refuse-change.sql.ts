/** Whoever the user is, what is written stays (architecture 4). Only the owner of the table or a superuser can take the triggers off. */
export const refuseChange = `
create function log.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '%.% is append-only: % is refused', tg_table_schema, tg_table_name, tg_op
    using errcode = 'integrity_constraint_violation', constraint = tg_table_name || '_is_append_only';
end $$;
`;

/** Statement triggers: they cost nothing on insert, and refuse also a change that would hit no row. */
export const appendOnly = (table: string): string => `
create trigger ${table}_is_append_only before update or delete or truncate on log.${table}
  for each statement execute function log.refuse_change();
`;
