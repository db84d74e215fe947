import { measureNames } from '#metrics';
import { eachMeasure, type MarkDifference, type MarkRow } from '../marks/mark-rows.js';

export const DAY = 1;
export const MONTH = 2;
export const YEAR = 3;

export interface Cell {
  scope: number;
  grain: number;
  /** first day of the bucket */
  bucket: string;
  unit: number;
  /** by the index of the measure in `measureNames` */
  sums: number[];
}

/** The scopes to which what counts for a procedure counts as well: its field, and everything. */
export type WiderScopes = (scope: number) => readonly number[];

/** Changes of the cells, summed over a batch: contribution(after) − contribution(before), for single days and the narrowest scope. */
export class CellSums {
  private readonly days = new Map<string, Cell>();

  add({ removed, added, changed }: MarkDifference): void {
    for (const row of removed) this.count(row, row.low, row.high, -1);
    for (const row of added) this.count(row, row.low, row.high, 1);
    for (const { before, after } of changed) {
      this.count(after, after.low & ~before.low, after.high & ~before.high, 1);
      this.count(after, before.low & ~after.low, before.high & ~after.high, -1);
    }
  }

  /** A flow counts on its day; a stock comes on its first day and goes on the day at whose end it no longer counts. */
  private count(row: MarkRow, low: number, high: number, n: number): void {
    if (low === 0 && high === 0) return;
    const first = this.cell(row, row.day).sums;
    eachMeasure(low, high, (index) => (first[index] += n));
    if (row.until === row.day || row.until === 'infinity') return;
    const last = this.cell(row, row.until).sums;
    eachMeasure(low, high, (index) => (last[index] -= n));
  }

  private cell({ scope, unit }: MarkRow, bucket: string): Cell {
    return cellOf(this.days, scope, DAY, bucket, unit);
  }

  /** Every cell that changes, of all scopes and buckets, in the order of the key: whoever locks in the same order cannot deadlock. */
  rolledUp(wider: WiderScopes): Cell[] {
    const cells = new Map<string, Cell>();
    for (const { scope, bucket, unit, sums } of this.days.values()) {
      const month = `${bucket.slice(0, 7)}-01`;
      const year = `${bucket.slice(0, 4)}-01-01`;
      for (const each of [scope, ...wider(scope)]) {
        addTo(cellOf(cells, each, DAY, bucket, unit).sums, sums);
        addTo(cellOf(cells, each, MONTH, month, unit).sums, sums);
        addTo(cellOf(cells, each, YEAR, year, unit).sums, sums);
      }
    }
    return [...cells.values()].filter(({ sums }) => sums.some((n) => n !== 0)).sort(byKey);
  }
}

/** Plain numbers: an Int32Array of this length lies outside the heap, and to get and free that place takes six times as long. */
const NONE: readonly number[] = measureNames.map(() => 0);

function cellOf(cells: Map<string, Cell>, scope: number, grain: number, bucket: string, unit: number): Cell {
  const id = `${scope} ${grain} ${bucket} ${unit}`;
  let cell = cells.get(id);
  if (!cell) cells.set(id, (cell = { scope, grain, bucket, unit, sums: NONE.slice() }));
  return cell;
}

function addTo(sums: number[], changes: readonly number[]): void {
  for (let i = 0; i < sums.length; i++) sums[i] += changes[i];
}

const byKey = (a: Cell, b: Cell): number =>
  a.scope - b.scope || a.grain - b.grain || (a.bucket < b.bucket ? -1 : a.bucket > b.bucket ? 1 : 0) || a.unit - b.unit;
