import type { Form } from '#apps/counter';
import type { CellFault } from './send.vi.js';
import type { Cell } from './table.js';

/** How a file writes its days; 01/02/2024 is read by it and never guessed. */
export const DATE_FORMS = ['dd/mm/yyyy', 'mm/dd/yyyy', 'yyyy-mm-dd'] as const;
export type DateForm = (typeof DATE_FORMS)[number];

export type Value = { value: unknown } | { fault: CellFault };

const TIME = String.raw`(\d{1,2}):(\d{2})(?::(\d{2}))?`;
const SLASHED = new RegExp(String.raw`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ ,T]+${TIME})?$`);
const ISO = new RegExp(String.raw`^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+${TIME})?$`);
const WITH_ZONE = /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:?\d{2})$/i;
/** Offices write the time of their clocks (Asia/Ho_Chi_Minh). */
const LOCAL = '+07:00';

interface Moment {
  day: string;
  time: string | null;
}

const two = (n: string): string => n.padStart(2, '0');

/** A day, with or without a time of day, as the declared form writes it, or as ISO 8601 does, which has one reading only. */
function moment(text: string, dates: DateForm): Moment | null {
  const iso = ISO.exec(text);
  const slashed = iso || dates === 'yyyy-mm-dd' ? null : SLASHED.exec(text);
  const found = iso ?? slashed;
  if (!found) return null;
  const [, a, b, c, hour, minute, second = '00'] = found as unknown as string[];
  const [year, month, day] = iso ? [a!, b!, c!] : dates === 'mm/dd/yyyy' ? [c!, a!, b!] : [c!, b!, a!];
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return null;
  const time = hour === undefined ? null : `${two(hour)}:${minute}:${second}`;
  return { day: `${year}-${two(month)}-${two(day)}`, time };
}

/**
 * What a cell says for a field. A number or a date that a spreadsheet made of a text is a fault: what was written is lost.
 * @param dates the file's declared form; times without a zone are those of Asia/Ho_Chi_Minh
 */
export function readValue(cell: Cell, form: Form, dates: DateForm): Value {
  switch (form) {
    case 'instant':
      return instantOf(cell, dates);
    case 'day':
      return dayOf(cell, dates);
    case 'whole':
      return wholeOf(cell);
    case 'yes-no':
      return yesNoOf(cell);
    case 'list': {
      const { text, fault } = textOf(cell);
      return fault
        ? { fault }
        : {
            value: text!
              .split(/[;\n]/)
              .map((each) => each.trim())
              .filter(Boolean),
          };
    }
    default: {
      const { text, fault } = textOf(cell);
      return fault ? { fault } : { value: text };
    }
  }
}

function textOf(cell: Cell): { text?: string; fault?: CellFault } {
  if (cell.is === 'text') return { text: cell.text };
  return { fault: cell.is === 'number' ? 'number-not-text' : cell.is === 'date' ? 'date-not-text' : 'not-text' };
}

function instantOf(cell: Cell, dates: DateForm): Value {
  if (cell.is === 'text' && WITH_ZONE.test(cell.text)) return { value: cell.text };
  const found =
    cell.is === 'text' ? moment(cell.text, dates) : cell.is === 'date' ? moment(cell.text, 'yyyy-mm-dd') : null;
  if (!found) return { fault: 'instant' };
  return found.time === null ? { fault: 'no-time' } : { value: `${found.day}T${found.time}${LOCAL}` };
}

function dayOf(cell: Cell, dates: DateForm): Value {
  const found =
    cell.is === 'text' ? moment(cell.text, dates) : cell.is === 'date' ? moment(cell.text, 'yyyy-mm-dd') : null;
  return found && (found.time === null || found.time === '00:00:00') ? { value: found.day } : { fault: 'day' };
}

/** Thousands are apart by a dot, as Vietnamese writes numbers; a comma would begin a fraction. */
function wholeOf(cell: Cell): Value {
  if (cell.is === 'number') return Number.isSafeInteger(cell.value) ? { value: cell.value } : { fault: 'not-whole' };
  if (cell.is !== 'text' || !/^(\d{1,15}|\d{1,3}(\.\d{3}){1,4})$/.test(cell.text)) return { fault: 'not-whole' };
  return { value: Number(cell.text.replaceAll('.', '')) };
}

const YES = new Set(['có', 'true', 'đúng', 'x', '1']);
const NO = new Set(['không', 'false', 'sai', '0']);

function yesNoOf(cell: Cell): Value {
  if (cell.is === 'boolean') return { value: cell.value };
  const text = cell.is === 'text' ? cell.text.toLowerCase() : cell.is === 'number' ? String(cell.value) : '';
  return YES.has(text) ? { value: true } : NO.has(text) ? { value: false } : { fault: 'not-yes-no' };
}
