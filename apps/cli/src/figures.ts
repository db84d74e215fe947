import { addDays, type Population, type ReferenceData } from '#domain';
import { type Figures, figuresOf, isStock, type Measure, type MeasureSum, type MetricDefinition } from '#metrics';

/** Adds up marks or cells per measure: a flow within the span, a stock before it and at its end. */
export class Tally {
  private readonly sums = new Map<Measure, MeasureSum>();

  constructor(
    /** the first and the last day of the span (local) */
    private readonly from: string,
    private readonly to: string,
    /** what the plan counts; left out: every metric */
    private readonly metrics?: readonly MetricDefinition[],
  ) {}

  mark(measure: Measure, day: string, until: string | null, n: number): void {
    const sum = this.of(measure);
    if (!isStock(measure)) {
      if (day >= this.from && day <= this.to) sum.flow += n;
      return;
    }
    const standsAt = (at: string): number => (day <= at && (until === null || until > at) ? n : 0);
    sum.before += standsAt(addDays(this.from, -1));
    sum.end += standsAt(this.to);
  }

  add({ measure, before, flow, end }: MeasureSum): void {
    const sum = this.of(measure);
    sum.before += before;
    sum.flow += flow;
    sum.end += end;
  }

  /** The page's columns and metrics, by the page's own definitions. */
  figures(): Figures {
    return figuresOf(this.sums.values(), this.metrics);
  }

  private of(measure: Measure): MeasureSum {
    let sum = this.sums.get(measure);
    if (!sum) this.sums.set(measure, (sum = { measure, before: 0, flow: 0, end: 0 }));
    return sum;
  }
}

type Kind = 'units' | 'populations' | 'fields';

/** Where the figures of a span are added up: per unit, population, field, and in total. */
export class Groups {
  private readonly tallies: Record<Kind, Map<string, Tally>> = {
    units: new Map(),
    populations: new Map(),
    fields: new Map(),
  };
  readonly total: Tally;

  constructor(
    private readonly span: { from: string; to: string },
    private readonly metrics?: readonly MetricDefinition[],
  ) {
    this.total = new Tally(span.from, span.to, metrics);
  }

  /** @param key of a unit its key, never its code: codes are re-used */
  of(kind: Kind, key: string): Tally {
    const known = this.tallies[kind].get(key);
    if (known) return known;
    const made = new Tally(this.span.from, this.span.to, this.metrics);
    this.tallies[kind].set(key, made);
    return made;
  }

  result(reference: ReferenceData) {
    const rows = (kind: Kind): [string, Figures][] =>
      [...this.tallies[kind]]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, tally]): [string, Figures] => [key, tally.figures()]);
    return {
      units: unitsByCode(rows('units'), reference),
      populations: populationsInOrder(rows('populations'), reference),
      fields: Object.fromEntries(rows('fields')),
      total: { of: reference.populations.rated, ...this.total.figures() },
    };
  }
}

/** Each with its name, in the order of the reference data. */
function populationsInOrder(rows: [string, Figures][], { populations }: ReferenceData) {
  const named = rows.map(([key, figures]) => [key, { name: populations.of(key)?.label ?? key, ...figures }] as const);
  return Object.fromEntries(named.sort(([a], [b]) => populations.compare(a, b)));
}

interface UnitFigures extends Figures {
  key: string;
  code: string;
  name: string;
  population: Population;
}

/** By code, as people ask for them; by key where two units of the answer bear one code. */
function unitsByCode(rows: readonly [string, Figures][], reference: ReferenceData): Record<string, UnitFigures> {
  const units = rows.map(([key, figures]): UnitFigures => {
    const unit = reference.unitByKey(key);
    const code = unit?.code ?? key.split('@', 1)[0]!;
    return { key, code, name: unit?.name ?? key, population: reference.populationOf(key), ...figures };
  });
  const bearers = new Map<string, number>();
  for (const { code } of units) bearers.set(code, (bearers.get(code) ?? 0) + 1);
  return Object.fromEntries(units.map((unit) => [bearers.get(unit.code)! > 1 ? unit.key : unit.code, unit]));
}
