import type { LocalDay } from '#domain';
import { isStock, type Mark, type Measure, measureCode, measureNames } from '#metrics';

/**
 * Measures as two halves of 32 bits (numbers of the low and of the high half): bit n is set: the measure with the number n. What a dossier has in
 * memory by the ten thousand is no bigint, which would be an object more for each.
 */
export interface Mask {
  low: number;
  high: number;
}

/** A row of read.mark: the measures for which a dossier counts, of one unit, from one day (until another). */
export interface MarkRow extends Mask {
  unit: number;
  scope: number;
  day: LocalDay;
  /** flow: the day itself; stock: the day at whose end it no longer counts, `infinity` = it still does */
  until: LocalDay | 'infinity';
  nth: number;
}

/** Few, each of another key: looked through one after the other. */
export type MarkRows = readonly MarkRow[];
export const NO_MARKS: MarkRows = [];

const isSame = (a: MarkRow, b: MarkRow): boolean =>
  a.unit === b.unit && a.nth === b.nth && a.scope === b.scope && a.day === b.day && a.until === b.until;

/** The row with the key of another one; it most often stands where the other one stood. */
function find(rows: MarkRows, row: MarkRow, at: number): MarkRow | undefined {
  if (at >= 0 && at < rows.length && isSame(rows[at], row)) return rows[at];
  for (const each of rows) if (isSame(each, row)) return each;
  return undefined;
}

const LOW = new Map<Measure, number>();
const HIGH = new Map<Measure, number>();
/** number of a measure → its index in `measureNames` */
const INDEX: number[] = [];
for (const [index, measure] of measureNames.entries()) {
  const code = measureCode(measure);
  INDEX[code] = index;
  LOW.set(measure, code < 32 ? 1 << code : 0);
  HIGH.set(measure, code < 32 ? 0 : 1 << (code - 32));
}

export function maskOf(measures: Iterable<Measure>): Mask {
  const mask: Mask = { low: 0, high: 0 };
  for (const measure of measures) {
    mask.low |= LOW.get(measure)!;
    mask.high |= HIGH.get(measure)!;
  }
  return mask;
}

/** The measures as read.mark holds them. */
export const toBigint = ({ low, high }: Mask): bigint => (BigInt(high) << 32n) | BigInt(low >>> 0);

/** A dossier's marks as rows. `unitId` gives the number of a unit's key. */
export function markRows(marks: readonly Mark[], scope: number, unitId: (key: string) => number): MarkRow[] {
  const rows: MarkRow[] = [];
  for (const { measure, unit: key, day, until: end, n } of marks) {
    const unit = unitId(key);
    const until = isStock(measure) ? (end ?? 'infinity') : day;
    const low = LOW.get(measure)!;
    const high = HIGH.get(measure)!;
    for (let nth = 0; nth < n; nth++) {
      const row = { unit, scope, day, until, nth, low, high };
      const known = find(rows, row, rows.length - 1);
      if (known) {
        known.low |= low;
        known.high |= high;
      } else rows.push(row);
    }
  }
  return rows;
}

export interface MarkDifference {
  removed: MarkRow[];
  added: MarkRow[];
  /** rows that stay and count for other measures */
  changed: { before: MarkRow; after: MarkRow }[];
}

/**
 * What must change for the rows to be `after` instead of `before`. A row that stays as it is becomes the very same object in `after`: what
 * lives long is not made anew with each event.
 */
export function difference(before: MarkRows, after: MarkRow[]): MarkDifference {
  const found: MarkDifference = { removed: [], added: [], changed: [] };
  for (let at = 0; at < before.length; at++) if (!find(after, before[at], at)) found.removed.push(before[at]);
  for (let at = 0; at < after.length; at++) {
    const row = after[at];
    const known = find(before, row, at);
    if (!known) found.added.push(row);
    else if (known.low !== row.low || known.high !== row.high) found.changed.push({ before: known, after: row });
    else after[at] = known;
  }
  return found;
}

/** Calls `add` for each measure of these halves with the measure's index in `measureNames`. */
export function eachMeasure(low: number, high: number, add: (index: number) => void): void {
  for (let bits = low; bits !== 0; bits &= bits - 1) add(INDEX[31 - Math.clz32(bits & -bits)]);
  for (let bits = high; bits !== 0; bits &= bits - 1) add(INDEX[63 - Math.clz32(bits & -bits)]);
}
