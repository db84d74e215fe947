import { readFileSync } from 'node:fs';
import { type DayRow, WorkingCalendar } from '../src/calendar/calendar.js';

/** Rows of a CSV file of the repository (path from its top), by column name. No quoting: the seeds need none. */
export function csvRows(path: string): Record<string, string>[] {
  const lines = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const columns = lines[0]!.split(',');
  return lines.slice(1).map((line) => {
    const values = line.split(',');
    if (values.length !== columns.length) throw new Error(`${path}: ${line}`);
    return Object.fromEntries(columns.map((column, i) => [column, values[i]!]));
  });
}

/** The days off and made-up days that the seeds hold. */
export const seedDays = (): DayRow[] =>
  csvRows('seeds/calendar.csv').map((row) => ({
    day: row.day!,
    kind: row.kind as DayRow['kind'],
    unit: row.unit === '' ? null : row.unit!,
    announcedAt: row.announced_at!,
    note: row.note!,
  }));

export const seedCalendar = (): WorkingCalendar => new WorkingCalendar(seedDays());
