import type { WorklistKind } from './api.js';
import { type Choices, DEFAULTS } from './choices.js';
import { ADDRESSES, type ViewName } from './views/addresses.js';

export type { ViewName } from './views/addresses.js';
export { type Choices, DEFAULTS, FIGURE_CHOICES } from './choices.js';

/**
 * Addresses of the page. Every choice is in the query string, in the words of the API, so that an address can be sent
 * and a query can be passed on as it is.
 */
const oneOf = <T extends string>(text: string | null, values: readonly T[], otherwise: T): T =>
  values.includes(text as T) ? (text as T) : otherwise;

/** The view of a path; null when the page has none there. */
export function viewOf(pathname: string): ViewName | null {
  const path = pathname.length > 1 ? pathname.replace(/\/$/, '') : pathname;
  return (Object.keys(ADDRESSES) as ViewName[]).find((view) => ADDRESSES[view].path === path) ?? null;
}

/** Reads the query string; what is unknown or out of range falls back to its default. */
export function parseChoices(search: string): Choices {
  const query = new URLSearchParams(search);
  const text = (name: keyof Choices): string => query.get(name)?.normalize('NFC') ?? '';
  const days = Number(query.get('days') ?? DEFAULTS.days);
  return {
    period: text('period'),
    reckon: oneOf(query.get('reckon'), ['period', 'cumulative'], 'period'),
    under: oneOf(query.get('under'), ['day', 'successor'], 'day'),
    // which populations there are is data: app.tsx falls back from one that there is not
    scope: /^[a-z][a-z0-9-]*$/.test(text('scope')) ? text('scope') : DEFAULTS.scope,
    field: text('field'),
    procedure: text('procedure'),
    unit: text('unit'),
    sort: text('sort'),
    columns: oneOf(query.get('columns'), ['main', 'all'], 'main'),
    kind: oneOf(query.get('kind'), ['late', 'today', 'soon'], 'late'),
    days: Number.isInteger(days) && days >= 1 && days <= 30 ? days : DEFAULTS.days,
    apology: oneOf(query.get('apology'), ['', 'owed', 'issued'], ''),
    code: text('code').trim(),
    figure: text('figure'),
    after: text('after'),
  };
}

/** The query string of the named choices, defaults left out, in a fixed order: equal choices, equal text. */
export function queryOf(choices: Partial<Choices>, names: readonly (keyof Choices)[]): string {
  const query = new URLSearchParams();
  for (const name of names) {
    const value = choices[name];
    if (value !== undefined && value !== DEFAULTS[name]) query.set(name, String(value));
  }
  // `:` and `@` may stand in a query; left readable, since people send these addresses to each other.
  return query.toString().replaceAll('%3A', ':').replaceAll('%40', '@');
}

/** The address of a view under the given choices. */
export function addressOf(view: ViewName, choices: Partial<Choices>): string {
  const query = queryOf(choices, ADDRESSES[view].kept);
  const { path } = ADDRESSES[view];
  return query ? `${path}?${query}` : path;
}

/**
 * The choices of a work list beside figures: whose dossiers they are is theirs, so that list and figures agree. A unit
 * that is named goes before the scope.
 */
export const worklistOf = (choices: Choices, kind: WorklistKind): Choices => ({
  ...DEFAULTS,
  kind,
  unit: choices.unit,
  scope: choices.unit ? DEFAULTS.scope : choices.scope,
  field: choices.field,
  procedure: choices.procedure,
});

/** The query of the API behind a view: the same words without what concerns the page alone. */
export function apiQuery(view: ViewName, choices: Choices): string {
  const query = queryOf(
    choices,
    ADDRESSES[view].kept.filter((name) => name !== 'sort' && name !== 'columns'),
  );
  // The API has no default kind of list.
  return view === 'worklist' && choices.kind === DEFAULTS.kind
    ? [`kind=${choices.kind}`, query].filter(Boolean).join('&')
    : query;
}
