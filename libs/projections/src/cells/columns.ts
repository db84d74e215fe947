import { isStock, type Measure, measureNames } from '#metrics';

/** Column of read.cell: `receivedOnline` → `received_online`, `ended766` → `ended_766`. */
export const columnOf = (measure: Measure): string => measure.replace(/(?<=[a-z])(?=[A-Z0-9])/g, '_').toLowerCase();

/** All measures in the order in which statements name their columns. */
export const MEASURE_COLUMNS: readonly string[] = measureNames.map(columnOf);
export const FLOWS: readonly Measure[] = measureNames.filter((measure) => !isStock(measure));
export const STOCKS: readonly Measure[] = measureNames.filter(isStock);
