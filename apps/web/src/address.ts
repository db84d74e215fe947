import type { Scope, WorklistKind } from './api.js';

/**
 * Addresses of the page. Every choice is in the query string, in the words of the API, so that an address can be sent
 * and a query can be passed on as it is.
 */
export const PATHS = {
  overview: '/',
  unit: '/don-vi',
  worklist: '/tre-han',
  dossier: '/ho-so',
  drill: '/danh-sach',
  operations: '/van-hanh',
} as const;
export type ViewName = keyof typeof PATHS;

/** What a reader can choose; empty text = not chosen. */
export interface Choices {
  period: string;
  reckon: 'period' | 'cumulative';
  /** under which unit figures of before a merger stand */
  under: 'day' | 'successor';
  scope: Scope;
  field: string;
  procedure: string;
  unit: string;
  /** order of the table: column, and `-` before it for descending; empty: worst first */
  sort: string;
  columns: 'main' | 'all';
  kind: WorklistKind;
  days: number;
  apology: '' | 'owed' | 'issued';
  code: string;
  figure: string;
  after: string;
}

export const DEFAULTS: Choices = {
  period: '',
  reckon: 'period',
  under: 'day',
  scope: 'all',
  field: '',
  procedure: '',
  unit: '',
  sort: '',
  columns: 'main',
  kind: 'late',
  days: 3,
  apology: '',
  code: '',
  figure: '',
  after: '',
};

const oneOf = <T extends string>(text: string | null, values: readonly T[], otherwise: T): T =>
  values.includes(text as T) ? (text as T) : otherwise;

/** The view of a path; null when the page has none there. */
export function viewOf(pathname: string): ViewName | null {
  const path = pathname.length > 1 ? pathname.replace(/\/$/, '') : pathname;
  return (Object.keys(PATHS) as ViewName[]).find((view) => PATHS[view] === path) ?? null;
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

/** The choices that shape figures; carried from view to view. */
export const FIGURE_CHOICES = ['period', 'reckon', 'under', 'scope', 'field', 'procedure'] as const;
const KEPT: Record<ViewName, readonly (keyof Choices)[]> = {
  overview: [...FIGURE_CHOICES, 'sort', 'columns'],
  unit: ['unit', ...FIGURE_CHOICES, 'sort', 'columns'],
  worklist: ['kind', 'days', 'unit', 'scope', 'field', 'procedure', 'apology', 'after'],
  dossier: ['code'],
  drill: ['figure', 'unit', ...FIGURE_CHOICES, 'after'],
  operations: [],
};

/** The address of a view under the given choices. */
export function addressOf(view: ViewName, choices: Partial<Choices>): string {
  const query = queryOf(choices, KEPT[view]);
  return query ? `${PATHS[view]}?${query}` : PATHS[view];
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
    KEPT[view].filter((name) => name !== 'sort' && name !== 'columns'),
  );
  // The API has no default kind of list.
  return view === 'worklist' && choices.kind === DEFAULTS.kind
    ? [`kind=${choices.kind}`, query].filter(Boolean).join('&')
    : query;
}
