/**
 * Which dossier stands behind which figure: answers the drill-down, and is what the cells are the sums of. Each row stands in one index only,
 * which finds it for the drill-down as well as for its removal; that there are no two of a kind is the fold's to see to (and `verify`'s).
 */
export const markTable = `
create table read.mark (
  generation integer  not null,
  measures   bigint   not null,
  unit       integer  not null,
  scope      integer  not null,
  day        date     not null,
  until      date     not null,
  nth        smallint not null,
  code       text     not null collate "C"
) partition by list (generation);
comment on column read.mark.until is 'flow: the day itself; stock: the day at whose end it no longer counts, infinity = it still does';
comment on column read.mark.nth is 'counts what happened more than once on the same day: 0, 1 …';
comment on column read.mark.measures is 'bit n is set: it counts for the measure with the number n';
create index mark_of_flow on read.mark (unit, day, code) where until = day;
create index mark_of_stock on read.mark (unit, until, code) where until > day;
`;
