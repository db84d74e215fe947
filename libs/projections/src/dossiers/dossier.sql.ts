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

/** A list of its own, which ended dossiers stay in: what is owed is owed. */
export const apologyOwed = `
alter table read.dossier add column apology_owed_due timestamptz;
comment on column read.dossier.apology_owed_due is 'due instant of the first round that became overdue and got no apology; null: none is owed';
create index dossier_owed on read.dossier (apology_owed_due, code) where apology_owed_due is not null;
`;
