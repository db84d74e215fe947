import type { Target } from '#application';
import {
  type DayRow,
  dayRange,
  DEFAULT_OFFICE_HOURS,
  holdsOn,
  hoursOn,
  isInForce,
  type LocalDay,
  type OfficeHoursRow,
  POLICIES,
  type ReferenceData,
} from '#domain';
import type { HEADINGS } from './texts.vi.js';

/** What can be shown as in force on a day. */
export type Shown = keyof typeof HEADINGS;
export type Listed = Record<string, unknown>;

/** Reference data in force on a day, by kind: the rows that a decision or a figure of that day goes by. */
export const LISTINGS: Record<Shown, (on: LocalDay, data: ReferenceData, targets: readonly Target[]) => Listed[]> = {
  units: (on, { rows }) => rows.units.filter((unit) => isInForce(unit, on)).map((unit) => ({ ...unit })),
  procedures: (on, { rows }) => rows.procedures.filter((row) => holdsOn(row, on)).map((row) => ({ ...row })),
  policies,
  calendar: (on, { rows }) => calendar(on, rows.days).map((row) => ({ ...row })),
  hours,
  targets: (on, _, targets) =>
    targets.filter(({ periodFrom, periodTo }) => periodFrom <= on && on <= periodTo).map((row) => ({ ...row })),
  populations: (on, { rows, populations }) =>
    populations.rows.map(({ key: population, label, rated }) => ({
      population,
      label,
      rated,
      units: rows.units.filter((unit) => unit.population === population && isInForce(unit, on)).length,
    })),
};

/** Every policy with the value that holds for all, then those of single procedures. `effectiveFrom` null: by default. */
function policies(on: LocalDay, { rows }: ReferenceData): Listed[] {
  return Object.entries(POLICIES).flatMap(([key, rule]): Listed[] => {
    const standing = new Map<string, Listed>([
      ['', { key, scope: '', value: rule.default, effectiveFrom: null, source: '' }],
    ]);
    const inForce = rows.policies.filter((row) => row.key === key && row.effectiveFrom <= on && rule.allows(row.value));
    for (const row of inForce.sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))) {
      standing.set(row.scope, { ...row });
    }
    return [...standing.values()];
  });
}

/** The days of that year and later that differ from the ordinary week, as known at the end of the day. */
function calendar(on: LocalDay, days: readonly DayRow[]): DayRow[] {
  const standing = new Map<string, DayRow>();
  for (const row of [...days].sort((a, b) => (a.announcedAt < b.announcedAt ? -1 : 1))) {
    if (row.day.slice(0, 4) < on.slice(0, 4) || row.announcedAt >= dayRange(on).to) continue;
    standing.set(`${row.day} ${row.unit ?? ''}`, row);
  }
  return [...standing.values()].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

/** The office hours of each weekday for all, then of the units that have their own. */
function hours(on: LocalDay, { rows }: ReferenceData): Listed[] {
  const known = rows.hours.filter(({ announcedAt }) => announcedAt < dayRange(on).to);
  const of = (unit: string | null, among: readonly OfficeHoursRow[]): Listed[] =>
    [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => {
      const row = hoursOn(among, weekday, on);
      return row === null ? [] : [hoursRow(unit, weekday, row)];
    });
  const units = [...new Set(known.flatMap(({ unit }) => (unit === null ? [] : [unit])))].sort();
  return [
    ...of(null, [DEFAULT_OFFICE_HOURS, ...known.filter(({ unit }) => unit === null)]),
    ...units.flatMap((unit) =>
      of(
        unit,
        known.filter((row) => row.unit === unit),
      ),
    ),
  ];
}

const hoursRow = (unit: string | null, weekday: number, { morning, afternoon, from }: OfficeHoursRow): Listed => ({
  unit,
  weekday,
  opens: (morning ?? afternoon)?.from ?? null,
  closes: (afternoon ?? morning)?.to ?? null,
  lunchFrom: morning && afternoon && morning.to,
  lunchTo: morning && afternoon && afternoon.from,
  from,
});
