import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { dayText, type LocalDay, type Unit } from '#domain';
import { type MonthDay, parsePeriod, type Period, periodOf, rangeOf, weekOf } from '#metrics';
import { series, type SumRow, sums, unitFacts } from '#projections';
import { against, groupBy, unitRow, unjudged } from '../figures/figures.js';
import { historyOf } from '../figures/history.js';
import { keyFigures, reckoned, sparkPeriods } from '../figures/key-figures.js';
import { TargetsOnDay } from '../figures/targets.js';
import { readAsOf } from '../query/as-of.js';
import { byVietnamese, procedureName, unitName } from '../query/names.js';
import { Parameters } from '../query/parameters.js';
import { type Present, PresentReader } from '../query/present.js';
import { rankingMinimum } from '../query/ranking.js';
import { ReadModel } from '../query/read-model.js';
import { readUnder, standing, type Under } from '../query/under.js';
import {
  dossierFilter,
  periodView,
  readPeriod,
  readSelection,
  requireUnits,
  type SelectedPeriod,
  type Selection,
  selectPeriod,
} from '../query/selection.js';
import { unitFactView } from './history.vi.js';
import { type SharedCodeView, UnitQuery, type UnitView } from './unit.query.js';

@QueryHandler(UnitQuery)
export class UnitHandler implements IQueryHandler<UnitQuery> {
  constructor(
    private readonly model: ReadModel,
    private readonly present: PresentReader,
  ) {}

  async execute({ raw }: UnitQuery): Promise<UnitView | SharedCodeView> {
    const present = await this.present.read();
    const parameters = new Parameters(raw);
    const period = readPeriod(parameters, present);
    const selection = readSelection(parameters, present);
    const under = readUnder(parameters, present, period.stocksAt);
    const units = requireUnits(parameters, present, period.days);
    parameters.done();
    const named = standing(units!, under, present);
    const [unit, ...others] = named;
    return others.length > 0
      ? this.lines(named, under, period, selection, present)
      : this.view(unit!, under, period, selection, present);
  }

  private lines(
    units: readonly Unit[],
    under: Under,
    period: SelectedPeriod,
    selection: Selection,
    present: Present,
  ): Promise<SharedCodeView> {
    const targets = new TargetsOnDay(present.targets, period.days.to, present.metrics);
    const keys = under.parts(units).map(({ key }) => key);
    return this.model.read(async (db) => {
      const asOf = await readAsOf(db, present);
      const byUnit = groupBy(await sums(db, period.days, dossierFilter(selection, keys)), ({ key }) => under.of(key));
      return {
        asOf,
        period: periodView(period),
        code: units[0]!.code,
        targets: targets.aimsOf(units.map(({ population }) => population)),
        rankingMinimum: rankingMinimum(present, period.stocksAt),
        rows: units.map((unit) => unitRow(unit.key, unit, byUnit.get(unit.key) ?? [], targets, present.reference)),
      };
    });
  }

  private view(
    unit: Unit,
    under: Under,
    period: SelectedPeriod,
    selection: Selection,
    present: Present,
  ): Promise<UnitView> {
    const { reference, metrics, reportingFrom } = present;
    const whose = { population: unit.population, unit };
    const targets = new TargetsOnDay(present.targets, period.days.to, present.metrics);
    const filter = dossierFilter(
      selection,
      under.parts([unit]).map(({ key }) => key),
    );
    const year = selectPeriod(yearTo(period, reportingFrom), 'period', present.today);
    const past = sparkPeriods(period.named, reportingFrom);
    return this.model.read(async (db) => {
      const asOf = await readAsOf(db, present);
      const whole = await sums(db, period.days, filter);
      const fields = await sums(db, period.days, filter, 'field');
      const procedures = await sums(db, period.days, filter, 'procedure');
      const spans = await series(
        db,
        [...past.map((each) => reckoned(each, period.reckon, reportingFrom)), year.days],
        filter,
      );
      const facts = await unitFacts(db, unit.key);
      const ofYear = spans.filter(({ span }) => span === past.length);
      return {
        asOf,
        period: periodView(period),
        unit: {
          ...unitName(unit.key, reference),
          population: unit.population,
          validFrom: unit.validFrom,
          validTo: unit.validTo,
          successors: unit.successors.map((key) => unitName(key, reference)),
        },
        keyFigures: [keyFigures(whose, historyOf(spans, past), targets)],
        rankingMinimum: rankingMinimum(present, period.stocksAt),
        figures: against(whole, targets, whose),
        year: { period: periodView(year), ...against(ofYear, targets, whose) },
        byField: byField(fields, metrics),
        byProcedure: byProcedure(procedures, present, period.days.to),
        history: facts.map((fact) => unitFactView(fact, reference)),
      };
    });
  }
}

/** The year so far, of the rule that the period follows: the calendar's, the one of the reports, or that of the weeks. */
function yearTo({ named, stocksAt: day }: SelectedPeriod, reportingFrom: MonthDay): Period {
  const isReporting = named.rule === 'reporting';
  const year = periodOf(isReporting ? 'reporting-year' : 'year', day, reportingFrom);
  const number = named.rule === 'week' ? weekOf(day).key.slice(5, 9) : year.key.slice(-4);
  const from = named.rule === 'week' ? parsePeriod(`week:${number}-W01`)!.from : year.from;
  const label = `Từ đầu năm ${isReporting ? 'báo cáo ' : ''}${number} đến ${dayText(day)}`;
  return { ...rangeOf(from, day), label };
}

/** Targets are set for units and populations: a field or a procedure has none of its own. */
const byField = (rows: readonly SumRow[], metrics: Present['metrics']): UnitView['byField'] =>
  [...groupBy(rows, ({ key }) => key)]
    .map(([field, group]) => ({ field, ...unjudged(group, metrics) }))
    .sort((a, b) => byVietnamese(a.field, b.field));

const byProcedure = (rows: readonly SumRow[], { reference, metrics }: Present, on: LocalDay): UnitView['byProcedure'] =>
  [...groupBy(rows, ({ key }) => key)]
    .map(([code, group]) => ({
      procedure: procedureName(code, reference, on),
      field: reference.procedureKnown(code, on)?.field ?? '',
      ...unjudged(group, metrics),
    }))
    .sort((a, b) => byVietnamese(a.field, b.field) || byVietnamese(a.procedure.name, b.procedure.name));
