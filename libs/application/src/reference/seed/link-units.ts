import { isInForce, type LocalDay } from '#domain';
import type { Row } from './read-sheet.js';
import { TEXTS } from './seed.vi.js';
import { BEGINNING } from './sheets.js';
import type { KnownUnit, UnitBook } from './unit-book.js';

/**
 * Gives the lines of units.csv their keys and puts them into the book. A unit is (code, valid from); without a day it is
 * the latest that is known under its code, or one since ever.
 */
export function enterUnits(rows: readonly Row[], book: UnitBook): void {
  const stored = new Map<string, string>();
  for (const unit of book.all().sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))) stored.set(unit.code, unit.key);
  for (const row of rows) {
    const { values } = row;
    const { code, valid_from: from } = values as { code?: string; valid_from?: LocalDay | null };
    if (code !== undefined && from !== undefined) {
      values.key = from === null ? (stored.get(code) ?? `${code}@${BEGINNING}`) : `${code}@${from}`;
      values.valid_from = (values.key as string).slice(-BEGINNING.length);
    }
    if (code === undefined) continue;
    if (row.faulty || values.key === undefined) book.putBroken(code);
    else book.put(unitOf(row));
  }
}

const unitOf = (row: Row): KnownUnit => ({
  key: row.values.key as string,
  code: row.values.code as string,
  name: row.values.name as string,
  population: row.values.population as string,
  agencyCode: (row.values.agency_code as string | null) ?? null,
  validFrom: row.values.valid_from as LocalDay,
  validTo: row.values.valid_to as LocalDay | null,
  successors: row.values.successors as string[],
  row,
});

/**
 * What units may not be among each other: two of one code or of one agency code at the same time, closed before they
 * began, taken over by units that are not there on that day. Successors become keys. Told at the line of the file.
 */
export function linkUnits(book: UnitBook): void {
  for (const { row, validFrom, validTo } of book.all()) {
    if (row !== null && validTo !== null && validTo <= validFrom) row.fault('valid_to', TEXTS.notAfter(validFrom));
  }
  const told = (unit: KnownUnit): string => TEXTS.otherUnit(unit.name, unit.row?.line ?? null);
  apart(
    book,
    ({ code }) => code,
    (unit, other) => unit.row!.fault('code', TEXTS.sameCode(unit.code, told(other))),
  );
  apart(
    book,
    ({ agencyCode }) => agencyCode,
    (unit, other) => unit.row!.fault('agency_code', TEXTS.sameAgency(unit.agencyCode!, told(other))),
  );
  for (const unit of book.all()) {
    if (unit.row !== null) takeSuccessors(unit, unit.row, book);
    else keepSuccessors(unit, book);
  }
}

/** Tells each unit of the file that is there at the same time as another one of the same kind. */
function apart(
  book: UnitBook,
  kindOf: (unit: KnownUnit) => string | null,
  tell: (unit: KnownUnit, other: KnownUnit) => void,
): void {
  const standing = new Map<string, KnownUnit>();
  for (const unit of book.all().sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))) {
    const kind = kindOf(unit);
    if (kind === null) continue;
    const before = standing.get(kind);
    if (before !== undefined && (before.validTo === null || before.validTo > unit.validFrom)) {
      // told once, at the later line
      const later = (unit.row?.line ?? 0) >= (before.row?.line ?? 0) ? unit : before;
      if (later.row !== null) tell(later, later === unit ? before : unit);
    }
    const lasts = before === undefined || (before.validTo !== null && (unit.validTo ?? '~') > before.validTo);
    if (lasts) standing.set(kind, unit);
  }
}

function takeSuccessors(unit: KnownUnit, row: Row, book: UnitBook): void {
  if (unit.successors.length === 0) return;
  const day = unit.validTo;
  if (day === null) {
    row.fault('successors', TEXTS.successorOfOpen);
    return;
  }
  const keys: string[] = [];
  for (const name of unit.successors) {
    const { key, fault } = successorOf(unit, name, day, book);
    if (fault !== null) row.fault('successors', fault);
    else if (key !== null && keys.includes(key)) row.fault('successors', TEXTS.successorTwice(name));
    else if (key !== null) keys.push(key);
  }
  row.values.successors = keys;
  unit.successors = keys;
}

type Found = { key: string | null; fault: string | null };

function successorOf(unit: KnownUnit, name: string, day: LocalDay, book: UnitBook): Found {
  const fault = (text: string): Found => ({ key: null, fault: text });
  const found = book.find(name, day);
  if (found !== null && isInForce(found, day)) return { key: found.key, fault: null };
  if (book.isBroken(name)) return { key: null, fault: null };
  if (!book.isKnown(name)) return fault(TEXTS.unitUnknown(name));
  const named = found ?? book.ofCode(name).at(-1)!;
  if (named.key === unit.key) return fault(TEXTS.successorItself);
  if (leadsTo(named, unit, book)) return fault(TEXTS.successorCircle(name));
  return fault(TEXTS.unitNotThen(name, day));
}

/** Whether the successors of a unit, and theirs, come to another unit. */
function leadsTo(from: KnownUnit, unit: KnownUnit, book: UnitBook): boolean {
  const seen = new Set<string>();
  const next = [from];
  for (let each = next.pop(); each !== undefined; each = next.pop()) {
    if (each.key === unit.key) return true;
    if (seen.has(each.key)) continue;
    seen.add(each.key);
    for (const name of each.successors) next.push(...[book.byKey(name) ?? book.ofCode(name)].flat());
  }
  return false;
}

/** A stored closed unit keeps its successors: a line that takes one of them away from that day is told. */
function keepSuccessors(unit: KnownUnit, book: UnitBook): void {
  for (const key of unit.validTo === null ? [] : unit.successors) {
    const successor = book.byKey(key);
    if (successor === null || successor.row === null || isInForce(successor, unit.validTo!)) continue;
    successor.row.fault('valid_to', TEXTS.predecessor(unit.key, unit.validTo!));
  }
}
