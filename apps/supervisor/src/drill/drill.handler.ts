import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import type { Scope, Unit } from '#domain';
import type { Aim, MeasureSum } from '#metrics';
import { sums } from '#projections';
import { type FigureDefinition, figureOf, type FigurePart } from '../figures/figure-id.js';
import { groupBy } from '../figures/figures.js';
import { TargetsOnDay } from '../figures/targets.js';
import { readAsOf } from '../query/as-of.js';
import { procedureName, unitName } from '../query/names.js';
import { readPage } from '../query/page.js';
import { Parameters } from '../query/parameters.js';
import { type Present, PresentReader } from '../query/present.js';
import { ReadModel } from '../query/read-model.js';
import { readUnder, standing } from '../query/under.js';
import { askedUnits, dossierFilter, periodView, readPeriod, readSelection, readUnits } from '../query/selection.js';
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
    const under = readUnder(parameters, present, period.stocksAt);
    const units = readUnits(parameters, present, period.days);
    const page = readPage(parameters);
    const figure = readFigure(parameters, present);
    parameters.done();

    const { reference } = present;
    const filter = dossierFilter(selection, askedUnits(units && under.parts(units), selection.scope, present));
    const { label, parts, metric } = figure!;
    const named = units && standing(units, under, present);
    const unit = named?.length === 1 ? named[0]! : null;
    const several = named && !unit ? named : [];
    const targets = new TargetsOnDay(present.targets, period.days.to, present.metrics);
    const target = metric ? targetOf(metric.id, targets, unit, several.length > 0 ? 'all' : selection.scope) : null;
    return this.model.read(async (db) => {
      const asOf = await readAsOf(db, present);
      const found = await sums(db, period.days, filter);
      const byUnit = groupBy(found, ({ key }) => under.of(key));
      const { items, next } = await drillParts(db, parts, { ...period.days, ...filter }, page);
      return {
        asOf,
        figure: {
          label,
          value: total(found, parts),
          unit: unit && unitName(unit.key, reference),
          units: several.map(({ key }) => ({
            ...unitName(key, reference),
            value: total(byUnit.get(key) ?? [], parts),
          })),
          scope: selection.scope,
          period: periodView(period),
          ...(metric && {
            numerator: total(found, metric.numerator),
            denominator: total(found, metric.denominator),
            target,
          }),
        },
        items: items.map((item) => ({
          ...item,
          unit: unitName(item.unit, reference),
          procedure: procedureName(item.procedure, reference, period.days.to),
        })),
        next,
      };
    });
  }
}

function readFigure(parameters: Parameters, { metrics }: Present): FigureDefinition | null {
  const text = parameters.required('figure');
  if (text === null) return null;
  const figure = figureOf(text);
  const isCounted = figure?.metric === undefined || metrics.some(({ id }) => id === figure.metric!.id);
  return (
    (isCounted ? figure : null) ??
    parameters.fault(
      'figure',
      'unknown-figure',
      'Không có số liệu này. Ví dụ: column:received, metric:on-time:numerator, measure:becameOverdue.',
    )
  );
}

/** What the rate is held against where the figure stands that led here; a whole of several populations has no target of its own. */
function targetOf(metric: string, targets: TargetsOnDay, unit: Unit | null, scope: Scope): Aim | null {
  const whose = unit ? { population: unit.population, unit } : scope === 'all' ? null : { population: scope };
  const target = whose && targets.of(metric, whose);
  return target && { op: target.op, value: target.value };
}

/** The figure as every other view has it: from the cells, not by counting the list. */
const total = (found: readonly MeasureSum[], parts: readonly FigurePart[]): number =>
  parts.reduce(
    (n, { at, measures }) => found.reduce((sum, each) => (measures.includes(each.measure) ? sum + each[at] : sum), n),
    0,
  );
