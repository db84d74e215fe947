import { readFeedTime } from '../calendar/time.js';
import { isDossierCode } from '../reference/reference.js';
import type { Fault, FeedFault } from './faults.js';

/** More of a list than any dossier has: the message is refused, so that its cost stays bounded. */
const MOST_OF_A_LIST = 1_000;

/** Words of a flag. 0 and nothing at all are no flag, and need not stand here. */
export const FLAGS: Record<string, boolean> = { '1': true, true: true, false: false };

/** Reads the fields of a message one by one and gathers every fault; what is not read as it was meant is told. */
export class Reader {
  /** the message is refused for these */
  readonly faults: Fault[] = [];
  /** faults of a part, for which the message is not refused */
  readonly defects: Fault[] = [];
  constructor(
    private readonly raw: Record<string, unknown>,
    private readonly prefix = '',
  ) {}

  fault(fault: FeedFault, field: string): void {
    this.faults.push({ fault, field: this.prefix + field });
  }

  defect(fault: FeedFault, field: string): void {
    this.defects.push({ fault, field: this.prefix + field });
  }

  /** Values are strings, but real senders also send numbers, booleans and null; false is as good as empty. */
  text(field: string): string {
    const value = this.raw[field];
    if (isEmpty(value)) return '';
    if (typeof value === 'string') return value.normalize('NFC').trim();
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    this.fault('wrong-type', field);
    return '';
  }

  /** A text of which a 0 says as little as nothing at all. */
  said(field: string): string {
    const text = this.text(field);
    return text === '0' ? '' : text;
  }

  /** What a word of a closed list stands for; null: nothing is said. An unknown word says nothing, and is told. */
  word<T>(field: string, words: Record<string, T>): T | null {
    const word = this.said(field).toLowerCase();
    if (word === '') return null;
    if (Object.hasOwn(words, word)) return words[word]!;
    this.defect('unknown-value', field);
    return null;
  }

  flag(field: string): boolean {
    return this.word(field, FLAGS) ?? false;
  }

  /** An instant without which the message says nothing: an impossible one is a fault. */
  needed(field: string): string | null {
    return this.time(field, this.faults);
  }

  /** An instant of a part of the message: an impossible one is lost and told, the rest counts. */
  part(field: string): string | null {
    return this.time(field, this.defects);
  }

  private time(field: string, faults: Fault[]): string | null {
    const text = this.text(field);
    if (text === '' || /^0+$/.test(text)) return null;
    const date = readFeedTime(text);
    if (date.ok) return date.at;
    const fault = date.fault === 'impossible' ? 'impossible-date' : 'date-out-of-range';
    faults.push({ fault, field: this.prefix + field });
    return null;
  }

  list(field: string, most = MOST_OF_A_LIST): Reader[] {
    const value = this.raw[field];
    if (isEmpty(value) || value === '' || value === 0 || value === '0') return [];
    if (!Array.isArray(value)) {
      this.fault('wrong-type', field);
      return [];
    }
    if (value.length > most) {
      this.faults.push({ fault: 'too-many', field: this.prefix + field, values: { max: most, count: value.length } });
      return [];
    }
    return value.flatMap((item: unknown, index) => {
      if (isEmpty(item)) return [];
      if (isRecord(item)) return [new Reader(item, `${this.prefix}${field}/${index}/`)];
      this.fault('wrong-type', `${field}/${index}`);
      return [];
    });
  }

  code(): string {
    const before = this.faults.length;
    const code = this.text('MaHoSo').toUpperCase();
    if (this.faults.length > before) return code;
    if (code === '') this.fault('no-code', 'MaHoSo');
    else if (!isDossierCode(code)) this.fault('code-shape', 'MaHoSo');
    return code;
  }

  status(field: string): number {
    const text = this.text(field);
    const status = /^\d{1,2}$/.test(text) ? Number(text) : 0;
    if (status < 1 || status > 10) this.fault('unknown-status', field);
    return status;
  }
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === false;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
