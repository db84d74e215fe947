/** A generation is one whole derivation of the log. One is current and read; a new one is built beside it (architecture 8). */
export const generationTables = `
create table read.generation (
  id          integer generated always as identity constraint generation_id_is_taken primary key,
  epoch       uuid        not null,
  derivation  integer     not null,
  state       text        not null constraint generation_state_is_known check (state in ('building', 'current', 'retired', 'dropped')),
  target      bigint      not null,
  started_at  timestamptz not null default clock_timestamp(),
  current_at  timestamptz,
  retired_at  timestamptz
);
comment on column read.generation.epoch is 'the life of the log that it is derived from';
comment on column read.generation.derivation is 'by which rules it is derived; others than the program''s: it must be derived anew';
comment on column read.generation.target is 'the log''s head when it was begun: what its progress is measured against';
create unique index generation_only_one_is_current on read.generation (state) where state = 'current';
create unique index generation_only_one_is_building on read.generation (state) where state = 'building';

create table read.checkpoint (
  generation integer     not null references read.generation (id),
  slot       smallint    not null,
  position   bigint      not null default 0,
  mends      integer     not null default 0,
  updated_at timestamptz not null default now(),
  constraint checkpoint_is_taken primary key (generation, slot)
) with (fillfactor = 50);
comment on table  read.checkpoint is 'Up to where a slot is folded. Moved by compare-and-swap in the transaction that writes the rows';
comment on column read.checkpoint.mends is 'raised when a dossier of the slot was mended beside the fold: what is known of it in memory is old';
`;

/** How far the first part of a rebuild is, which goes dossier by dossier (fold-by-dossier.ts). */
export const generationByDossier = `
alter table read.generation add column reached text collate "C", add column folded bigint not null default 0;
comment on column read.generation.reached is 'the last dossier, while it is derived dossier by dossier up to the target; null: it is folded by position';
comment on column read.generation.folded is 'events that were folded dossier by dossier';
`;

/**
 * Which partitions a generation is made of, projection by projection, and by which rules each was derived. A generation shares with the
 * one before what need not be derived anew.
 */
export const generationParts = `
create table read.part (
  generation integer not null references read.generation (id),
  projection text    not null collate "C",
  version    integer not null,
  number     integer not null,
  constraint part_is_taken primary key (generation, projection)
);
comment on table  read.part is 'The partitions of a generation: where the rows of each projection are';
comment on column read.part.version is 'by which rules it is derived; others than the program''s: it must be derived anew';
comment on column read.part.number is 'the number of its partitions: the generation that derived it, this one or one before';
insert into read.part (generation, projection, version, number)
select g.id, p.name, g.derivation, g.id from read.generation g cross join (values ('dossiers'), ('marks'), ('cells')) as p (name)
 where g.state <> 'dropped';
alter table read.generation drop column derivation;
create view read.current_part as
select p.projection, p.number from read.part p join read.generation g on g.id = p.generation where g.state = 'current';
comment on view read.current_part is 'where the rows are that are read';
`;
