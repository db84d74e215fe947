/** Nobody logs in as this role. Later migrations of its tables begin with `set local role dossier_log_owner`, where `log` belongs to it. */
export const OWNER = 'dossier_log_owner';

/**
 * The application does not own what must not change (architecture 4): where this role may create roles, one that nobody logs in as owns the log.
 * Where it may not, or that role belongs to somebody else, the application owns the log and the triggers guard it alone.
 */
export const createOwner = `
do $do$
begin
  if not exists (select from pg_roles where rolname = '${OWNER}') then
    create role ${OWNER} nologin;
  end if;
  if not pg_has_role(current_user, '${OWNER}', 'set') then
    execute format('grant ${OWNER} to %I with inherit false, set true', current_user);
  end if;
exception when insufficient_privilege or duplicate_object or unique_violation then
  raise notice 'no owner role for the log (%): the triggers guard it alone', sqlerrm;
end $do$;
`;

/** Whether `createOwner` got it. */
export const hasOwner = `
select coalesce((select pg_has_role(current_user, oid, 'set') from pg_roles where rolname = '${OWNER}'), false) as owner, current_user as app
`;

/** Whom the log belongs to. */
export const logOwner = `select tableowner as owner from pg_tables where schemaname = 'log' and tablename = 'event'`;

/** What the application may do with what it does not own: read all of it, append, and add seals. Run as the owner. */
export const grantToApplication = (app: string): string => `
grant usage, create on schema log to "${app}";
grant select on log.event, log.answer, log.seal, log.epoch to "${app}";
grant insert on log.seal to "${app}";
`;

/** What log.append needs of the tables that the application owns. Run as the application. */
export const grantToOwner = `
grant select, insert, update on log.sealed to ${OWNER};
grant select on log.subject to ${OWNER};
`;
