/** One row per dossier: how far it is folded, and what lists show and sort by. Its facts stand in the log. */
export const dossierTable = `
create table read.dossier (
  generation     integer     not null,
  code           text        not null collate "C",
  position       bigint      not null,
  version        integer     not null,
  slot           smallint    not null,
  hash           bytea       not null,
  unit           integer,
  receiving_unit integer,
  scope          integer,
  phase          text        not null,
  late           boolean     not null,
  channel        text,
  submitted_at   timestamptz,
  received_at    timestamptz,
  due_at         timestamptz,
  first_due_at   timestamptz,
  waiting_since  timestamptz,
  overdue_since  timestamptz,
  apology_at     timestamptz,
  ended_at       timestamptz,
  returned_at    timestamptz,
  holder         text,
  source         text
) partition by list (generation);
comment on column read.dossier.position is 'position of its last event that was folded';
comment on column read.dossier.version is 'version of its last event that was folded: an event up to it is a duplicate';
comment on column read.dossier.hash is 'hash of that event';
comment on column read.dossier.source is 'who sent its first event';
create index dossier_by_due on read.dossier (due_at, code) where phase = 'open';
`;

/** What the clock looks for beside due instants, and of what a dossier is a stage. */
export const dossierOfRounds = `
alter table read.dossier
  add column parent     text,
  add column incomplete boolean not null default false;
comment on column read.dossier.parent is 'the dossier of which it is a stage: it is counted there';
comment on column read.dossier.overdue_since is 'since when its latest round is overdue, also when it has ended meanwhile';
comment on column read.dossier.incomplete is 'recorded before its events said all that its figures ask: the clock has it said';
create index dossier_open_of_unit on read.dossier (unit, code) where phase in ('open', 'waiting');
create index dossier_incomplete on read.dossier (code) where incomplete;
`;

/** A list of its own, which ended dossiers stay in: what is owed is owed. */
export const apologyOwed = `
alter table read.dossier add column apology_owed_due timestamptz;
comment on column read.dossier.apology_owed_due is 'due instant of its latest round, if that became overdue and got no apology; null: none is owed';
create index dossier_owed on read.dossier (apology_owed_due, code) where apology_owed_due is not null;
`;
