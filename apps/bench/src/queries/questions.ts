import type pg from 'pg';
import { addDays, endOfMonth, type LocalDay } from '#domain';
import type { Measure } from '#metrics';
import { drill, readSnapshot, series, seriesOfGroups, type Span, sums, worklist, worklistOwed } from '#projections';
import { LAST_DAY, PROCEDURES, UNITS } from './fill.js';

/** A question of the page; `i` varies what is asked. */
export interface Question {
  name: string;
  ask(pool: pg.Pool, i: number): Promise<unknown>;
}

export const unitKey = (i: number): string => `B${String(1 + (i % UNITS)).padStart(4, '0')}@2019-06-01`;
const ALL_UNITS = Array.from({ length: UNITS }, (_, i) => unitKey(i));
const procedure = (i: number): string => `9.${String(1 + ((i * 37) % PROCEDURES)).padStart(6, '0')}`;

export const YEAR: Span = { from: '2024-01-01', to: '2024-12-31' };
const month = (i: number): Span => {
  const from = `${2022 + (i % 3)}-${String(1 + (i % 12)).padStart(2, '0')}-01`;
  return { from, to: endOfMonth(from) };
};
/** Any days from … to …: the most buckets. */
export const anySpan = (i: number): Span => {
  const from = addDays('2022-02-11', (i * 53) % 500);
  return { from, to: addDays(from, 40 + ((i * 97) % 420)) };
};
/** Twelve months up to the last day: a spark line. */
const MONTHS: Span[] = Array.from({ length: 12 }, (_, i): Span => {
  const from: LocalDay = `2024-${String(i + 1).padStart(2, '0')}-01`;
  return { from, to: endOfMonth(from) };
});
const NOW = `${LAST_DAY}T05:00:00.000Z`;

const flow = (...measures: Measure[]) => ({ ...YEAR, measures, at: 'flow' as const });

export const QUESTIONS: Question[] = [
  { name: 'league table, a year', ask: (pool) => sums(pool, YEAR) },
  { name: 'league table, a month', ask: (pool, i) => sums(pool, month(i)) },
  { name: 'league table, any days', ask: (pool, i) => sums(pool, anySpan(i)) },
  {
    name: 'league table, any days, one procedure',
    ask: (pool, i) => sums(pool, anySpan(i), { procedure: procedure(i) }),
  },
  {
    name: 'the page of one unit: its sums, by field, by procedure, 12 months',
    ask: (pool, i) =>
      readSnapshot(pool, async (db) => {
        const units = [unitKey(i)];
        await sums(db, YEAR, { units });
        await sums(db, YEAR, { units }, 'field');
        await sums(db, YEAR, { units }, 'procedure');
        await series(db, MONTHS, { units });
      }),
  },
  {
    name: 'the overview: league table, 12 months of two populations, two counts of the work list',
    ask: (pool, i) =>
      readSnapshot(pool, async (db) => {
        await sums(db, month(i));
        await seriesOfGroups(db, MONTHS, [ALL_UNITS.slice(0, UNITS / 5), ALL_UNITS.slice(UNITS / 5)]);
        await worklistOwed(db, { kind: 'late', now: NOW });
      }),
  },
  {
    name: 'drill-down: received in a year, one unit',
    ask: (pool, i) => drill(pool, { ...flow('received'), units: [unitKey(i)] }),
  },
  {
    name: 'drill-down: resolved late in a year, one unit',
    ask: (pool, i) => drill(pool, { ...flow('resolvedLate'), units: [unitKey(i)] }),
  },
  { name: 'drill-down: resolved late in a year, all units', ask: (pool) => drill(pool, flow('resolvedLate')) },
  {
    name: 'drill-down: resolved late in a year, all units, one procedure',
    ask: (pool, i) => drill(pool, { ...flow('resolvedLate'), procedure: procedure(i) }),
  },
  {
    name: 'drill-down: open and late now, one unit',
    ask: (pool, i) => drill(pool, { ...YEAR, measures: ['openLate'], at: 'end', units: [unitKey(i)] }),
  },
  {
    name: 'drill-down: open and late two years ago, one unit',
    ask: (pool, i) => drill(pool, { ...month(0), measures: ['openLate'], at: 'end', units: [unitKey(i)] }),
  },
  { name: 'work list: late, all units', ask: (pool) => worklist(pool, { kind: 'late', now: NOW }) },
];
