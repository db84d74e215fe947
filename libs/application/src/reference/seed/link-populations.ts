import type { Fault } from './faults.js';
import type { ReadSheet, Row } from './read-sheet.js';
import { TEXTS } from './seed.vi.js';

/** What of the stored rows rests on a population. */
export interface StoredUses {
  units: { key: string; population: string }[];
  procedures: { key: string; population: string }[];
  targets: { key: string; population: string; counts: boolean }[];
}

/** The populations that there will be: those of the file where there is one, else those that are stored. */
export class PopulationBook {
  private readonly rated: Map<string, boolean>;

  constructor(
    private readonly stored: readonly { key: string; rated: boolean }[],
    private readonly sheet: ReadSheet | undefined,
  ) {
    this.rated = new Map(sheet ? [] : stored.map(({ key, rated }) => [key, rated]));
    for (const { values } of sheet?.rows ?? []) {
      // what a line with a fault says otherwise is not told once more where it is named
      if (typeof values.key === 'string') this.rated.set(values.key, values.rated !== false);
    }
  }

  keys(): string[] {
    return [...this.rated.keys()];
  }
  /** Those that can have targets. */
  ratedKeys(): string[] {
    return this.keys().filter((key) => this.isRated(key));
  }
  isRated(key: string): boolean {
    return this.rated.get(key) === true;
  }

  /** Lines of a file name populations that there are. */
  link(rows: readonly Row[]): void {
    for (const row of rows) {
      const { population } = row.values;
      if (typeof population !== 'string' || population === '' || this.rated.has(population)) continue;
      row.fault('population', TEXTS.notOneOf(population, this.keys()));
      row.values.population = undefined;
    }
  }

  /** The file may not take away what stored rows use, nor put it outside the rates when it has targets. */
  keepUsed(uses: StoredUses, faults: Fault[]): void {
    if (this.sheet === undefined) return;
    const { file, columns } = this.sheet.sheet;
    for (const { key } of this.stored) {
      if (this.rated.has(key)) continue;
      const used = [
        counted(uses.units, key, TEXTS.storedUnits),
        counted(uses.procedures, key, TEXTS.storedProcedures),
        counted(uses.targets, key, TEXTS.storedTargets),
      ].filter((text) => text !== null);
      if (used.length === 0) continue;
      faults.push({ file, line: 1, column: columns.key!.from[0]!, text: TEXTS.populationGone(key, used) });
    }
    for (const row of this.sheet.rows) {
      const { key, rated } = row.values;
      const hasTarget = uses.targets.some(({ population, counts }) => counts && population === key);
      if (rated === false && hasTarget) row.fault('rated', TEXTS.populationOutside);
    }
  }
}

function counted(
  rows: readonly { key: string; population: string }[],
  population: string,
  textOf: (n: number, one: string) => string,
): string | null {
  const mine = rows.filter((row) => row.population === population);
  return mine.length === 0 ? null : textOf(mine.length, mine[0]!.key);
}
