/**
 * The figures: one row per scope, unit and bucket of days, one column per measure (a new measure is a new migration). A sum over any range of
 * days is a sum over few buckets: whole years, whole months, single days. A stock at a day's end is the sum of its changes up to it.
 */
export const cellTable = `
create table read.cell (
  generation integer  not null,
  scope      integer  not null,
  grain      smallint not null,
  bucket     date     not null,
  unit       integer  not null,
  received                 integer not null default 0,
  received_online          integer not null default 0,
  received_by_post         integer not null default 0,
  received_by_postal_staff integer not null default 0,
  digitised                integer not null default 0,
  taken_in                 integer not null default 0,
  taken_in_for_others      integer not null default 0,
  transferred_in           integer not null default 0,
  transferred_out          integer not null default 0,
  reopened                 integer not null default 0,
  resolved_before          integer not null default 0,
  resolved_on_day          integer not null default 0,
  resolved_late            integer not null default 0,
  electronic_result_of     integer not null default 0,
  electronic_result        integer not null default 0,
  notified                 integer not null default 0,
  returned                 integer not null default 0,
  returned_by_post         integer not null default 0,
  withdrawn                integer not null default 0,
  stopped                  integer not null default 0,
  refused                  integer not null default 0,
  payments                 integer not null default 0,
  online_payments          integer not null default 0,
  payments_of_known_means  integer not null default 0,
  cashless_payments        integer not null default 0,
  rated                    integer not null default 0,
  rated_satisfied          integer not null default 0,
  became_overdue           integer not null default 0,
  apologised               integer not null default 0,
  apologised_in_time       integer not null default 0,
  ended_766                integer not null default 0,
  ended_in_time_766        integer not null default 0,
  met_new_date             integer not null default 0,
  open_within              integer not null default 0,
  open_late                integer not null default 0,
  waiting                  integer not null default 0,
  submitted                integer not null default 0,
  unreturned               integer not null default 0,
  open_in_time_766         integer not null default 0
) partition by list (generation);
comment on column read.cell.grain is '1 = the day, 2 = the month, 3 = the year that begins with the bucket';
`;

/** What one unit has, of all scopes: its page. The primary key finds all units of one scope: the league table. */
export const cellOfUnit = `create index cell_of_unit on read.cell (unit, grain, bucket)`;

/** What was received as a stage of another dossier. */
export const linkedColumns = `
alter table read.cell
  add column linked_received integer not null default 0,
  add column linked_resolved integer not null default 0,
  add column linked_late     integer not null default 0`;
