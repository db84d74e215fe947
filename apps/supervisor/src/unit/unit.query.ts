import { Query } from '@nestjs/cqrs';
import { type Static, Type } from 'typebox';
import { Figures, UnitOfPopulation, UnitRow } from '../figures/figures.js';
import { KeyFigures } from '../figures/key-figures.js';
import { Detail } from '../dossier/dossier.query.js';
import { day, instant, named, nullable } from '../openapi/schema.js';
import { AimsOfPopulations, rankingMinimum } from '../overview/overview.query.js';
import { AsOf } from '../query/as-of.js';
import { ProcedureName, UnitName } from '../query/names.js';
import type { RawQuery } from '../query/parameters.js';
import { PeriodView } from '../query/selection.js';

export const UnitInfo = named('UnitInfo', {
  ...UnitOfPopulation.properties,
  validFrom: day,
  validTo: nullable({ ...day, description: 'the first day on which it was no more' }),
});

export const ShownUnit = named('ShownUnit', {
  ...UnitInfo.properties,
  successors: Type.Array(UnitName, { description: 'who has taken over when it was no more' }),
});

export const YearFigures = named(
  'YearFigures',
  { ...Figures.properties, period: PeriodView },
  'The year so far, of the rule that the period follows',
);
export const FieldFigures = named('FieldFigures', { ...Figures.properties, field: Type.String() });
export const ProcedureFigures = named('ProcedureFigures', {
  ...Figures.properties,
  procedure: ProcedureName,
  field: Type.String(),
});

export const UnitFactView = named(
  'UnitFact',
  {
    version: Type.Integer({ minimum: 1 }),
    day: nullable({ ...day, description: 'from when it holds; null where it takes another one back' }),
    label: Type.String(),
    detail: Type.Array(Detail),
    recordedAt: instant,
    source: Type.String({ description: 'who said it' }),
    stands: Type.Boolean({ description: 'false: it was taken back' }),
  },
  'What was said of the unit',
);
export type UnitFactView = Static<typeof UnitFactView>;

export const UnitView = named('UnitView', {
  asOf: AsOf,
  period: PeriodView,
  unit: ShownUnit,
  keyFigures: Type.Array(KeyFigures),
  rankingMinimum,
  figures: Figures,
  year: YearFigures,
  byField: Type.Array(FieldFigures),
  byProcedure: Type.Array(ProcedureFigures),
  history: Type.Array(UnitFactView),
});
export type UnitView = Static<typeof UnitView>;

export const SharedCodeView = named(
  'SharedCode',
  {
    asOf: AsOf,
    period: PeriodView,
    code: Type.String(),
    targets: AimsOfPopulations,
    rankingMinimum,
    rows: Type.Array(UnitRow),
  },
  'A code that several units had in the period: each of them on a line of its own, never added up',
);
export type SharedCodeView = Static<typeof SharedCodeView>;

/** One unit against its targets, the year so far, its fields and procedures. Parameters: unit, period, reckon, field, procedure. */
export class UnitQuery extends Query<UnitView | SharedCodeView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
