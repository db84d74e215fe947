import { WorkingCalendar, type DayRow, type OfficeHoursRow } from '../calendar/calendar.js';
import type { Instant, LocalDay } from '../calendar/time.js';
import { localDay } from '../calendar/time.js';
import type { Rules } from '../dossier/events.js';
import { policyRule } from './policies.js';
import { type PopulationRow, Populations } from './populations.js';
import {
  type DossierPlace,
  foldName,
  holdsOn,
  isInForce,
  isProcedureCode,
  nationalPart,
  type Population,
  type Procedure,
  type Reference,
  type Succession,
  type Unit,
} from './reference.js';
import { choose } from './succession.js';

/** A policy in force from a day on, for everything (`scope` empty) or for one procedure (its national part). */
export interface Policy {
  key: string;
  value: string;
  scope: string;
  effectiveFrom: LocalDay;
  source: string;
}

export interface ReferenceRows {
  units: Unit[];
  procedures: Procedure[];
  policies: Policy[];
  days: DayRow[];
  hours: OfficeHoursRow[];
  successions?: Succession[];
  populations?: PopulationRow[];
}

/** Reference data held in memory: what decisions and pages look up. Immutable; new rows are a new object. */
export class ReferenceData implements Reference {
  readonly calendar: WorkingCalendar;
  readonly populations: Populations;
  private readonly byKey = new Map<string, Unit>();
  private readonly byCode: Map<string, Unit[]>;
  private readonly byAgency: Map<string, Unit[]>;
  private readonly byName: Map<string, Unit[]>;
  /** by national part, the latest first */
  private readonly procedures: Map<string, Procedure[]>;
  private readonly policies = new Map<string, Policy[]>();
  private readonly successions: Map<string, Succession[]>;
  private readonly rulesCache = new Map<string, Rules>();

  constructor(readonly rows: ReferenceRows) {
    this.calendar = new WorkingCalendar(rows.days, rows.hours);
    this.populations = new Populations(rows.populations ?? []);
    for (const unit of rows.units) this.byKey.set(unit.key, unit);
    this.byCode = group(rows.units, (unit) => [unit.code]);
    this.byAgency = group(rows.units, (unit) => [...new Set(agencyCodesOf(unit))]);
    this.byName = group(rows.units, (unit) => [...new Set([unit.name, ...unit.aliases].map(foldName))]);
    this.procedures = group(rows.procedures, (procedure) => [procedure.national]);
    for (const list of this.procedures.values()) {
      list.sort((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? 1 : -1));
    }
    this.successions = group(rows.successions ?? [], (row) => [row.unit]);
    for (const policy of rows.policies) {
      // a word from before values were checked: as if it were not there, so that no decision rests on it
      if (policyRule(policy.key)?.allows(policy.value) === false) continue;
      const key = `${policy.key}|${policy.scope}`;
      this.policies.set(key, [...(this.policies.get(key) ?? []), policy]);
    }
    for (const list of this.policies.values()) list.sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1));
  }

  unit(keyOrCode: string, on: LocalDay): Unit | null {
    return this.byKey.get(keyOrCode) ?? inForce(this.byCode.get(keyOrCode), on);
  }
  unitLastOf(code: string, on: LocalDay): Unit | null {
    let last: Unit | null = null;
    for (const unit of this.byCode.get(code) ?? []) {
      if (unit.validTo !== null && unit.validTo <= on && (last === null || unit.validTo > last.validTo!)) last = unit;
    }
    return last;
  }
  unitNextOf(code: string, on: LocalDay): Unit | null {
    let next: Unit | null = null;
    for (const unit of this.byCode.get(code) ?? []) {
      if (unit.validFrom > on && (next === null || unit.validFrom < next.validFrom)) next = unit;
    }
    return next;
  }
  successor(unitKey: string, dossier: DossierPlace, on: LocalDay): Unit | null {
    let unit = this.byKey.get(unitKey) ?? null;
    if (unit === null || isInForce(unit, on)) return null;
    // as many steps as there are units: rows that lead in a circle end
    for (let steps = this.byKey.size; unit !== null && steps > 0; steps--) {
      if (unit.validTo === null || unit.validTo > on) return null;
      const key = choose(unit.successors, this.successions.get(unit.key), dossier);
      unit = key === null ? null : (this.byKey.get(key) ?? null);
      if (unit !== null && isInForce(unit, on)) return unit;
    }
    return null;
  }
  /**
   * Under which unit the figures of a unit stand on a day, where they stand under the successor: the unit at the end of the chain of those that
   * have taken over. Where several have, or none, the chain ends: what each of them took is not a part of a figure.
   * @param on a merger after this day (local) has not happened yet
   */
  heir(unitKey: string, on: LocalDay): string {
    let key = unitKey;
    for (let steps = this.byKey.size; steps > 0; steps--) {
      const unit = this.byKey.get(key);
      const isGone = unit !== undefined && unit.validTo !== null && unit.validTo <= on;
      if (!isGone || unit.successors.length !== 1 || !this.byKey.has(unit.successors[0]!)) return key;
      key = unit.successors[0]!;
    }
    return key;
  }
  /** Units that are no more on a day. */
  closedUnits(on: LocalDay): Unit[] {
    return this.rows.units.filter(({ validTo }) => validTo !== null && validTo <= on);
  }
  unitByKey(key: string): Unit | null {
    return this.byKey.get(key) ?? null;
  }
  /** The population of a unit by its key; of one that is not known, the one outside every rate. */
  populationOf(unitKey: string): Population {
    return this.byKey.get(unitKey)?.population ?? this.populations.outside;
  }
  unitByAgency(agencyCode: string, on: LocalDay): Unit | null {
    const units = this.byAgency.get(agencyCode)?.filter(({ agencyCodes = [] }) => {
      const then = agencyCodes.findLast(({ from }) => from <= on);
      return then === undefined || then.code === agencyCode;
    });
    return inForce(units, on);
  }
  unitByName(name: string, on: LocalDay): Unit | null {
    return inForce(this.byName.get(foldName(name)), on);
  }
  /** A name of a unit, of any time, as the reference data spell it; null: no unit is called so. */
  listedName(text: string): string | null {
    const folded = foldName(text);
    const unit = this.byName.get(folded)?.[0];
    return unit ? ([unit.name, ...unit.aliases].find((name) => foldName(name) === folded) ?? null) : null;
  }
  procedure(code: string, on: LocalDay): Procedure | null {
    return this.proceduresOf(code).find((procedure) => holdsOn(procedure, on)) ?? null;
  }
  procedureKnown(code: string, on?: LocalDay): Procedure | null {
    return (on === undefined ? null : this.procedure(code, on)) ?? this.proceduresOf(code)[0] ?? null;
  }
  /** Each procedure once, as in force on a day, or as it was said last. */
  proceduresOn(on: LocalDay): Procedure[] {
    return [...this.procedures.values()].map((rows) => rows.find((row) => holdsOn(row, on)) ?? rows[0]!);
  }
  private proceduresOf(code: string): Procedure[] {
    const rows = this.procedures.get(nationalPart(code)) ?? [];
    return isProcedureCode(code) ? rows : rows.filter((row) => code === row.code || code === row.national);
  }

  isPopulation(key: string): boolean {
    return this.populations.keys.includes(key);
  }

  /** The value of a policy for a procedure at an instant: its own row over the general one, the latest in force. */
  policy(key: string, at: Instant, procedure = ''): string {
    const on = localDay(at);
    const of = (scope: string) =>
      this.policies.get(`${key}|${scope}`)?.find((policy) => policy.effectiveFrom <= on)?.value;
    return (procedure === '' ? undefined : of(nationalPart(procedure))) ?? of('') ?? policyRule(key)?.default ?? '';
  }

  rules(procedure: string, at: Instant): Rules {
    const cacheKey = `${nationalPart(procedure)}|${localDay(at)}`;
    const cached = this.rulesCache.get(cacheKey);
    if (cached) return cached;
    const value = (key: string): string => this.policy(key, at, procedure);
    const afterHours = value('after-hours');
    const rules = {
      dueClock: value('due-clock'),
      afterHours: afterHours === 'none' || afterHours === '' ? null : afterHours,
      supplement: value('supplement-clock'),
      obligation: value('obligation-clock'),
      consultation: value('consultation-clock'),
      suspension: value('suspension-clock'),
      apologyDays: Number(value('apology-limit-days')),
    } as Rules;
    if (this.rulesCache.size > 50_000) this.rulesCache.clear();
    this.rulesCache.set(cacheKey, rules);
    return rules;
  }
}

const agencyCodesOf = ({ agencyCode, agencyCodes }: Unit): string[] =>
  [agencyCode, ...(agencyCodes ?? []).map(({ code }) => code)].filter((code) => code !== null);

function group<T>(rows: readonly T[], keysOf: (row: T) => string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    for (const key of keysOf(row)) groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}

/** The unit of that day; a day before the first or after the last finds none. */
const inForce = (units: Unit[] | undefined, on: LocalDay): Unit | null =>
  units?.find((unit) => isInForce(unit, on)) ?? null;
