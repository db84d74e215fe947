import { isInForce, type LocalDay, type Unit } from '#domain';
import type { Row } from './read-sheet.js';

/** A unit as it will be once the file is stored; `row` where the file says so. */
export type KnownUnit = Omit<Unit, 'aliases'> & {
  row: Row | null;
};

/** The units that there will be: what is stored, with the lines of the file over it. */
export class UnitBook {
  private readonly units = new Map<string, KnownUnit>();
  private readonly codes = new Map<string, Set<string>>();
  /** codes of lines that have a fault: what names them is not told once more */
  private readonly broken = new Set<string>();

  constructor(stored: readonly KnownUnit[]) {
    for (const unit of stored) this.put(unit);
  }

  put(unit: KnownUnit): void {
    this.units.set(unit.key, unit);
    const keys = this.codes.get(unit.code) ?? new Set();
    this.codes.set(unit.code, keys.add(unit.key));
  }
  putBroken(code: string): void {
    this.broken.add(code);
  }

  all(): KnownUnit[] {
    return [...this.units.values()];
  }
  byKey(key: string): KnownUnit | null {
    return this.units.get(key) ?? null;
  }
  /** Every unit that has or had a code, the oldest first. */
  ofCode(code: string): KnownUnit[] {
    const units = [...(this.codes.get(code) ?? [])].map((key) => this.units.get(key)!);
    return units.sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  }
  /** By key, whenever it was there, or by code on a day. */
  find(name: string, on: LocalDay): KnownUnit | null {
    return this.byKey(name) ?? this.ofCode(name).find((unit) => isInForce(unit, on)) ?? null;
  }
  /** Whether a code or key is known at all, or stands in a line that has a fault of its own. */
  isKnown(name: string): boolean {
    return this.byKey(name) !== null || this.codes.has(name);
  }
  isBroken(name: string): boolean {
    return this.broken.has(name.split('@', 1)[0]!);
  }
}
