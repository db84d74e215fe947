import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import type { LocalDay, ReferenceData, Unit } from '#domain';
import type { Period } from '#metrics';
import { series, type SumRow, sums } from '#projections';
import { against, groupBy, unjudged } from '../figures/figures.js';
import { historyOf } from '../figures/history.js';
import { keyFigures, reckoned, sparkPeriods } from '../figures/key-figures.js';
import { TargetsOnDay } from '../figures/targets.js';
import { readAsOf } from '../query/as-of.js';
import { byVietnamese, procedureName, unitName } from '../query/names.js';
import { Parameters } from '../query/parameters.js';
import { type Present, PresentReader } from '../query/present.js';
import { ReadModel } from '../query/read-model.js';
import {
  dossierFilter,
  periodView,
  readPeriod,
  readSelection,
  requireUnit,
  type SelectedPeriod,
  type Selection,
  selectPeriod,
} from '../query/selection.js';
import { UnitQuery, type UnitView } from './unit.query.js';

@QueryHandler(UnitQuery)
export class UnitHandler implements IQueryHandler<UnitQuery> {
  constructor(
    private readonly model: ReadModel,
    private readonly present: PresentReader,
  ) {}

  async execute({ raw }: UnitQuery): Promise<UnitView> {
    const present = await this.present.read();
    const parameters = new Parameters(raw);
    const period = readPeriod(parameters, present);
    const selection = readSelection(parameters, present);
    const unit = requireUnit(parameters, present, period.days.to);
    parameters.done();
    return this.view(unit!, period, selection, present);
  }

  private view(unit: Unit, period: SelectedPeriod, selection: Selection, present: Present): Promise<UnitView> {
    const { reference } = present;
    const whose = { population: unit.population, unit };
    const targets = new TargetsOnDay(present.targets, period.days.to);
    const filter = dossierFilter(selection, [unit.key]);
    const year = selectPeriod(yearTo(period.stocksAt), 'period', present.today);
    const past = sparkPeriods(period.named);
    return this.model.read(async (db) => {
      const asOf = await readAsOf(db, present.now);
      const whole = await sums(db, period.days, filter);
      const fields = await sums(db, period.days, filter, 'field');
      const procedures = await sums(db, period.days, filter, 'procedure');
      const spans = await series(db, [...past.map((each) => reckoned(each, period.reckon)), year.days], filter);
      const ofYear = spans.filter(({ span }) => span === past.length);
      return {
        asOf,
        period: periodView(period),
        unit: {
          ...unitName(unit.key, reference),
          population: unit.population,
          validFrom: unit.validFrom,
          validTo: unit.validTo,
        },
        keyFigures: [keyFigures(whose, historyOf(spans, past), targets)],
        figures: against(whole, targets, whose),
        year: { period: periodView(year), ...against(ofYear, targets, whose) },
        byField: byField(fields),
        byProcedure: byProcedure(procedures, reference),
      };
    });
  }
}

/** The calendar year of a day up to that day. */
function yearTo(day: LocalDay): Period {
  const [year, month, date] = day.split('-');
  const from = `${year}-01-01`;
  return { key: `range:${from}..${day}`, label: `Từ đầu năm ${year} đến ${date}/${month}/${year}`, from, to: day };
}

/** Targets are set for units and populations: a field or a procedure has none of its own. */
const byField = (rows: readonly SumRow[]): UnitView['byField'] =>
  [...groupBy(rows, ({ key }) => key)]
    .map(([field, group]) => ({ field, ...unjudged(group) }))
    .sort((a, b) => byVietnamese(a.field, b.field));

const byProcedure = (rows: readonly SumRow[], reference: ReferenceData): UnitView['byProcedure'] =>
  [...groupBy(rows, ({ key }) => key)]
    .map(([code, group]) => ({
      procedure: procedureName(code, reference),
      field: reference.procedure(code)?.field ?? '',
      ...unjudged(group),
    }))
    .sort((a, b) => byVietnamese(a.field, b.field) || byVietnamese(a.procedure.name, b.procedure.name));
