import { Query } from '@nestjs/cqrs';
import type { KeyFigures } from '../figures/key-figures.js';
import type { Total, UnitRow } from '../figures/figures.js';
import type { AsOf } from '../query/as-of.js';
import type { RawQuery } from '../query/parameters.js';
import type { PeriodView } from '../query/selection.js';
import type { ThisWeek } from './this-week.js';

export interface OverviewView {
  asOf: AsOf;
  period: PeriodView;
  thisWeek: ThisWeek;
  keyFigures: KeyFigures[];
  rows: UnitRow[];
  totals: Total[];
}

/** Are we on target, and who is behind? Parameters: period, reckon, scope, unit, field, procedure. */
export class OverviewQuery extends Query<OverviewView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
