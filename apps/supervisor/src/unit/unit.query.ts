import { Query } from '@nestjs/cqrs';
import type { Population } from '#domain';
import type { Figures } from '../figures/figures.js';
import type { KeyFigures } from '../figures/key-figures.js';
import type { AsOf } from '../query/as-of.js';
import type { ProcedureName, UnitName } from '../query/names.js';
import type { RawQuery } from '../query/parameters.js';
import type { PeriodView } from '../query/selection.js';

export interface UnitView {
  asOf: AsOf;
  period: PeriodView;
  unit: UnitName & { population: Population; validFrom: string; validTo: string | null };
  keyFigures: KeyFigures[];
  figures: Figures;
  /** the calendar year up to the period's end */
  year: Figures & { period: PeriodView };
  byField: (Figures & { field: string })[];
  byProcedure: (Figures & { procedure: ProcedureName; field: string })[];
}

/** One unit against its targets, the year so far, its fields and procedures. Parameters: unit, period, reckon, field, procedure. */
export class UnitQuery extends Query<UnitView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
