import { type Instant, type LocalDay, localDay } from '../calendar/time.js';
import { lastInstant } from '../dossier/closings.js';
import type { FactOf } from '../dossier/state.js';
import { agencyOf, foldName, isInForce, type Reference, type Unit } from '../reference/reference.js';
import type { Fault } from './faults.js';
import type { Snapshot } from './message.js';

/** Who owns a dossier by a message: the units of its receipt, and those that it has come to by mergers since. */
export interface Place {
  unit: string;
  receivingUnit: string;
  /** what the log knows as the unit of the receipt is a successor: this unit is the one of that day, whatever was said later */
  stands: boolean;
  transfers: Transfer[];
}

/** At the end of its last day a unit gives its dossiers to its successor. */
interface Transfer {
  unit: string;
  at: Instant;
}

/** What a look-up needs: the receipt that the log knows of, the day of the receipt, the present. */
interface Given {
  known: FactOf<'Received'> | undefined;
  on: LocalDay;
  now: Instant;
  reference: Reference;
}

/**
 * The receiving unit is the one that the code's prefix meant on the code's own day, since codes are given once. The
 * responsible one is looked up on the day of the receipt. A name of a unit that has come after it by mergers since is
 * where the dossier is now: the receipt stays with the unit of its day.
 */
export function placeOf(m: Snapshot, given: Given): Place | Fault {
  const { known, on, reference } = given;
  const receiving = reference.unitByAgency(agencyOf(m.code), dayOf(m.code));
  if (!receiving) return { fault: 'unknown-unit', field: 'MaHoSo' };
  const place = (unit: string, transfers: Transfer[] = [], stands = false): Place => ({
    unit,
    receivingUnit: receiving.key,
    stands,
    transfers,
  });
  if (m.responsible === '') {
    if (known) return place(known.data.unit);
    return isInForce(receiving, on) ? place(receiving.key) : closed(receiving, given);
  }
  const owner = known ? reference.unit(known.data.unit, on) : receiving;
  const transfers = owner && succession(owner, given, (unit) => isNamed(unit, m.responsible));
  if (transfers) return place(owner.key, transfers);
  const named = reference.unitByName(m.responsible, on);
  if (named) {
    const back = known && succession(named, given, (unit) => unit.key === known.data.unit);
    return back ? place(named.key, back, true) : place(named.key);
  }
  const former = reference.unitByName(m.responsible, dayOf(m.code));
  return former && former.validFrom <= on ? closed(former, given) : { fault: 'unknown-unit', field: 'DonViXuLy' };
}

/** The day on which a dossier code was given: its `yymmdd`. */
const dayOf = (code: string): LocalDay => {
  const [yy, mm, dd] = code.split('-')[1]!.match(/../g)!;
  return `20${yy}-${mm}-${dd}`;
};

const isClosed = (unit: Unit, now: Instant): unit is Unit & { validTo: LocalDay } =>
  unit.validTo !== null && unit.validTo <= localDay(now);

const isNamed = ({ name, aliases }: Unit, said: string): boolean =>
  [name, ...aliases].some((each) => foldName(each) === foldName(said));

const successorsOf = ({ successors, validTo }: Unit, reference: Reference): Unit[] =>
  validTo === null ? [] : successors.flatMap((key) => reference.unit(key, validTo) ?? []);

/**
 * The transfers by which a dossier has come from its owner on a day to a unit that was looked for, through every merger
 * until now; null: it has not come there that way.
 */
function succession(owner: Unit, { on, now, reference }: Given, isSought: (unit: Unit) => boolean): Transfer[] | null {
  if (!isInForce(owner, on) || !isClosed(owner, now) || isSought(owner)) return null;
  const queue: { unit: Unit; way: Transfer[] }[] = [{ unit: owner, way: [] }];
  const seen = new Set([owner.key]);
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { unit, way } = next;
    if (!isClosed(unit, now)) continue;
    for (const successor of successorsOf(unit, reference)) {
      const longer = [...way, { unit: successor.key, at: lastInstant(unit)! }];
      if (isSought(successor)) return longer;
      if (!seen.has(successor.key)) queue.push({ unit: successor, way: longer });
      seen.add(successor.key);
    }
  }
  return null;
}

/** A unit that was closed by the day of the receipt takes nothing; the answer names who came after it. */
function closed(unit: Unit, { on, reference }: Given): Fault {
  const after: Unit[] = [];
  const queue = [unit];
  const seen = new Set<string>();
  for (let next = queue.shift(); next; next = queue.shift()) {
    if (seen.has(next.key)) continue;
    seen.add(next.key);
    if (next !== unit && isInForce(next, on)) after.push(next);
    else queue.push(...successorsOf(next, reference));
  }
  const successor = after.map(({ name }) => name).join(', ');
  return { fault: 'unit-closed', field: 'DonViXuLy', values: { successor: successor || '–' } };
}
