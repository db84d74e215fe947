import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { type DayRow, nationalPart, type Policy, type Procedure, ReferenceData, type Unit } from '#domain';

type Row = Record<string, string>;
const rows = (file: string): Row[] =>
  parse(readFileSync(new URL(`../../../seeds/${file}`, import.meta.url)), { columns: true }) as Row[];
const list = (text: string): string[] => text.split('|').filter(Boolean);

/** The seeds as reference data, without a database. No code in them is used twice. */
export function seededReference(): ReferenceData {
  const keys = new Map(rows('units.csv').map((row) => [row.unit!, `${row.unit}@${row.valid_from}`]));
  const keyOf = (code: string): string => keys.get(code)!;
  return new ReferenceData({
    units: rows('units.csv').map((row) => ({
      key: `${row.unit}@${row.valid_from}`,
      code: row.unit!,
      name: row.name!,
      population: row.population as Unit['population'],
      agencyCode: row.agency_code_placeholder!,
      aliases: list(row.aliases!),
      validFrom: row.valid_from!,
      validTo: row.valid_to || null,
      successors: list(row.successors!).map(keyOf),
    })),
    procedures: rows('procedures.csv').map((row) => ({
      code: row.procedure!,
      national: nationalPart(row.procedure!),
      name: row.name!,
      field: row.field!,
      limit: {
        n: Number(row.limit_n || row.limit_working_days),
        unit: (row.limit_unit || 'working-day') as 'working-day',
      },
      feeVnd: Number(row.fee_vnd),
      special: row.special_no_e_result === '1',
      population: row.population as Procedure['population'],
    })),
    policies: rows('policies.csv').map((row): Policy => ({
      key: row.key!,
      value: row.value!,
      scope: row.scope!,
      effectiveFrom: row.effective_from!,
      source: row.source!,
    })),
    days: rows('calendar.csv').map((row): DayRow => ({
      day: row.day!,
      kind: row.kind as DayRow['kind'],
      unit: row.unit || null,
      announcedAt: row.announced_at!,
      note: row.note!,
    })),
    hours: [],
  });
}
