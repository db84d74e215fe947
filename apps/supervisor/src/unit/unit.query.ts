import { Query } from '@nestjs/cqrs';
import type { Population } from '#domain';
import type { Figures, UnitRow } from '../figures/figures.js';
import type { KeyFigures } from '../figures/key-figures.js';
import type { OverviewView } from '../overview/overview.query.js';
import type { AsOf } from '../query/as-of.js';
import type { ProcedureName, UnitName } from '../query/names.js';
import type { RawQuery } from '../query/parameters.js';
import type { PeriodView } from '../query/selection.js';

export interface UnitView {
  asOf: AsOf;
  period: PeriodView;
  unit: UnitName & { population: Population; validFrom: string; validTo: string | null };
  keyFigures: KeyFigures[];
  /** from how many dossiers on a rate is ranked */
  rankingMinimum: number;
  figures: Figures;
  /** the calendar year up to the period's end */
  year: Figures & { period: PeriodView };
  byField: (Figures & { field: string })[];
  byProcedure: (Figures & { procedure: ProcedureName; field: string })[];
}

/** A code that several units had in the period: each of them on a line of its own, never added up. */
export interface SharedCodeView {
  asOf: AsOf;
  period: PeriodView;
  code: string;
  targets: OverviewView['targets'];
  rankingMinimum: number;
  rows: UnitRow[];
}

/** One unit against its targets, the year so far, its fields and procedures. Parameters: unit, period, reckon, field, procedure. */
export class UnitQuery extends Query<UnitView | SharedCodeView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
