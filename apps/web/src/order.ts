import { compareRates } from '#metrics/rate';
import type { Fraction } from './api.js';
import { compareText } from './format.js';

/** The order of a table: by name, by a column of counts, or by a metric's rate. */
export interface Order {
  /** `name`, `column:<id>` or `metric:<id>` */
  by: string;
  descending: boolean;
}

/** What rows are ordered by. */
export interface Numbers {
  columns: Record<string, number>;
  metrics: Record<string, Fraction>;
}

/** Worst first: the lowest rate of dossiers on time at the top. */
export const WORST_FIRST: Order = { by: 'metric:on-time', descending: false };

/** `-column:openLate` → descending by that column; empty or unreadable: worst first. */
export function parseOrder(text: string): Order {
  const match = /^(-?)(name|(?:column|metric):[A-Za-z0-9-]+)$/.exec(text);
  return match ? { by: match[2]!, descending: match[1] === '-' } : WORST_FIRST;
}

/** The text of an order for the query string; empty for the default. */
export const orderText = (order: Order): string =>
  order.by === WORST_FIRST.by && order.descending === WORST_FIRST.descending
    ? ''
    : `${order.descending ? '-' : ''}${order.by}`;

const RANKED = 0;
const UNRANKED = 1;
const EMPTY = 2;

/** Whether a row has enough dossiers for the chosen order to rank it; by name or by counts all are. */
export function isRanked(row: Numbers, order: Order, minimum: number): boolean {
  const [kind, id = ''] = order.by.split(':', 2);
  return kind !== 'metric' || (row.metrics[id]?.denominator ?? 0) >= minimum;
}

/**
 * Sorts rows of figures. What has too few dossiers for the chosen rate to be ranked comes after what is ranked, by name,
 * and what has no data last, either way; ties go by more open late first, then by name in Vietnamese order.
 * @param minimum from how many dossiers on a rate is ranked
 */
export function sortRows<T extends Numbers>(
  rows: readonly T[],
  order: Order,
  minimum: number,
  nameOf: (row: T) => string,
): T[] {
  const direction = order.descending ? -1 : 1;
  const [kind, id = ''] = order.by.split(':', 2);
  const primary = (a: T, b: T): number => {
    if (kind === 'name') return direction * compareText(nameOf(a), nameOf(b));
    if (kind === 'column') return direction * Math.sign((a.columns[id] ?? 0) - (b.columns[id] ?? 0));
    const [left, right] = [a.metrics[id], b.metrics[id]];
    const [leftClass, rightClass] = [classOf(a, left), classOf(b, right)];
    if (leftClass !== rightClass) return leftClass - rightClass;
    return leftClass === RANKED ? direction * compareRates(left!, right!) : compareText(nameOf(a), nameOf(b));
  };
  const classOf = (row: T, rate: Fraction | undefined): number =>
    !rate?.denominator ? EMPTY : isRanked(row, order, minimum) ? RANKED : UNRANKED;
  return [...rows].sort(
    (a, b) =>
      primary(a, b) || (b.columns['openLate'] ?? 0) - (a.columns['openLate'] ?? 0) || compareText(nameOf(a), nameOf(b)),
  );
}

/**
 * Puts rows into the order in which the reader already sees them: known ones keep their place, new ones follow.
 * Nothing jumps while figures change (page.md).
 */
export function keepPlaces<T>(rows: readonly T[], seen: readonly string[], idOf: (row: T) => string): T[] {
  const place = new Map(seen.map((id, index) => [id, index]));
  return [...rows].sort((a, b) => (place.get(idOf(a)) ?? seen.length) - (place.get(idOf(b)) ?? seen.length));
}
