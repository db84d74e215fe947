/** Which dossier stands behind which figure: answers the drill-down, and is what the cells are the sums of. */
export const markTable = `
create table read.mark (
  generation integer  not null,
  code       text     not null collate "C",
  unit       integer  not null,
  scope      integer  not null,
  day        date     not null,
  until      date     not null,
  nth        smallint not null,
  measures   bigint   not null,
  constraint mark_is_taken primary key (generation, code, unit, scope, day, until, nth)
) partition by list (generation);
comment on column read.mark.until is 'flow: the day itself; stock: the day at whose end it no longer counts, infinity = it still does';
comment on column read.mark.nth is 'counts what happened more than once on the same day: 0, 1 …';
comment on column read.mark.measures is 'bit n is set: it counts for the measure with the number n';
create index mark_of_flow on read.mark (generation, unit, day, code) where until = day;
create index mark_of_stock on read.mark (generation, unit, until, code) where until > day;
`;
