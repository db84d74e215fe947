import { parse } from 'csv-parse/sync';
import { dayFrom, HOUR, type LocalDayNumber } from './local-time.js';
import { type CalendarDay, OfficeHours } from './office-hours.js';

/** Reference data of a story, as the files that are seeded. */
export interface CityFiles {
  readonly 'units.csv': string;
  readonly 'procedures.csv': string;
  readonly 'policies.csv': string;
  readonly 'calendar.csv': string;
}

export type LimitUnit = 'working-day' | 'calendar-day' | 'hour' | 'month';
export interface CityUnit {
  readonly key: string;
  readonly code: string;
  readonly population: string;
  readonly agency: string;
  readonly from: LocalDayNumber;
  /** First day on which it is no more. */
  readonly until: LocalDayNumber | undefined;
  /** Codes of what takes over. */
  readonly successors: readonly string[];
}
export interface CityProcedure {
  readonly code: string;
  readonly field: string;
  readonly limit: number;
  readonly limitUnit: LimitUnit;
  readonly special: boolean;
  readonly fee: number;
  readonly population: string;
}
export type WaitWord = 'restart' | 'suspend' | 'none';
export type WaitReason = 'supplement' | 'obligation' | 'consultation' | 'suspension';

const national = (code: string): string => /^\d\.\d{6}/.exec(code)?.[0] ?? code;
const rows = (text: string): Record<string, string>[] => parse(text, { columns: true, bom: true });

/** Units, procedures, rules and days of a city; everything is found by looking through the rows. */
export class City {
  readonly units: readonly CityUnit[];
  readonly procedures: readonly CityProcedure[];
  readonly hours: OfficeHours;
  private readonly told = new Map<string, string>();
  private readonly rules: readonly { key: string; value: string; scope: string }[];

  constructor(readonly files: CityFiles) {
    this.units = rows(files['units.csv']).map((row) => ({
      key: `${row.unit!}@${row.valid_from!}`,
      code: row.unit!,
      population: row.population!,
      agency: row.agency_code_placeholder!,
      from: dayFrom(row.valid_from!),
      until: row.valid_to ? dayFrom(row.valid_to) : undefined,
      successors: (row.successors ?? '').split('|').filter(Boolean),
    }));
    this.procedures = rows(files['procedures.csv']).map((row) => ({
      code: row.procedure!,
      field: row.field!,
      limit: Number(row.limit_working_days || row.limit_n),
      limitUnit: row.limit_working_days ? 'working-day' : (row.limit_unit as LimitUnit),
      special: row.special_no_e_result === '1',
      fee: Number(row.fee_vnd),
      population: row.population!,
    }));
    this.hours = new OfficeHours(
      rows(files['calendar.csv']).map((row) => ({ day: row.day!, kind: row.kind as CalendarDay['kind'] })),
    );
    this.rules = rows(files['policies.csv']).map((row) => ({
      key: row.key!,
      value: row.value!,
      scope: row.scope ?? '',
    }));
  }

  procedure(code: string): CityProcedure | undefined {
    return this.procedures.find((one) => one.code === national(code));
  }

  unit(key: string): CityUnit {
    return this.units.find((one) => one.key === key)!;
  }

  /** A unit named by key, or by the code that it bears on that day; 'closed' where the name is known and not in force then. */
  unitNamed(name: string, day: LocalDayNumber): CityUnit | 'unknown' | 'closed' {
    const named = this.units.filter((one) => one.key === name || one.code === name);
    if (named.length === 0) return 'unknown';
    return named.find((one) => inForce(one, day)) ?? 'closed';
  }

  /** The one unit that takes over what a closed unit leaves open. */
  successorOf(unit: CityUnit): CityUnit | undefined {
    if (unit.until === undefined || unit.successors.length !== 1) return undefined;
    const successor = this.unitNamed(unit.successors[0]!, unit.until);
    return typeof successor === 'string' ? undefined : successor;
  }

  waitWord(reason: WaitReason, procedure: string): WaitWord {
    return this.rule(`${reason}-clock`, procedure) as WaitWord;
  }

  endOfDay(procedure: string): boolean {
    return this.rule('due-clock', procedure) !== 'same-clock-time';
  }

  /** The last hour at which a receipt counts on its own day, since midnight. */
  lastHour(procedure: string): number | undefined {
    const [hour, minute] = this.rule('after-hours', procedure).split(':').map(Number);
    return Number.isNaN(hour) ? undefined : hour! * HOUR + minute! * 60_000;
  }

  midnightIsEndOfDay(procedure: string): boolean {
    return this.rule('midnight-due', procedure, 'end-of-day') === 'end-of-day';
  }

  apologyDays(procedure: string): number {
    return Number(this.rule('apology-limit-days', procedure, '1'));
  }

  private rule(key: string, procedure: string, otherwise = ''): string {
    const scope = national(procedure);
    const asked = `${key} ${scope}`;
    let value = this.told.get(asked);
    if (value === undefined) {
      const found = this.rules.filter((one) => one.key === key && (one.scope === '' || one.scope === scope));
      value = (found.find((one) => one.scope !== '') ?? found[0])?.value ?? otherwise;
      this.told.set(asked, value);
    }
    return value;
  }
}

export const inForce = (unit: CityUnit, day: LocalDayNumber): boolean =>
  unit.from <= day && (unit.until === undefined || day < unit.until);
