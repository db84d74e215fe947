import { COLUMNS, isStock, type Measure, MEASURES, metricOf } from '#metrics';
import { MEASURE_LABELS } from './measures.vi.js';

export type At = 'before' | 'flow' | 'end';

/** Measures that are summed at the start, over, or at the end of a period. */
export interface FigurePart {
  at: At;
  measures: readonly Measure[];
}

/** A number of a view, by the name under which its dossiers are listed. */
export interface FigureDefinition {
  label: string;
  parts: readonly FigurePart[];
  /** both sides, where it is one side of a metric */
  metric?: { id: string; numerator: readonly FigurePart[]; denominator: readonly FigurePart[] };
}

/** Flows over the period, stocks at its end: how the sides of a metric are summed. */
function naturally(measures: readonly Measure[]): FigurePart[] {
  const flows = measures.filter((measure) => !isStock(measure));
  const stocks = measures.filter(isStock);
  return [
    ...(flows.length > 0 ? [{ at: 'flow' as const, measures: flows }] : []),
    ...(stocks.length > 0 ? [{ at: 'end' as const, measures: stocks }] : []),
  ];
}

/** Reads `column:<id>`, `metric:<id>:numerator`, `metric:<id>:denominator` or `measure:<name>`; null when there is none such. */
export function figureOf(text: string): FigureDefinition | null {
  const [kind, id = '', side, ...rest] = text.split(':');
  if (rest.length > 0) return null;
  if (kind === 'metric') {
    const definition = metricOf(id);
    if (!definition || (side !== 'numerator' && side !== 'denominator')) return null;
    const metric = { id, numerator: naturally(definition.numerator), denominator: naturally(definition.denominator) };
    return {
      label: `${definition.label} (${side === 'numerator' ? 'tử số' : 'mẫu số'})`,
      parts: metric[side],
      metric,
    };
  }
  if (side !== undefined) return null;
  if (kind === 'column') {
    const column = COLUMNS.find((each) => each.id === id);
    return column ? { label: column.label, parts: [{ at: column.at, measures: column.measures }] } : null;
  }
  if (kind === 'measure' && Object.hasOwn(MEASURES, id)) {
    const measure = id as Measure;
    return { label: MEASURE_LABELS[measure], parts: naturally([measure]) };
  }
  return null;
}
