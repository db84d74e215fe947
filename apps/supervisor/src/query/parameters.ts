import { type ProblemError, refuse } from '#platform';

/** The parameters of a request as they came: a text, or a list where one stands more than once. */
export type RawQuery = Readonly<Record<string, unknown>>;

/** Characters of a parameter's text. */
export const MAX_LENGTH = 200;
// eslint-disable-next-line no-control-regex -- control characters are what is looked for: PostgreSQL takes no null byte
const CONTROL = /[\x00-\x1f\x7f]/;

/**
 * Reads the parameters of one request. Every fault is kept and told at once by `done`; what nobody has read by then is
 * unknown and a fault too, so that a misspelt filter is never taken for no filter.
 */
export class Parameters {
  private readonly read = new Set<string>();
  private readonly faults: ProblemError[] = [];

  constructor(private readonly raw: RawQuery) {}

  /** The text of a parameter in NFC, without white space around it; null when it is missing or empty. */
  text(name: string): string | null {
    this.read.add(name);
    const value = this.raw[name];
    if (value === undefined) return null;
    if (typeof value !== 'string') return this.fault(name, 'repeated', 'Chỉ được có một lần.');
    const text = value.normalize('NFC').trim();
    if (text === '') return null;
    if (text.length > MAX_LENGTH) return this.fault(name, 'too-long', `Không được dài quá ${MAX_LENGTH} ký tự.`);
    if (CONTROL.test(text)) return this.fault(name, 'wrong-format', 'Có ký tự điều khiển.');
    return text;
  }

  /** The same, of one that must be there. */
  required(name: string): string | null {
    const before = this.faults.length;
    const text = this.text(name);
    if (text === null && this.faults.length === before) return this.fault(name, 'required', 'Bắt buộc phải có.');
    return text;
  }

  oneOf<const T extends string, F extends T | null>(name: string, values: readonly T[], fallback: F): T | F {
    const text = this.text(name);
    if (text === null) return fallback;
    const found = values.find((value) => value === text);
    if (found === undefined) this.fault(name, 'not-a-known-value', `Phải là một trong: ${values.join(', ')}.`);
    return found ?? fallback;
  }

  integer(name: string, min: number, max: number, fallback: number): number {
    const text = this.text(name);
    if (text === null) return fallback;
    const number = Number(text);
    if (!/^\d{1,9}$/.test(text) || number < min || number > max) {
      this.fault(name, 'out-of-range', `Phải là số nguyên từ ${min} đến ${max}.`);
      return fallback;
    }
    return number;
  }

  /** Keeps a fault; null, so that a reader can end with it. */
  fault(name: string, code: string, detail: string): null {
    this.faults.push({ parameter: name, code, detail });
    return null;
  }

  /** @throws ProblemException 400 `invalid-parameter` with every fault */
  done(): void {
    for (const name of Object.keys(this.raw)) {
      if (!this.read.has(name)) this.fault(name, 'unknown-parameter', 'Không có tham số này.');
    }
    if (this.faults.length > 0) throw refuse('invalid-parameter', { errors: this.faults });
  }
}
