import { isInForce } from '#domain';
import type { ReadSheet, Row } from './read-sheet.js';
import { TEXTS } from './seed.vi.js';
import type { Sheet } from './sheets.js';
import type { KnownUnit, UnitBook } from './unit-book.js';

/** Policies and successions name procedures that the file or the store has. */
export function linkProcedures(column: string, rows: readonly Row[], known: ReadonlySet<string>): void {
  for (const row of rows) {
    const name = row.values[column];
    if (typeof name === 'string' && name !== '' && !known.has(name)) row.fault(column, TEXTS.procedureUnknown(name));
  }
}

/**
 * What is said of one unit from a day on, or for a day, is said of it by its key, whether the file says its key or the
 * code that it has on that day.
 */
export function linkUnitRows(rows: readonly Row[], dayColumn: string, book: UnitBook): void {
  for (const row of rows) {
    const { unit: name, [dayColumn]: day } = row.values as Record<string, string | undefined>;
    if (name === undefined || name === '' || day === undefined || book.isBroken(name)) continue;
    const found = book.find(name, day);
    if (found !== null && isInForce(found, day)) row.values.unit = found.key;
    else row.fault('unit', book.isKnown(name) ? TEXTS.unitNotThen(name, day) : TEXTS.unitUnknown(name));
  }
}

/** The span of a procedure that is stored. */
export interface StoredSpan {
  national: string;
  from: string;
  to: string | null;
}

/** Of one procedure no two rows hold on the same day; what the file does not say anew is stored still. */
export function linkSpans(stored: readonly StoredSpan[], rows: readonly Row[]): void {
  const spans = new Map<string, StoredSpan & { row: Row | null }>();
  for (const span of stored) spans.set(`${span.national}|${span.from}`, { ...span, row: null });
  const said = new Set<string>();
  const broken = new Set<string>();
  for (const row of rows) {
    const { national, valid_from: from, valid_to: to } = row.values as Record<string, string | null | undefined>;
    if (!national) continue;
    if (!from || to === undefined) {
      broken.add(national); // what rests on a span that could not be read is not told once more
      continue;
    }
    const key = `${national}|${from}`;
    if (said.has(key)) continue; // told as said twice
    said.add(key);
    spans.set(key, { national, from, to, row });
  }
  const standing = new Map<string, StoredSpan & { row: Row | null }>();
  for (const span of [...spans.values()].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    if (broken.has(span.national)) continue;
    const before = standing.get(span.national);
    if (before && (before.to === null || before.to > span.from)) {
      // told once, at the later line
      const [later, other] = (span.row?.line ?? 0) >= (before.row?.line ?? 0) ? [span, before] : [before, span];
      later.row?.fault('valid_from', TEXTS.sameProcedure(span.national, TEXTS.otherRow(other.row?.line ?? null)));
    }
    if (!before || (before.to !== null && (span.to === null || span.to > before.to))) standing.set(span.national, span);
  }
}

/** A row for each value of a column that holds a list. */
export function spreadRows(read: ReadSheet): void {
  const { spread } = read.sheet;
  if (spread === undefined) return;
  read.rows = read.rows.flatMap((row) => {
    const { [spread.from]: values, ...rest } = row.values;
    return ((values ?? []) as unknown[]).map((value) => ({ ...row, values: { ...rest, [spread.to]: value } }));
  });
}

/** Which dossiers of a closed unit go to which of its successors: both become keys. */
export function linkSuccessions(rows: readonly Row[], book: UnitBook): void {
  for (const row of rows) {
    const { unit: name, successor: to } = row.values as { unit?: string; successor?: string };
    const unit = name === undefined ? null : closedUnit(row, name, book);
    if (unit === null || to === undefined || book.isBroken(to)) continue;
    row.values.unit = unit.key;
    const key = unit.successors.find((each) => each === to) ?? book.find(to, unit.validTo!)?.key ?? null;
    if (key !== null && unit.successors.includes(key)) row.values.successor = key;
    else row.fault('successor', TEXTS.successionNotSuccessor(to));
  }
}

function closedUnit(row: Row, name: string, book: UnitBook): KnownUnit | null {
  if (book.isBroken(name)) return null;
  const named = book.byKey(name);
  const units = (named ? [named] : book.ofCode(name)).filter(({ successors }) => successors.length > 0);
  if (units.length === 1 && units[0]!.validTo !== null) return units[0]!;
  if (!book.isKnown(name)) row.fault('unit', TEXTS.unitUnknown(name));
  else if (units.length > 1) row.fault('unit', TEXTS.successionOfSeveral(name));
  else row.fault('unit', TEXTS.successionOfOpen(name));
  return null;
}

/** Rows that are stored go to units that are successors still; the line of units.csv that takes one away is told. */
export function keepSuccessions(
  stored: readonly { unit: string; successor: string; procedure: string; agency_code: string }[],
  rows: readonly Row[],
  book: UnitBook,
): void {
  const keyOf = (values: object): string => {
    const { unit, procedure, agency_code: agency } = values as (typeof stored)[number];
    return JSON.stringify([unit, procedure, agency]);
  };
  const replaced = new Set(rows.map(({ values }) => keyOf(values)));
  for (const each of stored) {
    const unit = book.byKey(each.unit);
    if (unit === null || unit.row === null || unit.successors.includes(each.successor)) continue;
    if (!replaced.has(keyOf(each))) unit.row.fault('successors', TEXTS.successionLost(each.successor));
  }
}

/** Two lines of one key in a file: the second is told, with the line that said it first. */
export function tellTwice({ sheet, rows }: ReadSheet): void {
  const first = new Map<string, number>();
  for (const row of rows) {
    const key = sheet.key.map((column) => row.values[column]);
    if (key.includes(undefined)) continue;
    const text = JSON.stringify(key);
    const before = first.get(text);
    if (before === undefined) first.set(text, row.line);
    else row.fault(headColumn(sheet), TEXTS.twice(before));
  }
}

const headColumn = (sheet: Sheet): string => Object.keys(sheet.columns)[0]!;
