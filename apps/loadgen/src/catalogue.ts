import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { LocalDay } from '#domain';
import { OperatorError } from '#platform';

/** Where a dossier can be handed in, and what can be asked for there. */
export interface Office {
  /** code of the unit */
  unit: string;
  /** prefix of its dossier codes */
  agency: string;
  population: string;
  services: readonly Service[];
}

export interface Service {
  procedure: string;
  feeVnd: number;
}

type Row = Record<string, string | undefined>;

/**
 * The units that exist on a day with the procedures of their population, from a folder in the shape of `seeds/`.
 * @throws OperatorError when the folder does not hold them
 */
export async function readCatalogue(folder: string, day: LocalDay): Promise<Office[]> {
  const [units, procedures] = await Promise.all([read(folder, 'units.csv'), read(folder, 'procedures.csv')]);
  const offices = units
    .filter((row) => (row.valid_from ?? '') <= day && (!row.valid_to || row.valid_to > day))
    .map((row): Office => ({
      unit: row.unit ?? row.code ?? '',
      agency: row.agency_code ?? row.agency_code_placeholder ?? '',
      population: row.population ?? '',
      services: procedures
        .filter((each) => each.population === row.population && (each.limit_working_days || each.limit_n))
        .map((each) => ({ procedure: each.procedure ?? each.code ?? '', feeVnd: Number(each.fee_vnd || 0) })),
    }))
    .filter(({ unit, agency, services }) => unit !== '' && agency !== '' && services.length > 0);
  if (offices.length === 0) throw new OperatorError(`No unit in ${folder} has a procedure on ${day}.`);
  return offices;
}

async function read(folder: string, name: string): Promise<Row[]> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => {
    throw new OperatorError(`${join(folder, name)} cannot be read: name the folder of the system's seeds by --seeds.`);
  });
  return parse(text, { bom: true, columns: true, skip_empty_lines: true, trim: true });
}
