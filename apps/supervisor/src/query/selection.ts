import { isDayInRange, type LocalDay, type Population, type Procedure, type Unit } from '#domain';
import { cumulative, monthOf, parsePeriod, type Period } from '#metrics';
import type { Selection as DossierFilter } from '#projections';
import type { Parameters } from './parameters.js';
import type { Present } from './present.js';

export const SCOPES = ['all', 'city', 'ward', 'branch'] as const;
export type Scope = (typeof SCOPES)[number];
export type Reckon = 'period' | 'cumulative';

/** Which dossiers a question is about. */
export interface Selection {
  scope: Scope;
  field: string | null;
  procedure: Procedure | null;
}

/** The period of a question, from the start of its year when it is reckoned cumulatively. */
export interface SelectedPeriod {
  /** as it was named */
  named: Period;
  reckon: Reckon;
  /** the days that count */
  days: Period;
  /** the day at whose end stocks stand: the last one, or today where that comes first (architecture.md 13) */
  stocksAt: LocalDay;
}

export interface PeriodView {
  key: string;
  label: string;
  from: LocalDay;
  to: LocalDay;
  stocksAt: LocalDay;
  reckon: Reckon;
}

/** The month of today: what is shown where no period is asked for. */
export const defaultPeriod = (today: LocalDay): Period => monthOf(today);

/** Reads `period` and `reckon`. */
export function readPeriod(parameters: Parameters, { today }: Present): SelectedPeriod {
  const text = parameters.text('period');
  const reckon = parameters.oneOf('reckon', ['period', 'cumulative'], 'period');
  return selectPeriod((text === null ? null : periodOf(text, parameters)) ?? defaultPeriod(today), reckon, today);
}

/** A period and the way of reckoning as days that count. */
export function selectPeriod(named: Period, reckon: Reckon, today: LocalDay): SelectedPeriod {
  const days = reckon === 'cumulative' ? cumulative(named) : named;
  return { named, reckon, days, stocksAt: days.to < today ? days.to : today };
}

/** The first year that a period names; what lies beyond the dates of dossiers is told as that, whatever else is wrong. */
const YEAR = /^[a-z-]+:(\d{4})(?!\d)/;

function periodOf(text: string, parameters: Parameters): Period | null {
  const outOfRange = (): null =>
    parameters.fault('period', 'date-out-of-range', 'Kỳ phải nằm trong các năm từ 2000 đến 2099.');
  const [, year] = YEAR.exec(text) ?? [];
  if (year !== undefined && (year < '1999' || year > '2100')) return outOfRange();
  const period = parsePeriod(text);
  if (!period) {
    return parameters.fault(
      'period',
      'unknown-period',
      'Không có kỳ này. Ví dụ: year:2024, half:2024-1, quarter:2024-4, month:2024-11, week:2024-W48, reporting-year:2024, range:2024-01-01..2024-02-29.',
    );
  }
  if (!isDayInRange(period.from) || !isDayInRange(period.to)) return outOfRange();
  return period;
}

export const periodView = ({ named, reckon, days, stocksAt }: SelectedPeriod): PeriodView => ({
  key: named.key,
  label: days.label,
  from: days.from,
  to: days.to,
  stocksAt,
  reckon,
});

/** Reads `scope`, `field` and `procedure`. */
export function readSelection(parameters: Parameters, { reference, fields }: Present): Selection {
  const scope = parameters.oneOf('scope', SCOPES, 'all');
  const text = parameters.text('procedure');
  const procedure = text === null ? null : reference.procedure(text);
  if (text !== null && procedure === null) {
    parameters.fault('procedure', 'unknown-procedure', 'Không có thủ tục nào có mã này.');
  }
  const field = parameters.text('field');
  if (field !== null && !fields.has(field)) parameters.fault('field', 'unknown-field', 'Không có lĩnh vực này.');
  return { scope, field, procedure };
}

/**
 * Reads `unit`: its key (`26080@2019-06-01`), or its code, which is looked up on a day, because codes are re-used.
 * Null when it is not asked for.
 */
export const readUnit = (parameters: Parameters, present: Present, on: LocalDay): Unit | null =>
  unitOf(parameters.text('unit'), parameters, present, on);

/** The same, where a unit must be named. */
export const requireUnit = (parameters: Parameters, present: Present, on: LocalDay): Unit | null =>
  unitOf(parameters.required('unit'), parameters, present, on);

function unitOf(text: string | null, parameters: Parameters, { reference }: Present, on: LocalDay): Unit | null {
  if (text === null) return null;
  const [year, month, day] = on.split('-');
  return (
    reference.unit(text, on) ??
    parameters.fault('unit', 'unknown-unit', `Không có đơn vị nào có mã này vào ngày ${day}/${month}/${year}.`)
  );
}

/** Populations that a scope counts. `all` is both populations of the plan: the vertical branches stand outside (plan §IV.7). */
const COUNTED: Record<Scope, readonly Population[]> = {
  all: ['city', 'ward'],
  city: ['city'],
  ward: ['ward'],
  branch: ['branch'],
};

export const isCounted = (population: Population, scope: Scope): boolean => COUNTED[scope].includes(population);

/** Keys of all units, past ones too, of which a figure of this scope is made. */
export const countedUnits = (scope: Scope, { reference }: Present): string[] =>
  reference.rows.units.filter(({ population }) => isCounted(population, scope)).map(({ key }) => key);

/** A selection as the read tables are asked for it; `units` left out: all units. */
export const dossierFilter = ({ field, procedure }: Selection, units?: readonly string[]): DossierFilter => ({
  ...(units && { units }),
  ...(field !== null && { field }),
  ...(procedure && { procedure: procedure.national }),
});
