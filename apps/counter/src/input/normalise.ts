import { nfc } from '#domain';
import { FIELD_NAMES, PART_NAMES } from './fields.js';
import { type Finding, found, isRecord, step } from './finding.js';

/** No request of ours nests deeper; beyond it a body is refused before anything else walks through it. */
const MOST_DEPTH = 12;
/** No text of ours is as long, in whatever form of Unicode; a longer one is not looked at. */
const MOST_TEXT = 10_000;
/** The longest command has fewer values; of one that has more nothing else is looked at. */
const MOST_VALUES = 2_000;
/** Names that mean something to JavaScript objects. */
const UNSAFE_NAMES = new Set(['__proto__', 'constructor', 'prototype']);
// C0 but tab and line ends, DEL, C1: no text of a counter holds them, and PostgreSQL takes no null character.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/; // eslint-disable-line no-control-regex

// Half of a surrogate pair, or what a decoder puts where bytes were not UTF-8.
const BROKEN = /\p{Surrogate}|\ufffd/u;

export interface Normalised {
  value: unknown;
  findings: Finding[];
  /** pointers of the texts that were not in NFC */
  changed: string[];
}

/** A body with all its texts in NFC; finds characters and shapes that nothing may carry further. The input is left as it was. */
export function normalise(body: unknown): Normalised {
  const findings: Finding[] = [];
  const changed: string[] = [];

  const text = (value: string, pointer: string): string => {
    if (value.length > MOST_TEXT) {
      findings.push({ code: 'too-long', pointer, values: { max: MOST_TEXT, length: value.length } });
      return '';
    }
    const composed = nfc(value);
    if (composed === null || BROKEN.test(value)) findings.push({ code: 'broken-text', pointer });
    else if (CONTROL.test(value)) findings.push({ code: 'control-character', pointer });
    if (composed === null) return '';
    if (composed !== value) changed.push(pointer);
    return composed;
  };

  let values = 0;
  const walk = (value: unknown, pointer: string, depth: number): unknown => {
    if (++values > MOST_VALUES) return null;
    if (typeof value === 'string') return text(value, pointer);
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= MOST_DEPTH) {
      findings.push({ code: 'too-deep', pointer, values: { max: MOST_DEPTH } });
      return null;
    }
    if (Array.isArray(value)) return value.map((item, index) => walk(item, pointer + step(index), depth + 1));
    const result: Record<string, unknown> = {};
    const isOurs = depth === 0 || (depth === 1 && PART_NAMES.has(pointer.slice(1)));
    for (const [name, inner] of Object.entries(value)) {
      // what no body of ours has is not looked into; the validator would, at a hundred times the cost
      if (UNSAFE_NAMES.has(name) || (isOurs && !FIELD_NAMES.has(name)))
        findings.push({ code: 'unknown-field', pointer: pointer + step(name) });
      else result[name] = walk(inner, pointer + step(name), depth + 1);
    }
    return result;
  };

  const value = isRecord(body) || Array.isArray(body) ? walk(body, '', 0) : body;
  if (values <= MOST_VALUES) return { value, findings, changed };
  return { value: null, findings: found('too-complex', { max: MOST_VALUES }), changed };
}
