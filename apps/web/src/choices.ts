import type { Scope, WorklistKind } from './api.js';

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

/** The choices that shape figures; carried from view to view. */
export const FIGURE_CHOICES = ['period', 'reckon', 'under', 'scope', 'field', 'procedure'] as const;

/** Where a view is, and which choices its address keeps. */
export interface ViewAddress {
  readonly path: string;
  readonly kept: readonly (keyof Choices)[];
}
