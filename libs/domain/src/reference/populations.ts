import type { Population } from './reference.js';

/** A group of units that a plan counts by itself, as many as a place has: departments, districts, communes … */
export interface PopulationRow {
  key: Population;
  /** alone and within a sentence: "Phường, xã" */
  label: string;
  /** over its units: "Tại phường, xã" */
  heading: string;
  /** of the sum of its units: "Cộng phường, xã" */
  total: string;
  /** groups go by it, the lowest first */
  order: number;
  /** inside the rates and the totals of the plan; a group outside is listed beside them and has no target */
  rated: boolean;
}

/** A population by its key, or `all`: everything that the plan counts. */
export type Scope = string;

/** The populations of a place, in their order. Immutable. */
export class Populations {
  readonly rows: readonly PopulationRow[];
  readonly keys: readonly Population[];
  /** those inside the rates */
  readonly rated: readonly Population[];
  /** where a unit stands that the reference data have lost: the first group outside every rate; '' where there is none */
  readonly outside: Population;

  constructor(rows: readonly PopulationRow[]) {
    this.rows = [...rows].sort((a, b) => a.order - b.order || (a.key < b.key ? -1 : 1));
    this.keys = this.rows.map(({ key }) => key);
    this.rated = this.rows.filter(({ rated }) => rated).map(({ key }) => key);
    this.outside = this.rows.find(({ rated }) => !rated)?.key ?? '';
  }

  isRated(population: Population): boolean {
    return this.rated.includes(population);
  }

  /** Whether a figure of a scope counts the units of a population: `all` counts those inside the rates. */
  counts(population: Population, scope: Scope): boolean {
    return scope === 'all' ? this.isRated(population) : population === scope;
  }

  of(key: Population): PopulationRow | undefined {
    return this.rows.find((row) => row.key === key);
  }

  /** For sorting: those that are not known come last. */
  compare(a: Population, b: Population): number {
    const place = (key: Population): number => (this.keys.includes(key) ? this.keys.indexOf(key) : this.keys.length);
    return place(a) - place(b);
  }
}
