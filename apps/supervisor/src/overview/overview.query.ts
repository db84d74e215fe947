import { Query } from '@nestjs/cqrs';
import type { Population } from '#domain';
import type { KeyFigures } from '../figures/key-figures.js';
import type { Total, UnitRow } from '../figures/figures.js';
import type { Aims } from '../figures/targets.js';
import type { AsOf } from '../query/as-of.js';
import type { RawQuery } from '../query/parameters.js';
import type { PeriodView } from '../query/selection.js';
import type { ThisWeek } from './this-week.js';

export interface OverviewView {
  asOf: AsOf;
  period: PeriodView;
  thisWeek: ThisWeek;
  keyFigures: KeyFigures[];
  /** what the rates of each population are held against, but where a row says otherwise */
  targets: Partial<Record<Population, Aims>>;
  /** from how many dossiers on a rate is ranked */
  rankingMinimum: number;
  rows: UnitRow[];
  totals: Total[];
}

/** Are we on target, and who is behind? Parameters: period, reckon, scope, unit, field, procedure. */
export class OverviewQuery extends Query<OverviewView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
