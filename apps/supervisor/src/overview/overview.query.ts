import { Query } from '@nestjs/cqrs';
import { type Static, Type } from 'typebox';
import { Total, UnitRow } from '../figures/figures.js';
import { KeyFigures } from '../figures/key-figures.js';
import { Aims } from '../figures/targets.js';
import { count, mapOf, named } from '../openapi/schema.js';
import { AsOf } from '../query/as-of.js';
import type { RawQuery } from '../query/parameters.js';
import { PeriodView } from '../query/selection.js';
import { ThisWeek } from './this-week.js';

/** What the rates of each population are held against, but where a row says otherwise. */
export const AimsOfPopulations = mapOf(Aims);
export const rankingMinimum = { ...count, description: 'from how many dossiers on a rate is ranked' };

export const OverviewView = named('Overview', {
  asOf: AsOf,
  period: PeriodView,
  thisWeek: ThisWeek,
  keyFigures: Type.Array(KeyFigures),
  targets: AimsOfPopulations,
  rankingMinimum,
  rows: Type.Array(UnitRow),
  totals: Type.Array(Total),
});
export type OverviewView = Static<typeof OverviewView>;

/** Are we on target, and who is behind? Parameters: period, reckon, scope, unit, field, procedure. */
export class OverviewQuery extends Query<OverviewView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
