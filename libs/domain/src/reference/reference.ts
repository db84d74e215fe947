import type { Instant, LocalDay } from '../calendar/time.js';
import type { Limit, Rules } from '../dossier/events.js';

/** The key of the population that a unit belongs to: which there are is data (populations.ts). */
export type Population = string;

/** A unit is a code for a span of time: codes are re-used with another meaning (domain.md, "Identity"). */
export interface Unit {
  /** `code@valid-from`, never changed once given */
  key: string;
  code: string;
  name: string;
  population: Population;
  agencyCode: string | null;
  /** where it has changed: each prefix with its first day, the first first; the last one is `agencyCode` */
  agencyCodes?: readonly { from: LocalDay; code: string | null }[];
  aliases: string[];
  validFrom: LocalDay;
  /** the first day on which it is no more */
  validTo: LocalDay | null;
  /** keys of the units that take over on `validTo` */
  successors: string[];
}

/** Whether a unit is there on a day: from its first day on, up to the day before `validTo`. */
export const isInForce = (unit: Pick<Unit, 'validFrom' | 'validTo'>, on: LocalDay): boolean =>
  unit.validFrom <= on && (unit.validTo === null || on < unit.validTo);

/** Of a closed unit with more than one successor: which dossiers go to which. An empty condition holds for all. */
export interface Succession {
  /** keys */
  unit: string;
  successor: string;
  /** national part of a procedure's code */
  procedure: string;
  /** the prefix of the dossier's code */
  agencyCode: string;
}

/** What of a dossier decides to which successor it goes. */
export interface DossierPlace {
  code: string;
  procedure: string | null;
}

export interface Procedure {
  code: string;
  /** the national part `d.dddddd` of the code */
  national: string;
  name: string;
  field: string;
  limit: Limit | null;
  feeVnd: number;
  special: boolean;
  /** where it is handled; '': not said */
  population: Population;
  /** absent: since ever */
  validFrom?: LocalDay;
  /** the first day on which it is no more, or says something else; absent or null: still so */
  validTo?: LocalDay | null;
}

/** Whether a row of a procedure holds on a day. Rows without dates hold always. */
export const holdsOn = ({ validFrom = '', validTo = null }: Procedure, on: LocalDay): boolean =>
  isInForce({ validFrom, validTo }, on);

/** Reference data as decisions see them: pure look-ups over data that the caller has read. */
export interface Reference {
  /** by key (also a closed one), or by code on a day */
  unit(keyOrCode: string, on: LocalDay): Unit | null;
  /** the latest unit that had this code and was closed on or before a day */
  unitLastOf(code: string, on: LocalDay): Unit | null;
  /** the first unit that will have this code, from a day after this one on */
  unitNextOf(code: string, on: LocalDay): Unit | null;
  /**
   * Who takes over what a closed unit still owns: the unit in force on a day at the end of the chain of successors.
   * null: none, or the data do not decide between several.
   */
  successor(unitKey: string, dossier: DossierPlace, on: LocalDay): Unit | null;
  /** by agency code (the prefix of a dossier code) on a day */
  unitByAgency(agencyCode: string, on: LocalDay): Unit | null;
  /** by any spelling of its name: marks composed, case and dashes folded */
  unitByName(name: string, on: LocalDay): Unit | null;
  /** what is said of a procedure on the day of a fact: limit, fee, field, special; null: not known, or not in force then */
  procedure(code: string, on: LocalDay): Procedure | null;
  /** the same, where it is not in force on the day what was said of it last; null: no such procedure */
  procedureKnown(code: string, on?: LocalDay): Procedure | null;
  isPopulation(key: string): boolean;
  /** the policies of the clock in force for a procedure at an instant */
  rules(procedure: string, at: Instant): Rules;
  /** the value of one policy at an instant, for a procedure where it may have its own */
  policy(key: string, at: Instant, procedure?: string): string;
}

const PROCEDURE = /^\d\.\d{6}(?:\.[A-Za-z0-9]+)*$/;

/** Whether nothing but a suffix of a code follows the national part: `1.001612.000.00.00.H19`, never a name or a number that somebody has typed behind it. */
export const isProcedureCode = (code: string): boolean =>
  PROCEDURE.test(code) && code.length <= 40 && !/\d{9}/.test(code);

/**
 * The national part of a procedure code: `1.001612.000.00.00.H19` → `1.001612`. A code without one is its own.
 * Source: domain.md, "Identity".
 */
export function nationalPart(code: string): string {
  return /^\d\.\d{6}/.exec(code.trim())?.[0] ?? code.trim();
}

/**
 * Folds a name for look-up: NFC, lower case, one kind of đ, of dash and of space, nothing invisible, old and new tone
 * placement (oà = òa).
 */
export function foldName(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u200B-\u200D\u2060\uFEFF]/g, '')
    .replace(/ð/g, 'đ')
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/\s*-\s*/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/o([àáảãạ])/g, (_, a: string) => 'òóỏõọ'['àáảãạ'.indexOf(a)] + 'a')
    .replace(/o([èéẻẽẹ])/g, (_, e: string) => 'òóỏõọ'['èéẻẽẹ'.indexOf(e)] + 'e')
    .replace(/u([ỳýỷỹỵ])/g, (_, y: string) => 'ùúủũụ'['ỳýỷỹỵ'.indexOf(y)] + 'y');
}

const CODE = /^(?:[A-Z]\d{1,3}(?:\.\d{1,3}){0,4}|\d{3}(?:\.\d{1,3}){0,4}\.[A-Z]\d{1,3})-\d{6}-\d{3,12}$/;

/** Whether a dossier code has the shape `<agency>-<yymmdd>-<serial>`, in either order of the agency's parts. */
export function isDossierCode(code: string): boolean {
  const match = CODE.test(code);
  if (!match) return false;
  const [yy, mm, dd] = code.split('-')[1]!.match(/../g)!.map(Number) as [number, number, number];
  const date = new Date(Date.UTC(2000 + yy, mm - 1, dd));
  return date.getUTCMonth() === mm - 1 && date.getUTCDate() === dd;
}

/** The agency prefix of a dossier code. */
export const agencyOf = (code: string): string => code.split('-', 1)[0]!;
