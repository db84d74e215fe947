import type { Instant, ReferenceData } from '#domain';
import type { WorklistItem as WorklistRow, WorklistQuestion } from '#projections';
import { procedureName, shownText, unitName } from '../query/names.js';
import type { Parameters } from '../query/parameters.js';
import type { Present } from '../query/present.js';
import { askedUnits, dossierFilter, readSelection, readUnits } from '../query/selection.js';
import { WORKLIST_KINDS, type WorklistItem } from './worklist.query.js';

export const APOLOGIES = ['owed', 'issued'] as const;
export const DEFAULT_DAYS = 3;
export const MAX_DAYS = 30;

/** Reads what is listed: `kind`, `days`, `apology`, and whose dossiers. */
export function readWorklist(parameters: Parameters, present: Present): WorklistQuestion {
  const kind = parameters.oneOf('kind', WORKLIST_KINDS, 'late');
  const days = parameters.integer('days', 1, MAX_DAYS, DEFAULT_DAYS);
  const apology = parameters.oneOf('apology', APOLOGIES, null);
  const selection = readSelection(parameters, present);
  const { today } = present;
  const units = readUnits(parameters, present, { from: today, to: today });
  return {
    ...dossierFilter(selection, askedUnits(units, selection.scope, present)),
    kind,
    days,
    now: present.now,
    ...(apology && { apology }),
  };
}

/** A row of the list; days late go by the calendar as it is known now, with the unit's local days off. */
export function worklistItem(row: WorklistRow, isLate: boolean, { now, today, reference }: Present): WorklistItem {
  const { code, receivedAt, dueAt, phase, apologyAt, apologyOwed } = row;
  return {
    code,
    unit: unitName(row.unit, reference),
    procedure: procedureName(row.procedure, reference, today),
    receivedAt,
    dueAt,
    daysLate: isLate ? daysLate(row, now, reference) : null,
    holder: row.holder && holderName(row.holder, reference),
    apology: apologyOwed ? 'owed' : apologyAt !== null ? 'issued' : 'none',
    phase,
  };
}

/** Up to its end, where it has ended: lateness does not grow any more. Not told while its clock stands or another round runs in time. */
function daysLate(row: WorklistRow, now: Instant, reference: ReferenceData): WorklistItem['daysLate'] {
  const until = row.endedAt ?? (row.late ? now : null);
  if (until === null) return null;
  const { days, workingDays } = reference.calendar.knownAt(now, row.unit).lateness(row.dueAt, until);
  return { calendar: days, working: workingDays };
}

/** A holder is a unit's key, or an officer or a stage by name. */
export const holderName = (holder: string, reference: ReferenceData): string =>
  reference.unitByKey(holder)?.name ?? shownText(holder);
