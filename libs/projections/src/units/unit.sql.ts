/** Units as their facts say: each as it stands, and what has been said of it day by day. */
export const unitTables = `
create table read.unit_life (
  generation       integer not null,
  key              text    not null collate "C",
  code             text    not null,
  name             text    not null,
  population       text    not null,
  agency_code      text,
  aliases          jsonb   not null,
  valid_from       date    not null,
  valid_to         date,
  successors       jsonb   not null,
  addresses        jsonb   not null,
  officers_on_duty integer
) partition by list (generation);
comment on table  read.unit_life is 'Units with what was said of them last, also for a day that lies ahead';
comment on column read.unit_life.valid_to is 'the first day on which it is no more';

create table read.unit_fact (
  generation  integer     not null,
  stream      text        not null collate "C",
  version     integer     not null,
  unit        text        not null collate "C",
  type        text        not null,
  day         date,
  data        jsonb       not null,
  recorded_at timestamptz not null,
  source      text        not null,
  stands      boolean     not null
) partition by list (generation);
comment on table  read.unit_fact is 'The facts of units, those taken back too';
comment on column read.unit_fact.day is 'from when it holds; null where it takes another one back';
create index unit_fact_of_unit on read.unit_fact (unit);
`;
