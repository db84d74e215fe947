import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { figuresOf, recent, weekOf } from '#metrics';
import { series } from '#projections';
import { Parameters } from '../query/parameters.js';
import { PresentReader } from '../query/present.js';
import { ReadModel } from '../query/read-model.js';
import { readUnder } from '../query/under.js';
import { askedUnits, dossierFilter, readPeriod, readSelection, readUnits } from '../query/selection.js';
import { DEFAULT_COUNT, MAX_COUNT, type WeekPoint, WeeksQuery } from './weeks.query.js';

@QueryHandler(WeeksQuery)
export class WeeksHandler implements IQueryHandler<WeeksQuery> {
  constructor(
    private readonly model: ReadModel,
    private readonly present: PresentReader,
  ) {}

  async execute({ raw }: WeeksQuery): Promise<WeekPoint[]> {
    const present = await this.present.read();
    const parameters = new Parameters(raw);
    const period = readPeriod(parameters, present);
    const selection = readSelection(parameters, present);
    const under = readUnder(parameters, present, period.stocksAt);
    const units = readUnits(parameters, present, period.days);
    const count = parameters.integer('count', 1, MAX_COUNT, DEFAULT_COUNT);
    parameters.done();

    // up to the week of the period's last day that has come
    const weeks = recent(weekOf(period.stocksAt), count);
    const filter = dossierFilter(selection, askedUnits(units && under.parts(units), selection.scope, present));
    const rows = await this.model.read((db) => series(db, weeks, filter));
    return weeks.map(({ key, label, to }, i) => {
      const { columns } = figuresOf(rows.filter(({ span }) => span === i));
      return {
        week: key.slice('week:'.length),
        label,
        unfinished: to >= present.today,
        received: columns['received']!,
        resolved: columns['resolvedBefore']! + columns['resolvedOnDay']! + columns['resolvedLate']!,
        openLate: columns['openLate']!,
      };
    });
  }
}
