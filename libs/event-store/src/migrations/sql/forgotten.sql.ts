/** Who had which subject forgotten, and when: one row a key that was deleted. Run as the owner of the log, then granted to the application. */
export const forgottenTable = `
create table log.forgotten (
  subject      text        not null,
  generation   integer     not null,
  forgotten_at timestamptz not null,
  forgotten_by text        constraint forgotten_by_has_1_to_100_characters check (length(forgotten_by) between 1 and 100),
  constraint forgotten_once primary key (subject, generation)
);
comment on table  log.forgotten is 'Subjects whose key was deleted: by whom and when';
comment on column log.forgotten.generation is 'which key of the subject';
comment on column log.forgotten.forgotten_by is 'null = before this was recorded';
insert into log.forgotten (subject, generation, forgotten_at)
select id, generation - 1, forgotten_at from log.subject where forgotten_at is not null;
`;

/** What the application may do with it. */
export const grantForgotten = (app: string): string => `grant select, insert on log.forgotten to "${app}"`;
