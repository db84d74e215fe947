import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { weekOf } from '#metrics';
import { seriesOfGroups, sums } from '#projections';
import { totals, unitRows } from '../figures/figures.js';
import { historyOf } from '../figures/history.js';
import { keyFigures, reckoned, sparkPeriods } from '../figures/key-figures.js';
import { TargetsOnDay } from '../figures/targets.js';
import { readAsOf } from '../query/as-of.js';
import { Parameters } from '../query/parameters.js';
import { PresentReader } from '../query/present.js';
import { rankingMinimum } from '../query/ranking.js';
import { ReadModel } from '../query/read-model.js';
import { countedUnits, dossierFilter, periodView, readPeriod, readSelection } from '../query/selection.js';
import { readUnder } from '../query/under.js';
import { OverviewQuery, type OverviewView } from './overview.query.js';
import { thisWeek } from './this-week.js';

@QueryHandler(OverviewQuery)
export class OverviewHandler implements IQueryHandler<OverviewQuery> {
  constructor(
    private readonly model: ReadModel,
    private readonly present: PresentReader,
  ) {}

  async execute({ raw }: OverviewQuery): Promise<OverviewView> {
    const present = await this.present.read();
    const parameters = new Parameters(raw);
    const period = readPeriod(parameters, present);
    const selection = readSelection(parameters, present);
    const under = readUnder(parameters, present, period.stocksAt);
    parameters.done();

    const { scope } = selection;
    const { reference, now, today, reportingFrom } = present;
    const targets = new TargetsOnDay(present.targets, period.days.to, present.metrics);
    const { rated } = reference.populations;
    const populations = scope === 'all' ? rated : [scope];
    const counted = dossierFilter(selection, countedUnits(scope, present));
    const past = sparkPeriods(period.named, reportingFrom);
    const week = weekOf(today);
    return this.model.read(async (db) => {
      const asOf = await readAsOf(db, present);
      const units = await sums(db, period.days, dossierFilter(selection));
      const spans = [...past.map((each) => reckoned(each, period.reckon, reportingFrom)), week];
      const groups = populations.map((population) => countedUnits(population, present));
      const found = await seriesOfGroups(db, spans, groups, dossierFilter(selection));
      const histories = new Map(populations.map((population, i) => [population, found[i]]));
      const rows = unitRows(units, period.days, scope, targets, reference, under);
      const ofWeek = found.flat().filter(({ span }) => span === past.length);
      return {
        asOf,
        period: periodView(period),
        thisWeek: await thisWeek(db, week, ofWeek, counted, now),
        keyFigures: populations
          .filter((population) => rated.includes(population))
          .map((population) => keyFigures({ population }, historyOf(histories.get(population)!, past), targets)),
        targets: targets.aimsOf(populations),
        rankingMinimum: rankingMinimum(present, period.stocksAt),
        rows,
        totals: totals(units, rows, scope, targets, reference.populations, under),
      };
    });
  }
}
