import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import type { MeasureSum } from '#metrics';
import { sums } from '#projections';
import { type FigureDefinition, figureOf, type FigurePart } from '../figures/figure-id.js';
import { readAsOf } from '../query/as-of.js';
import { procedureName, unitName } from '../query/names.js';
import { readPage } from '../query/page.js';
import { Parameters } from '../query/parameters.js';
import { PresentReader } from '../query/present.js';
import { ReadModel } from '../query/read-model.js';
import { countedUnits, dossierFilter, periodView, readPeriod, readSelection, readUnit } from '../query/selection.js';
import { DrillQuery, type DrillView } from './drill.query.js';
import { drillParts } from './drill-parts.js';

@QueryHandler(DrillQuery)
export class DrillHandler implements IQueryHandler<DrillQuery> {
  constructor(
    private readonly model: ReadModel,
    private readonly present: PresentReader,
  ) {}

  async execute({ raw }: DrillQuery): Promise<DrillView> {
    const present = await this.present.read();
    const parameters = new Parameters(raw);
    const period = readPeriod(parameters, present);
    const selection = readSelection(parameters, present);
    const unit = readUnit(parameters, present, period.days.to);
    const page = readPage(parameters);
    const figure = readFigure(parameters);
    parameters.done();

    const { reference } = present;
    const filter = dossierFilter(selection, unit ? [unit.key] : countedUnits(selection.scope, present));
    const { label, parts, metric } = figure!;
    return this.model.read(async (db) => {
      const asOf = await readAsOf(db, present.now);
      const found = await sums(db, period.days, filter);
      const { items, next } = await drillParts(db, parts, { ...period.days, ...filter }, page);
      return {
        asOf,
        figure: {
          label,
          value: total(found, parts),
          unit: unit && unitName(unit.key, reference),
          scope: selection.scope,
          period: periodView(period),
          ...(metric && { numerator: total(found, metric.numerator), denominator: total(found, metric.denominator) }),
        },
        items: items.map((item) => ({
          ...item,
          unit: unitName(item.unit, reference),
          procedure: procedureName(item.procedure, reference),
        })),
        next,
      };
    });
  }
}

function readFigure(parameters: Parameters): FigureDefinition | null {
  const text = parameters.required('figure');
  if (text === null) return null;
  return (
    figureOf(text) ??
    parameters.fault(
      'figure',
      'unknown-figure',
      'Không có số liệu này. Ví dụ: column:received, metric:on-time:numerator, measure:becameOverdue.',
    )
  );
}

/** The figure as every other view has it: from the cells, not by counting the list. */
const total = (found: readonly MeasureSum[], parts: readonly FigurePart[]): number =>
  parts.reduce(
    (n, { at, measures }) => found.reduce((sum, each) => (measures.includes(each.measure) ? sum + each[at] : sum), n),
    0,
  );
