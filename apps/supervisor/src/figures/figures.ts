import { type Static, Type } from 'typebox';
import type { Population, Populations, ReferenceData, Scope, Unit } from '#domain';
import {
  COLUMNS,
  figuresOf,
  type Figures as Sums,
  type Fraction,
  type MeasureSum,
  type MetricDefinition,
  METRICS,
  VERDICTS,
  type Verdict,
  verdictOf,
} from '#metrics';
import type { SumRow } from '#projections';
import { count, mapOf, named, oneOf } from '../openapi/schema.js';
import { byVietnamese, UnitName, unitName } from '../query/names.js';
import { type Days, existed, population, scope } from '../query/selection.js';
import { OF_ITS_DAY } from '../query/under.js';
import { Aims, type TargetsOnDay } from './targets.js';

export const verdict = oneOf(VERDICTS, 'none: nothing to count, or no target');
const idsOf = (all: readonly { id: string }[]): string[] => all.map(({ id }) => id);

export const Rate = named(
  'Rate',
  { numerator: count, denominator: count, verdict },
  'A percentage never travels: only its two integers do',
);

export const Figures = named('Figures', {
  columns: mapOf(count, idsOf(COLUMNS)),
  metrics: mapOf(Rate, idsOf(METRICS)),
});
export type Figures = Static<typeof Figures>;

export const UnitOfPopulation = named('UnitOfPopulation', {
  ...UnitName.properties,
  population,
});

export const UnitRow = named('UnitRow', {
  ...Figures.properties,
  unit: UnitOfPopulation,
  targets: Type.Optional({ ...Aims, description: 'where it has targets of its own' }),
});
export type UnitRow = Static<typeof UnitRow>;

export const Total = named('Total', { ...Figures.properties, population: scope });
export type Total = Static<typeof Total>;

/** Figures without a verdict: of what has no target of its own (a total of several populations, a field, a procedure). */
export const unjudged = (sums: Iterable<MeasureSum>, counted?: readonly MetricDefinition[]): Figures =>
  judged(figuresOf(sums, counted), () => 'none');

/** Figures of one unit or population against the targets in force. */
export const against = (
  sums: Iterable<MeasureSum>,
  targets: TargetsOnDay,
  whose: Parameters<TargetsOnDay['of']>[1],
): Figures => judged(figuresOf(sums, targets.metrics), (id, fraction) => verdictOf(fraction, targets.of(id, whose)));

function judged({ columns, metrics }: Sums, verdict: (id: string, fraction: Fraction) => Verdict): Figures {
  return {
    columns,
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([id, fraction]) => [id, { ...fraction, verdict: verdict(id, fraction) }]),
    ),
  };
}

/** A unit of a past year stands in the table as long as it has figures. */
const hasFigures = ({ columns, metrics }: Figures): boolean =>
  Object.values(columns).some((n) => n !== 0) ||
  Object.values(metrics).some(({ numerator, denominator }) => numerator !== 0 || denominator !== 0);

/**
 * The league table: every unit that existed on some day of the period, and every other one that has figures in it.
 * Populations stand apart, in their order; within one, units go by name.
 */
export function unitRows(
  sums: readonly SumRow[],
  days: Days,
  scope: Scope,
  targets: TargetsOnDay,
  reference: ReferenceData,
  under = OF_ITS_DAY,
): UnitRow[] {
  const byUnit = groupBy(sums, ({ key }) => under.of(key));
  const own = reference.rows.units.map(({ key }) => key).filter((key) => under.of(key) === key);
  const keys = new Set([...own, ...byUnit.keys()]);
  const rows: UnitRow[] = [];
  for (const key of keys) {
    const unit = reference.unitByKey(key);
    if (!isListed(reference.populationOf(key), scope)) continue;
    const row = unitRow(key, unit, byUnit.get(key) ?? [], targets, reference);
    if ((unit && existed(unit, days)) || hasFigures(row)) rows.push(row);
  }
  return rows.sort(
    (a, b) =>
      reference.populations.compare(a.unit.population, b.unit.population) || byVietnamese(a.unit.name, b.unit.name),
  );
}

/** One line: a unit with its figures against its targets. */
export function unitRow(
  key: string,
  unit: Unit | null,
  sums: Iterable<MeasureSum>,
  targets: TargetsOnDay,
  reference: ReferenceData,
): UnitRow {
  const population = reference.populationOf(key);
  const own = unit && targets.ownAims({ population, unit });
  return {
    unit: { ...unitName(key, reference), population },
    ...(own && { targets: own }),
    ...against(sums, targets, { population, unit: unit ?? undefined }),
  };
}

/** With everything those outside the rates are listed too, beside the populations of the plan and in no figure of them. */
const isListed = (population: Population, scope: Scope): boolean => scope === 'all' || population === scope;

/** Sums at the foot: of each population that is listed, and of what the scope counts as a whole. */
export function totals(
  sums: readonly SumRow[],
  rows: readonly UnitRow[],
  scope: Scope,
  targets: TargetsOnDay,
  populations: Populations,
  under = OF_ITS_DAY,
): Total[] {
  const population = new Map(rows.map(({ unit }) => [unit.key, unit.population]));
  const of = (wanted: (population: Population) => boolean): SumRow[] =>
    sums.filter(({ key }) => population.has(under.of(key)) && wanted(population.get(under.of(key))!));
  const isShown = (each: Population): boolean =>
    isListed(each, scope) && (populations.isRated(each) || rows.some(({ unit }) => unit.population === each));
  const list: Total[] = populations.keys.filter(isShown).map((each) => ({
    population: each,
    ...against(
      of((p) => p === each),
      targets,
      { population: each },
    ),
  }));
  if (scope === 'all')
    list.push({
      population: 'all',
      ...unjudged(
        of((p) => populations.isRated(p)),
        targets.metrics,
      ),
    });
  return list;
}

export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
