import { Query } from '@nestjs/cqrs';
import { type Static, Type } from 'typebox';
import { PHASES } from '#domain';
import { Aim } from '../figures/targets.js';
import { count, day, instant, named, nullable, oneOf } from '../openapi/schema.js';
import { AsOf } from '../query/as-of.js';
import { ProcedureName, UnitName } from '../query/names.js';
import { next } from '../query/page.js';
import type { RawQuery } from '../query/parameters.js';
import { PeriodView, scope } from '../query/selection.js';

export const DrillItem = named('DrillItem', {
  code: Type.String(),
  unit: UnitName,
  procedure: ProcedureName,
  field: Type.String(),
  day: { ...day, description: 'on which it counts' },
  n: Type.Integer({ description: 'how often it counts' }),
  receivedAt: nullable(instant),
  dueAt: nullable(instant),
  endedAt: nullable(instant),
  phase: oneOf(PHASES),
  late: Type.Boolean(),
});

export const UnitValue = named('UnitValue', { ...UnitName.properties, value: count });

export const DrilledFigure = named('DrilledFigure', {
  label: Type.String(),
  value: { ...count, description: 'the sum of `n` over all pages' },
  unit: nullable(UnitName),
  units: Type.Array(UnitValue, {
    description: 'the units that had the code that is asked for, where there are several: what each of them has',
  }),
  scope,
  period: PeriodView,
  numerator: Type.Optional({ ...count, description: 'with `denominator`, where the figure is a part of a metric' }),
  denominator: Type.Optional(count),
  target: Type.Optional(nullable(Aim)),
});

export const DrillView = named('Drill', {
  asOf: AsOf,
  figure: DrilledFigure,
  items: Type.Array(DrillItem),
  next,
});
export type DrillView = Static<typeof DrillView>;

/** Exactly the dossiers that make a figure. Parameters: figure, unit or scope, period, reckon, field, procedure, after, limit. */
export class DrillQuery extends Query<DrillView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
