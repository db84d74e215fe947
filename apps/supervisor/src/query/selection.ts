import { type Static, Type } from 'typebox';
import { dayText, type LocalDay, type Procedure, type Scope, type Unit } from '#domain';
import {
  cumulative,
  EXAMPLES,
  isBeyondDays,
  monthOf,
  type MonthDay,
  parsePeriod,
  type Period,
  PERIOD_RULES,
} from '#metrics';
import type { Selection as DossierFilter } from '#projections';
import { day, named, oneOf } from '../openapi/schema.js';
import type { Parameters } from './parameters.js';
import type { Present } from './present.js';

export const population = Type.String({ description: 'key of a population: which there are is told by /api/meta' });
export const scope = Type.String({ description: 'key of a population, or `all`' });
export const RECKONS = ['period', 'cumulative'] as const;
export type Reckon = (typeof RECKONS)[number];

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

export const PeriodView = named('PeriodView', {
  key: Type.String({ description: 'as a question names it' }),
  label: Type.String(),
  from: day,
  to: day,
  stocksAt: { ...day, description: 'the day at whose end the stocks stand' },
  reckon: oneOf(RECKONS),
  rule: oneOf(PERIOD_RULES, 'which of the rules that cut a year it follows: "Quý I" is not the same in all of them'),
});
export type PeriodView = Static<typeof PeriodView>;

/** The month of today: what is shown where no period is asked for. */
export const defaultPeriod = (today: LocalDay): Period => monthOf(today);

/** Reads `period` and `reckon`. */
export function readPeriod(parameters: Parameters, { today, reportingFrom }: Present): SelectedPeriod {
  const text = parameters.text('period');
  const reckon = parameters.oneOf('reckon', RECKONS, 'period');
  const named = text === null ? null : periodOf(text, parameters, reportingFrom);
  return selectPeriod(named ?? defaultPeriod(today), reckon, today, reportingFrom);
}

/** A period and the way of reckoning as days that count. */
export function selectPeriod(named: Period, reckon: Reckon, today: LocalDay, reportingFrom?: MonthDay): SelectedPeriod {
  const days = reckon === 'cumulative' ? cumulative(named, reportingFrom) : named;
  return { named, reckon, days, stocksAt: days.to < today ? days.to : today };
}

function periodOf(text: string, parameters: Parameters, reportingFrom: MonthDay): Period | null {
  const period = parsePeriod(text, reportingFrom);
  if (period) return period;
  return isBeyondDays(text, reportingFrom)
    ? parameters.fault('period', 'date-out-of-range', 'Kỳ phải nằm trong các năm từ 2000 đến 2099.')
    : parameters.fault('period', 'unknown-period', `Không có kỳ này. Ví dụ: ${EXAMPLES.join(', ')}.`);
}

export const periodView = ({ named, reckon, days, stocksAt }: SelectedPeriod): PeriodView => ({
  key: named.key,
  label: days.label,
  from: days.from,
  to: days.to,
  stocksAt,
  reckon,
  rule: named.rule,
});

/** Reads `scope`, `field` and `procedure`. */
export function readSelection(parameters: Parameters, { reference, fields }: Present): Selection {
  const scope = parameters.oneOf<Scope, Scope>('scope', ['all', ...reference.populations.keys], 'all');
  const text = parameters.text('procedure');
  const procedure = text === null ? null : reference.procedureKnown(text);
  if (text !== null && procedure === null) {
    parameters.fault('procedure', 'unknown-procedure', 'Không có thủ tục nào có mã này.');
  }
  const field = parameters.text('field');
  if (field !== null && !fields.has(field)) parameters.fault('field', 'unknown-field', 'Không có lĩnh vực này.');
  return { scope, field, procedure };
}

export interface Days {
  from: LocalDay;
  to: LocalDay;
}

/**
 * Reads `unit`: its key (`26080@2019-06-01`), or its code. Codes are re-used, so that a code stands for every unit that
 * had it on some day of the question; in the order of their days. Null when it is not asked for.
 */
export const readUnits = (parameters: Parameters, present: Present, days: Days): Unit[] | null =>
  unitsOf(parameters.text('unit'), parameters, present, days);

/** The same, where a unit must be named. */
export const requireUnits = (parameters: Parameters, present: Present, days: Days): Unit[] | null =>
  unitsOf(parameters.required('unit'), parameters, present, days);

function unitsOf(text: string | null, parameters: Parameters, { reference }: Present, days: Days): Unit[] | null {
  if (text === null) return null;
  const named = reference.unitByKey(text);
  if (named) return [named];
  const bearers = reference.rows.units.filter((unit) => unit.code === text && existed(unit, days));
  if (bearers.length > 0) return bearers.sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  const [from, to] = [days.from, days.to].map(dayText);
  const when = from === to ? `vào ngày ${to}` : `từ ngày ${from} đến ngày ${to}`;
  return parameters.fault('unit', 'unknown-unit', `Không có đơn vị nào có mã này ${when}.`);
}

/** Whether a unit was there on some day of a span. */
export const existed = ({ validFrom, validTo }: Unit, { from, to }: Days): boolean =>
  validFrom <= to && (validTo === null || validTo > from);

/** Keys of the units whose dossiers a question is about: those that it names, or all that its scope counts. */
export const askedUnits = (units: readonly Unit[] | null, scope: Scope, present: Present): string[] =>
  units ? units.map(({ key }) => key) : countedUnits(scope, present);

/** Keys of all units, past ones too, of which a figure of this scope is made. */
export const countedUnits = (scope: Scope, { reference }: Present): string[] =>
  reference.rows.units
    .filter(({ population }) => reference.populations.counts(population, scope))
    .map(({ key }) => key);

/** A selection as the read tables are asked for it; `units` left out: all units. */
export const dossierFilter = ({ field, procedure }: Selection, units?: readonly string[]): DossierFilter => ({
  ...(units && { units }),
  ...(field !== null && { field }),
  ...(procedure && { procedure: procedure.national }),
});
