import { Query } from '@nestjs/cqrs';
import type { Phase, Scope } from '#domain';
import type { Aim } from '#metrics';
import type { AsOf } from '../query/as-of.js';
import type { ProcedureName, UnitName } from '../query/names.js';
import type { RawQuery } from '../query/parameters.js';
import type { PeriodView } from '../query/selection.js';

export interface DrillItem {
  code: string;
  unit: UnitName;
  procedure: ProcedureName;
  field: string;
  day: string;
  n: number;
  receivedAt: string | null;
  dueAt: string | null;
  endedAt: string | null;
  phase: Phase;
  late: boolean;
}

export interface DrillView {
  asOf: AsOf;
  figure: {
    label: string;
    /** the sum of `n` over all pages */
    value: number;
    /** the unit that is asked for; null where none is, or several had the code */
    unit: UnitName | null;
    /** the units that had the code that is asked for, where there are several: what each of them has */
    units: (UnitName & { value: number })[];
    scope: Scope;
    period: PeriodView;
    /** both parts when the figure is a part of a metric */
    numerator?: number;
    denominator?: number;
    /** what the rate is held against */
    target?: Aim | null;
  };
  items: DrillItem[];
  next: string | null;
}

/** Exactly the dossiers that make a figure. Parameters: figure, unit or scope, period, reckon, field, procedure, after, limit. */
export class DrillQuery extends Query<DrillView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
