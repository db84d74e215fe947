import type { LocalDay } from '#domain';
import type { PopulationBook } from './link-populations.js';
import type { Row } from './read-sheet.js';
import { TEXTS } from './seed.vi.js';
import type { KnownUnit, UnitBook } from './unit-book.js';

/** A target as it will be stored; `row` where the file says so. */
export interface KnownTarget {
  metric: string;
  population: string;
  /** key; '': the whole population */
  unit: string;
  period_from: LocalDay;
  period_to: LocalDay;
  op: string;
  value: string | null;
  section: string;
  reading: string;
  counts: boolean;
  row: Row | null;
}

/** Whose target a line is: of a population inside the rates, or of one of its units, whose key and population it gets. */
export function linkTargets(rows: readonly Row[], units: UnitBook, populations: PopulationBook): void {
  for (const row of rows) {
    const { unit: name, population } = row.values as { unit?: string; population?: string };
    if (name === undefined || population === undefined) continue;
    const isRated = populations.isRated(population);
    if (name === '' || population !== '') {
      if (!isRated) row.fault('population', TEXTS.notOneOf(population, populations.ratedKeys()));
    }
    if (name === '' || (population !== '' && !isRated)) continue;
    const unit = unitOf(row, name, units);
    if (unit === null) continue;
    row.values.unit = unit.key;
    if (population === '') row.values.population = unit.population;
    else if (population !== unit.population) row.fault('population', TEXTS.targetPopulation(unit.population));
    if (!populations.isRated(unit.population)) row.fault('unit', TEXTS.targetOutside(unit.population));
  }
}

/** By key, or the one unit that has the code on some day of the target's period. */
function unitOf(row: Row, name: string, units: UnitBook): KnownUnit | null {
  const { period_from: from, period_to: to } = row.values as { period_from?: LocalDay; period_to?: LocalDay };
  if (from === undefined || to === undefined || units.isBroken(name)) return null;
  const named = units.byKey(name);
  const bearers = (named ? [named] : units.ofCode(name)).filter(
    ({ validFrom, validTo }) => validFrom <= to && (validTo === null || validTo > from),
  );
  if (bearers.length === 1) return bearers[0]!;
  if (bearers.length > 1) row.fault('unit', TEXTS.targetOfSeveral(name));
  else row.fault('unit', units.isKnown(name) ? TEXTS.unitNotThen(name, from) : TEXTS.unitUnknown(name));
  return null;
}

/** A target is for a metric that the plan counts, where the plan has a list of them. */
export function linkMetrics(rows: readonly Row[], listed: ReadonlySet<string>): void {
  for (const row of rows) {
    const { metric } = row.values;
    if (typeof metric === 'string' && listed.size > 0 && !listed.has(metric)) row.fault('metric', TEXTS.targetMetric);
  }
}

/** Two targets that count for one figure at the same time: nothing would tell against which it is held. */
export function tellTargetsTwice(rows: readonly Row[]): void {
  const standing = new Map<string, Row[]>();
  for (const row of rows) {
    const { metric, population, unit, counts, period_from: from, period_to: to } = row.values as Record<string, string>;
    if (!counts || [metric, population, unit, from, to].includes(undefined as never)) continue;
    const others = standing.get(`${metric}|${population}|${unit}`) ?? [];
    const other = others.find(
      ({ values }) => from! <= (values.period_to as string) && to! >= (values.period_from as string),
    );
    if (other) row.fault('counts', TEXTS.targetTwice(other.line));
    others.push(row);
    standing.set(`${metric}|${population}|${unit}`, others);
  }
}

/** What a seeding will leave: the stored targets, with those of the file in the place of the same ones. */
export function targetsToBe(stored: readonly Omit<KnownTarget, 'row'>[], rows: readonly Row[]): KnownTarget[] {
  const keyOf = ({ metric, population, unit, period_from, section, reading }: Omit<KnownTarget, 'row'>): string =>
    JSON.stringify([metric, population, unit, period_from, section, reading]);
  const all = new Map(stored.map((target) => [keyOf(target), { ...target, row: null } as KnownTarget]));
  for (const row of rows) {
    const target = { ...(row.values as unknown as Omit<KnownTarget, 'row'>), row };
    if (!row.faulty) all.set(keyOf(target), target);
  }
  return [...all.values()];
}

/**
 * A unit's own target is never lower than its population's at the same time (the plan sets the least that everybody has
 * to reach, §IV.1 of Kế hoạch 112/KH-UBND). Told at the line of the unit, else at the line that raises the population's.
 */
export function tellLowerTargets(all: readonly KnownTarget[]): void {
  const counting = all.filter(({ counts, value }) => counts && value !== null);
  for (const own of counting.filter(({ unit }) => unit !== '')) {
    for (const base of counting) {
      const isSame = base.unit === '' && base.metric === own.metric && base.population === own.population;
      if (!isSame || base.period_from > own.period_to || base.period_to < own.period_from) continue;
      if (isAsStrict(own, base)) continue;
      if (own.row) own.row.fault('value', TEXTS.targetLower(base.population, aimOf(base)));
      else base.row?.fault('value', TEXTS.targetAbove(own.unit, aimOf(own)));
    }
  }
}

/** Whether whoever meets the one meets the other too. */
function isAsStrict(own: KnownTarget, base: KnownTarget): boolean {
  const [mine, least] = [Number(own.value), Number(base.value)];
  if (base.op === '=') return own.op === '=' && mine === least;
  if (own.op !== base.op && own.op !== '=') return false;
  return base.op === '>=' ? mine >= least : mine <= least;
}

const aimOf = ({ op, value }: KnownTarget): string => `${op} ${Number(value)} %`;
