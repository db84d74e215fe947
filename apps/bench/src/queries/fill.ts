import type pg from 'pg';
import { type Measure, measureCode, measureNames } from '#metrics';
import { columnOf } from '#projections';

/** First and last local day of the made-up dossiers. */
export const FIRST_DAY = '2022-01-01';
export const LAST_DAY = '2024-12-31';
export const UNITS = 200;
export const PROCEDURES = 400;
const FIELDS = 40;

/** A bit mask of measures, as a literal. */
const bits = (...measures: Measure[]): string =>
  measures.reduce((mask, measure) => mask | (1n << BigInt(measureCode(measure))), 0n).toString();
const when = (condition: string, ...measures: Measure[]): string =>
  `(case when ${condition} then ${bits(...measures)} else 0 end)::bigint`;

/** Random numbers are the same in every run: one process, one seed. */
const ALWAYS_THE_SAME = `set max_parallel_workers_per_gather = 0; select setseed(0.42)`;

const TERMS = `
insert into read.unit (key) select 'B' || lpad(i::text, 4, '0') || '@2019-06-01' from generate_series(1, ${UNITS}) i on conflict do nothing;
insert into read.scope (procedure, field)
select null, 'Lĩnh vực ' || i from generate_series(1, ${FIELDS}) i
union all
select '9.' || lpad(i::text, 6, '0'), 'Lĩnh vực ' || (1 + i % ${FIELDS}) from generate_series(1, ${PROCEDURES}) i
on conflict do nothing;
create schema bench;
create table bench.unit as select (row_number() over (order by key))::int as n, id from read.unit;
create table bench.scope as select (row_number() over (order by procedure))::int as n, id, procedure, field from read.scope where procedure is not null;
create table bench.working_day as
select (row_number() over (order by d))::int as n, d::date as day
from generate_series(date '${FIRST_DAY}', date '${LAST_DAY}', interval '1 day') d where extract(isodow from d) < 6;
alter table bench.unit add primary key (n);
alter table bench.scope add primary key (n);
alter table bench.working_day add primary key (n);
analyze bench.unit, bench.scope, bench.working_day`;

/**
 * They come in evenly over three years, as time goes. Each unit is asked for 150 of the procedures, some far more often than
 * others. 3 % end late, 5 % wait for a supplement, 1 % are given up.
 */
const LIVES = `
create unlogged table bench.life as
select i, u.id as unit, s.id as scope, s.procedure, s.field, r.day as received, e.day as ended, t.day as returned, d.day as due,
  x.online, x.digitised, x.electronic, x.notified, x.paid, x.online_paid, x.rated, x.late, x.withdrawn, x.waits and not x.late and x.took >= 3 as waits
from (
  select *, case when late then "limit" + 1 + over else floor("limit" * part)::int end as took
  from (
    select i, 1 + floor(random() * ${UNITS})::int as unit, floor(150 * power(random(), 3))::int as place,
      random() < 0.42 as online, random() < 0.45 as digitised, random() < 0.28 as electronic, random() < 0.52 as notified,
      random() < 0.4 as paid, random() < 0.2 as online_paid, random() < 0.12 as rated, random() < 0.01 as withdrawn,
      random() < 0.05 as waits, random() < 0.03 as late, (array[1, 1, 1, 3, 5, 10, 15, 20])[1 + floor(random() * 8)::int] as "limit",
      floor(random() * 8)::int as over, random() as part, floor(power(random(), 3) * 6)::int as fetched
    from generate_series(1, __DOSSIERS__) i
  ) dice
) x
join bench.unit u on u.n = x.unit
join bench.scope s on s.n = 1 + (x.unit * 37 + x.place) % ${PROCEDURES}
join bench.working_day r on r.n = 1 + (x.i::bigint * ((select max(n) from bench.working_day) - 1) / __DOSSIERS__)::int
left join bench.working_day d on d.n = r.n + x.limit
left join bench.working_day e on e.n = r.n + x.took
left join bench.working_day t on t.n = r.n + x.took + x.fetched`;

const RECEIVED = [
  bits('received', 'takenIn'),
  when('online', 'receivedOnline'),
  when('digitised', 'digitised'),
  when('paid', 'payments', 'paymentsOfKnownMeans'),
  when('paid and online_paid', 'onlinePayments', 'cashlessPayments'),
].join(' | ');
const ENDED = [
  bits('ended766'),
  when('withdrawn', 'withdrawn'),
  when('not late', 'endedInTime766'),
  when('not withdrawn and late', 'resolvedLate'),
  when('not withdrawn and not late and ended < due', 'resolvedBefore'),
  when('not withdrawn and not late and ended is not distinct from due', 'resolvedOnDay'),
  when('not withdrawn', 'electronicResultOf'),
  when('not withdrawn and electronic', 'electronicResult'),
  when('not withdrawn and notified', 'notified'),
].join(' | ');
const RETURNED = [bits('returned'), when('rated', 'rated', 'ratedSatisfied')].join(' | ');
const IN_TIME = bits('openWithin', 'openInTime766');

/** One row per unit, day and kind, as the fold writes them. Codes are as long as real ones. */
const MARKS = (table: string): string => `
insert into ${table} (code, unit, scope, day, until, nth, measures)
select 'H19.45.' || lpad(unit::text, 3, '0') || '-' || to_char(received, 'YYMMDD') || '-' || lpad(i::text, 8, '0'), unit, scope, day, until, 0, measures
from bench.life l
cross join lateral (
  select l.received, l.received,
    (${RECEIVED}) | (case when ended = received then ${ENDED} else 0 end) | (case when returned = received and not withdrawn then ${RETURNED} else 0 end)
  union all
  select ended, ended, (${ENDED}) | (case when returned = ended and not withdrawn then ${RETURNED} else 0 end) where ended > received
  union all
  select returned, returned, ${RETURNED} where returned > ended and not withdrawn
  union all
  select due, due, ${bits('becameOverdue')} where late and due is not null
  union all
  select l.received, coalesce(ended, 'infinity'), ${IN_TIME} where not late and not waits and ended is distinct from received
  union all
  select l.received, coalesce(due, 'infinity'), ${IN_TIME} where late
  union all
  select due, coalesce(ended, 'infinity'), ${bits('openLate')} where late and due is not null
  union all
  select l.received, coalesce(ended, 'infinity'), ${bits('openInTime766')} where waits
  union all
  select l.received, l.received + 1, ${bits('openWithin')} where waits
  union all
  select l.received + 1, coalesce(ended, 'infinity'), ${bits('waiting')} where waits
  union all
  select ended, coalesce(returned, 'infinity'), ${bits('unreturned')} where not withdrawn and ended is not null and returned is distinct from ended
) as m (day, until, measures)
order by day`;

const DOSSIERS = (table: string): string => `
insert into ${table} (code, position, version, slot, hash, unit, receiving_unit, scope, phase, late, channel, submitted_at, received_at, due_at,
  first_due_at, overdue_since, ended_at, returned_at, holder, source)
select 'H19.45.' || lpad(unit::text, 3, '0') || '-' || to_char(received, 'YYMMDD') || '-' || lpad(i::text, 8, '0'), i * 6, 6, i % 12,
  sha256(i::text::bytea), unit, unit, scope,
  case when ended is null then case when waits then 'waiting' else 'open' end when withdrawn then 'withdrawn' else 'resolved' end,
  late and due is not null and ended is null, case when online then 'online' else 'counter' end, null, received + time '02:00',
  coalesce(due, received + 20) + time '10:00', coalesce(due, received + 20) + time '10:00', case when late and ended is null then due + time '10:00' end,
  ended + time '08:00', case when not withdrawn then returned + time '09:00' end, null, 'bench'
from bench.life`;

/** What stands where there are no cells: a row per dossier with what the figures need, found by the days between which it counts. */
const BARE = `
create table bench.dossier as
select i as id, unit, procedure, field, received, due, ended, case when not withdrawn then returned end as returned,
  case when withdrawn then coalesce(ended, 'infinity') else coalesce(returned, 'infinity') end as counts_until,
  online, digitised, electronic, notified, paid, online_paid, rated, late, withdrawn, waits
from bench.life order by received, i;
alter table bench.dossier add primary key (id);
create index on bench.dossier (received);
create index on bench.dossier (counts_until);
create index on bench.dossier (unit, received)`;

/** The cells as the sums of the marks: the query of `compareCells`, written down. */
function cells(table: string, marks: string): string {
  const columns = measureNames.map(columnOf);
  const bit = (measure: Measure): string => `(measures >> ${measureCode(measure)} & 1)::int * sign`;
  return `
create unlogged table bench.daily as
select unit, scope, day, ${measureNames.map((measure, i) => `sum(${bit(measure)})::int as ${columns[i]}`).join(', ')}
from (
  select unit, scope, day, measures, 1 as sign from ${marks}
  union all
  select unit, scope, until, measures, -1 from ${marks} where until > day and until < 'infinity'
) m
group by unit, scope, day;
insert into ${table} (scope, grain, bucket, unit, ${columns.join(', ')})
select w.wider, b.grain, b.bucket, d.unit, ${columns.map((column) => `sum(d.${column})::int`).join(', ')}
from bench.daily d
join (
  select s.id, w.id as wider from read.scope s
  join read.scope w on w.id = s.id or w.id = 0 or (w.procedure is null and w.field = s.field)
  where s.procedure is not null
) w on w.id = d.scope
cross join lateral (values (1, d.day), (2, date_trunc('month', d.day)::date), (3, date_trunc('year', d.day)::date)) as b (grain, bucket)
group by w.wider, b.grain, b.bucket, d.unit
order by 2, 3;
drop table bench.daily`;
}

/**
 * Fills the read tables of the current generation as if so many dossiers had been folded: marks and rows of dossiers at random, cells as the
 * sums of the marks, and beside them (schema `bench`) a bare table of the same dossiers. The log stays empty.
 * @param generation the current one, empty
 */
export async function fillReadTables(
  pool: pg.Pool,
  generation: number,
  dossiers: number,
  say: (line: string) => void,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(ALWAYS_THE_SAME);
    const step = async (what: string, sql: string): Promise<void> => {
      const start = performance.now();
      await client.query(sql);
      say(`  ${what}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
    };
    await client.query(`set work_mem = '512MB'; set maintenance_work_mem = '512MB'`);
    await client.query(TERMS);
    await step('lives', LIVES.replaceAll('__DOSSIERS__', String(dossiers)));
    await client.query('reset max_parallel_workers_per_gather');
    const [mark, cell, dossier] = ['mark', 'cell', 'dossier'].map((table) => `read.${table}_${generation}`);
    await step('marks', MARKS(mark!));
    await step('dossiers', DOSSIERS(dossier!));
    await step('cells', cells(cell!, mark!));
    await step('bare table', BARE);
    await client.query('drop table bench.life');
    await client.query('reset all');
    await step('vacuum and statistics', `vacuum (analyze) ${mark}`);
    for (const table of [cell, dossier, 'bench.dossier', 'read.unit', 'read.scope'])
      await client.query(`vacuum (analyze) ${table}`);
  } finally {
    client.release();
  }
}
