import { COLUMNS, EXAMPLES, measureNames, METRICS } from '#metrics';
import { LIVE_VIEWS } from '../live/live-views.js';
import { DEFAULT_LIMIT, MAX_LIMIT } from '../query/page.js';
import { MAX_LENGTH } from '../query/parameters.js';
import { RECKONS } from '../query/selection.js';
import { UNDERS } from '../query/under.js';
import { DEFAULT_COUNT, MAX_COUNT } from '../weeks/weeks.query.js';
import { APOLOGIES, DEFAULT_DAYS, MAX_DAYS } from '../worklist/worklist.js';
import { WORKLIST_KINDS } from '../worklist/worklist.query.js';

interface Described {
  description: string;
  schema: Record<string, unknown>;
}

const text = (more: Record<string, unknown> = {}) => ({ type: 'string', maxLength: MAX_LENGTH, ...more });
const choice = (values: readonly string[], fallback?: string) => ({
  type: 'string',
  enum: [...values],
  ...(fallback !== undefined && { default: fallback }),
});
const whole = (minimum: number, maximum: number, fallback: number) => ({
  type: 'integer',
  minimum,
  maximum,
  default: fallback,
});
const anyOf = (ids: readonly string[]): string => `(${ids.join('|')})`;

const YEAR = String.raw`20\d\d`;
const DAY = String.raw`20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`;
const PERIOD = [
  `(reporting-)?(year|nine-months):${YEAR}`,
  `(reporting-)?half:${YEAR}-0?[12]`,
  `(reporting-)?quarter:${YEAR}-0?[1-4]`,
  `month:${YEAR}-(0?[1-9]|1[0-2])`,
  String.raw`week:${YEAR}-W(0?[1-9]|[1-4]\d|5[0-3])`,
  String.raw`range:${DAY}\.\.${DAY}`,
];
const ids = (all: readonly { id: string }[]): string[] => all.map(({ id }) => id);
const FIGURE = [
  `column:${anyOf(ids(COLUMNS))}`,
  `metric:${anyOf(ids(METRICS))}:(numerator|denominator)`,
  `measure:${anyOf(measureNames)}`,
];

/**
 * Every parameter of a question, as its reader takes it. The patterns take whatever the readers take; a day that does not
 * exist, or a name that the data do not know, only the readers refuse.
 */
export const PARAMETERS = {
  period: {
    description: 'within 2000–2099; left out: the month of today',
    schema: text({ pattern: `^${anyOf(PERIOD)}$`, example: EXAMPLES[4] }),
  },
  reckon: {
    description: 'the period alone, or cumulated from the start of its year',
    schema: choice(RECKONS, 'period'),
  },
  scope: {
    description:
      'key of a population as /api/meta names it; `all`: those inside the rates. A unit that is named goes before it',
    schema: text({ default: 'all', example: 'ward' }),
  },
  field: { description: 'as /api/meta names it', schema: text({ example: 'Hộ tịch' }) },
  procedure: { description: 'code, national or local', schema: text({ example: '1.001193' }) },
  unit: {
    description: 'key (`code@valid-from`), or a code: every unit that had it on some day of the question',
    schema: text({ example: '26080' }),
  },
  under: {
    description:
      'under which unit figures of before a merger stand: the one of their day, or the one that has taken over',
    schema: choice(UNDERS, 'day'),
  },
  kind: {
    description: 'open and late, due today, due within `days`',
    schema: choice(WORKLIST_KINDS, 'late'),
  },
  days: { description: 'of `kind` soon', schema: whole(1, MAX_DAYS, DEFAULT_DAYS) },
  apology: { description: 'left out: with and without', schema: choice(APOLOGIES) },
  figure: {
    description: 'a column, one side of a metric, or a measure',
    schema: text({ pattern: `^${anyOf(FIGURE)}$`, example: 'metric:on-time:numerator' }),
  },
  after: { description: '`next` of the page before', schema: text({ pattern: String.raw`^[\w.-]+$` }) },
  limit: { description: 'of a page', schema: whole(1, MAX_LIMIT, DEFAULT_LIMIT) },
  count: { description: 'of weeks', schema: whole(1, MAX_COUNT, DEFAULT_COUNT) },
  q: { description: 'beginning of a code', schema: text({ pattern: String.raw`\S`, example: 'H19.45-2411' }) },
  code: { description: 'Dossier code', schema: text({ pattern: String.raw`\S`, example: 'H19.45-241101-0001' }) },
  view: {
    description: 'which question is watched: it takes the parameters of that question',
    schema: choice(LIVE_VIEWS),
  },
  changes: {
    description: '`true`: what has changed may come instead of the whole',
    schema: choice(['true', 'false'], 'false'),
  },
} satisfies Record<string, Described>;

export type ParameterName = keyof typeof PARAMETERS;

/** What every question about figures takes. */
export const FIGURES_OF = [
  'period',
  'reckon',
  'under',
  'scope',
  'field',
  'procedure',
] as const satisfies ParameterName[];
/** What a work list takes. */
export const WORKLIST_OF = [
  'kind',
  'days',
  'apology',
  'scope',
  'unit',
  'field',
  'procedure',
] as const satisfies ParameterName[];
