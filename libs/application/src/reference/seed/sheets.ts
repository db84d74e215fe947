import { LONGEST_LIMIT, type Limit, nationalPart, POLICIES, policyRule } from '#domain';
import { isMonthDay, METRICS, PLACES } from '#metrics';
import { TEXTS } from './seed.vi.js';
import {
  code,
  day,
  fail,
  flag,
  instant,
  isCode,
  list,
  oneOf,
  percent,
  populationKey,
  procedureCode,
  someOf,
  timeOfDay,
  unitName,
  weekdays,
  whole,
} from './values.js';

/** One column of a file: where its value comes from, what stands for a missing column, how it is read. */
export interface Column {
  from: string[];
  /** what a missing column means; absent: the column must be there */
  default?: string;
  required?: boolean;
  read?: (text: string) => unknown;
}

/** The values of one line by column of the table; undefined: the value has a fault. */
export type Values = Record<string, unknown>;

export interface Sheet {
  file: string;
  /** null: its lines become facts in the log */
  table: string | null;
  key: string[];
  /** the file is the whole list: what it does not name is no more */
  whole?: true;
  columns: Record<string, Column>;
  /** a column with a list, of which each value becomes a row of the table, in the column named here */
  spread?: { from: string; to: string };
  /** what follows from a line's own values; tells the column that has a fault */
  finish?: (row: Values, fault: (column: string, text: string) => void) => void;
}

/** From ever on: what holds where a file names no day. */
export const BEGINNING = '1900-01-01';
const NO_END = '9999-12-31';

/** Headings that are for readers only. */
export const FOR_READERS = ['note'];

const MOST_FEE = 1_000_000_000_000;
const MOST_ORDER = 9_999;
const LIMIT_UNITS = Object.keys(LONGEST_LIMIT);

/** From when on a row is known: a promise made before does not move. */
const announcedAt: Column = {
  from: ['announced_at'],
  default: '',
  read: (text) => (text === '' ? `${BEGINNING}T00:00:00.000Z` : instant(text)),
};
const metric = oneOf(...METRICS.map(({ id }) => id));

const units: Sheet = {
  file: 'units.csv',
  table: null,
  key: ['key'],
  columns: {
    code: { from: ['unit', 'code'], required: true, read: code },
    name: { from: ['name'], required: true },
    population: { from: ['population'], required: true },
    agency_code: {
      from: ['agency_code', 'agency_code_placeholder'],
      default: '',
      read: (text) => (text === '' ? null : code(text)),
    },
    aliases: { from: ['aliases'], default: '', read: list },
    valid_from: { from: ['valid_from'], default: '', read: day },
    valid_to: { from: ['valid_to'], default: '', read: day },
    successors: { from: ['successors'], default: '', read: (text) => list(text).map(unitName) },
  },
};

const procedures: Sheet = {
  file: 'procedures.csv',
  table: 'ref.procedure',
  key: ['national', 'valid_from'],
  columns: {
    code: { from: ['procedure', 'code'], required: true, read: procedureCode },
    name: { from: ['name'], required: true },
    field: { from: ['field'], required: true },
    limit_working_days: {
      from: ['limit_working_days'],
      default: '',
      read: whole(LONGEST_LIMIT['working-day']),
    },
    limit_n: { from: ['limit_n'], default: '', read: whole(Math.max(...Object.values(LONGEST_LIMIT))) },
    limit_unit: {
      from: ['limit_unit'],
      default: 'working-day',
      read: (text) => (text === '' ? 'working-day' : oneOf(...LIMIT_UNITS)(text)),
    },
    fee_vnd: { from: ['fee_vnd'], default: '0', read: (text) => whole(MOST_FEE)(text) ?? 0 },
    special: { from: ['special', 'special_no_e_result'], default: '0', read: flag },
    population: { from: ['population'], default: '' },
    valid_from: { from: ['valid_from'], default: '', read: (text) => day(text) ?? BEGINNING },
    valid_to: { from: ['valid_to'], default: '', read: day },
  },
  finish: (row, fault) => {
    if (typeof row.code === 'string') row.national = nationalPart(row.code);
    if (row.limit_n === null) {
      row.limit_n = row.limit_working_days;
      if (row.limit_n !== null) row.limit_unit = 'working-day';
    }
    delete row.limit_working_days;
    const unit = row.limit_unit as Limit['unit'] | undefined;
    if (unit !== undefined && (row.limit_n as number) > LONGEST_LIMIT[unit]) {
      fault('limit_n', TEXTS.limitTooLong(LONGEST_LIMIT[unit], unit));
    }
    const { valid_from: from, valid_to: to } = row as { valid_from?: string; valid_to?: string | null };
    if (from && to && to <= from) fault('valid_to', TEXTS.notAfter(from));
  },
};

const policies: Sheet = {
  file: 'policies.csv',
  table: 'ref.policy',
  key: ['key', 'scope', 'effective_from'],
  columns: {
    key: {
      from: ['key'],
      required: true,
      read: (text) => (policyRule(text) ? text : fail(TEXTS.policyUnknown(Object.keys(POLICIES)))),
    },
    value: { from: ['value'], required: true },
    scope: { from: ['scope'], default: '', read: (text) => nationalPart(text) },
    effective_from: { from: ['effective_from'], default: '', read: (text) => day(text) ?? BEGINNING },
    source: { from: ['source'], default: '' },
  },
  finish: (row, fault) => {
    const rule = typeof row.key === 'string' ? policyRule(row.key) : null;
    if (rule === null) return;
    if (typeof row.value === 'string' && !rule.allows(row.value)) {
      fault('value', TEXTS.policyValue(row.value, rule.allowed));
    }
    if (row.scope !== '' && !rule.perProcedure) fault('scope', TEXTS.policyForAll);
  },
};

const calendar: Sheet = {
  file: 'calendar.csv',
  table: 'ref.calendar_day',
  key: ['day', 'unit', 'announced_at'],
  columns: {
    day: { from: ['day'], required: true, read: day },
    kind: { from: ['kind'], default: 'off', read: oneOf('off', 'working') },
    unit: { from: ['unit'], default: '', read: unitName },
    announced_at: announcedAt,
    note: { from: ['note'], default: '' },
  },
};

const hours: Sheet = {
  file: 'hours.csv',
  table: 'ref.hours',
  key: ['unit', 'valid_from', 'weekday', 'announced_at'],
  spread: { from: 'weekdays', to: 'weekday' },
  columns: {
    unit: { from: ['unit'], default: '', read: unitName },
    valid_from: { from: ['valid_from'], required: true, read: day },
    weekdays: { from: ['weekdays'], default: 'mon-fri', required: true, read: weekdays },
    opens: { from: ['opens'], read: timeOfDay },
    closes: { from: ['closes'], read: timeOfDay },
    lunch_from: { from: ['lunch_from'], default: '', read: timeOfDay },
    lunch_to: { from: ['lunch_to'], default: '', read: timeOfDay },
    announced_at: announcedAt,
  },
  finish: (row, fault) => {
    const {
      opens,
      closes,
      lunch_from: from,
      lunch_to: to,
    } = row as Record<'opens' | 'closes' | 'lunch_from' | 'lunch_to', string | null | undefined>;
    if (opens === undefined || closes === undefined || from === undefined || to === undefined) return;
    if ((opens === null) !== (closes === null)) return fault(opens === null ? 'opens' : 'closes', TEXTS.hoursHalf);
    if ((from === null) !== (to === null)) return fault(from === null ? 'lunch_from' : 'lunch_to', TEXTS.lunchHalf);
    if (opens === null || closes === null) return from === null ? undefined : fault('lunch_from', TEXTS.hoursHalf);
    if (closes <= opens) return fault('closes', TEXTS.closesTooEarly(opens));
    if (from === null || to === null) return;
    if (from <= opens || from >= closes) fault('lunch_from', TEXTS.lunchOutside(opens, closes));
    else if (to >= closes) fault('lunch_to', TEXTS.lunchOutside(opens, closes));
    else if (to <= from) fault('lunch_to', TEXTS.lunchBackwards(from));
  },
};

const targets: Sheet = {
  file: 'targets.csv',
  table: 'ref.target',
  key: ['metric', 'population', 'unit', 'period_from', 'section', 'reading'],
  columns: {
    metric: { from: ['metric'], required: true, read: metric },
    population: { from: ['population'] },
    unit: { from: ['unit'], default: '', read: unitName },
    value: { from: ['value'], read: percent },
    op: { from: ['op'], default: '>=', read: (text) => (text === '' ? '>=' : oneOf('>=', '<=', '=')(text)) },
    period_from: { from: ['period_from'], default: '', read: (text) => day(text) ?? BEGINNING },
    period_to: { from: ['period_to'], default: '', read: (text) => day(text) ?? NO_END },
    section: { from: ['section'], required: true },
    reading: { from: ['reading'], default: '' },
    counts: { from: ['counts'], default: 'yes', read: flag },
  },
  finish: ({ period_from: from, period_to: to }, fault) => {
    if (typeof from === 'string' && typeof to === 'string' && to < from) fault('period_to', TEXTS.notAfter(from));
  },
};

const settings: Sheet = {
  file: 'settings.csv',
  table: 'ref.setting',
  key: ['key'],
  columns: {
    key: {
      from: ['key'],
      required: true,
      read: oneOf('place', 'title', 'reporting-year-from', 'reporting-source'),
    },
    value: { from: ['value'], required: true },
  },
  finish: ({ key, value }, fault) => {
    const isDay = typeof value !== 'string' || isMonthDay(value);
    if (key === 'reporting-year-from' && !isDay) fault('value', TEXTS.notMonthDay(value));
  },
};

const populations: Sheet = {
  file: 'populations.csv',
  table: 'ref.population',
  key: ['key'],
  whole: true,
  columns: {
    key: { from: ['population', 'key'], required: true, read: populationKey },
    label: { from: ['label'], required: true },
    heading: { from: ['heading'], default: '' },
    total: { from: ['total'], required: true },
    nth: { from: ['order'], required: true, read: whole(MOST_ORDER) },
    rated: { from: ['rated'], required: true, read: flag },
  },
  finish: (row) => {
    if (row.heading === '') row.heading = row.label;
  },
};

const plan: Sheet = {
  file: 'plan.csv',
  table: 'ref.plan',
  key: ['number'],
  whole: true,
  columns: {
    number: { from: ['number'], required: true },
    name: { from: ['name'], required: true },
    issued: { from: ['issued'], default: '', read: day },
    issuer: { from: ['issuer'], default: '' },
    period_from: { from: ['period_from'], required: true, read: day },
    period_to: { from: ['period_to'], required: true, read: day },
  },
  finish: ({ period_from: from, period_to: to }, fault) => {
    if (typeof from === 'string' && typeof to === 'string' && to < from) fault('period_to', TEXTS.notAfter(from));
  },
};

const metrics: Sheet = {
  file: 'metrics.csv',
  table: 'ref.plan_metric',
  key: ['metric'],
  whole: true,
  columns: {
    metric: { from: ['metric'], required: true, read: metric },
    nth: { from: ['order'], required: true, read: whole(MOST_ORDER) },
    heading: { from: ['heading'], default: '' },
    section: { from: ['section'], default: '' },
    shown: { from: ['shown'], default: PLACES.join('|'), read: someOf(...PLACES) },
  },
};

const successions: Sheet = {
  file: 'successions.csv',
  table: 'ref.succession',
  key: ['unit', 'procedure', 'agency_code'],
  columns: {
    unit: { from: ['unit'], required: true, read: unitName },
    successor: { from: ['successor'], required: true, read: unitName },
    procedure: { from: ['procedure'], default: '', read: (text) => nationalPart(text) },
    agency_code: {
      from: ['agency_code'],
      default: '',
      read: (text) => (text === '' || isCode(text) ? text : fail(TEXTS.notCode(text))),
    },
  },
  finish: (row, fault) => {
    if (row.procedure === '' && row.agency_code === '') fault('procedure', TEXTS.successionOfAll);
  },
};

/** Every file of a folder of seeds, in the order in which they are stored. */
export const SHEETS: readonly Sheet[] = [
  units,
  procedures,
  policies,
  calendar,
  hours,
  targets,
  settings,
  successions,
  populations,
  plan,
  metrics,
];

export const SEED_FILES: readonly string[] = SHEETS.map(({ file }) => file);
