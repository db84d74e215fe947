import type { LocalDay } from '#domain';
import { isStock, type Mark, type Measure, measureCode, measureNames } from '#metrics';

/** A row of read.mark: the measures for which a dossier counts, of one unit, from one day (until another). */
export interface MarkRow {
  unit: number;
  scope: number;
  day: LocalDay;
  /** flow: the day itself; stock: the day at whose end it no longer counts, `infinity` = it still does */
  until: LocalDay | 'infinity';
  nth: number;
  /** bit n is set: it counts for the measure with the number n */
  measures: bigint;
}

export type MarkRows = ReadonlyMap<string, MarkRow>;
export const NO_MARKS: MarkRows = new Map();

/** What tells the rows of a dossier apart. */
export const idOf = ({ unit, scope, day, until, nth }: Omit<MarkRow, 'measures'>): string =>
  `${unit} ${scope} ${day} ${until} ${nth}`;

const BIT = new Map<Measure, bigint>(measureNames.map((measure) => [measure, 1n << BigInt(measureCode(measure))]));
/** number of a measure → its index in `measureNames` */
const INDEX: number[] = [];
for (const [index, measure] of measureNames.entries()) INDEX[measureCode(measure)] = index;

/** The measures as read.mark holds them. */
export const maskOf = (measures: Iterable<Measure>): bigint => {
  let mask = 0n;
  for (const measure of measures) mask |= BIT.get(measure)!;
  return mask;
};

/** A dossier's marks as rows. `unitId` gives the number of a unit's key. */
export function markRows(marks: readonly Mark[], scope: number, unitId: (key: string) => number): MarkRows {
  const rows = new Map<string, MarkRow>();
  for (const { measure, unit: key, day, until: end, n } of marks) {
    const unit = unitId(key);
    const until = isStock(measure) ? (end ?? 'infinity') : day;
    const bit = BIT.get(measure)!;
    for (let nth = 0; nth < n; nth++) {
      const id = idOf({ unit, scope, day, until, nth });
      const row = rows.get(id);
      if (row) row.measures |= bit;
      else rows.set(id, { unit, scope, day, until, nth, measures: bit });
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

/** What must change for the rows to be `after` instead of `before`. */
export function difference(before: MarkRows, after: MarkRows): MarkDifference {
  const found: MarkDifference = { removed: [], added: [], changed: [] };
  for (const [id, row] of before) if (!after.has(id)) found.removed.push(row);
  for (const [id, row] of after) {
    const known = before.get(id);
    if (!known) found.added.push(row);
    else if (known.measures !== row.measures) found.changed.push({ before: known, after: row });
  }
  return found;
}

/** Calls `add` for each measure of a row with the measure's index in `measureNames`. */
export function eachMeasure(mask: bigint, add: (index: number) => void): void {
  for (const half of [0, 32]) {
    let bits = Number(BigInt.asIntN(32, mask >> BigInt(half)));
    for (; bits !== 0; bits &= bits - 1) add(INDEX[half + 31 - Math.clz32(bits & -bits)]);
  }
}
