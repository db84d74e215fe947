/** How much of a document is read: above what any message of this system holds, below what keeps a process busy. */
export const JSON_BOUNDS = {
  /** levels of nesting */
  depth: 32,
  /** fields of one object */
  fields: 500,
  /** elements of one list */
  items: 10_000,
  /** values, objects and lists of the whole document */
  values: 400_000,
  /** characters of one number */
  digits: 40,
} as const;

export type JsonFault = keyof typeof JSON_BOUNDS | 'infinite';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

const isNumeric = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || byte === 0x2e || byte === 0x2b || byte === 0x2d || byte === 0x45 || byte === 0x65;

/**
 * Which bound a JSON text goes beyond; null: none. Looked for in the bytes, once through, before anything is made of them:
 * half a million names in one object, or a million levels, take longer to parse than to send. Whether it is JSON the parser says.
 */
export function jsonFault(
  json: Uint8Array,
  bounds: Record<keyof typeof JSON_BOUNDS, number> = JSON_BOUNDS,
): JsonFault | null {
  const members = new Int32Array(bounds.depth + 1);
  const isList = new Uint8Array(bounds.depth + 1);
  let depth = 0;
  let values = 0;
  for (let i = 0; i < json.length; i++) {
    const byte = json[i]!;
    if (byte === QUOTE) {
      for (i++; i < json.length && json[i] !== QUOTE; i++) if (json[i] === BACKSLASH) i++;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > bounds.depth) return 'depth';
      if (++values > bounds.values) return 'values';
      members[depth] = 1;
      isList[depth] = byte === 0x5b ? 1 : 0;
    } else if (byte === 0x7d || byte === 0x5d) {
      if (depth > 0) depth--;
    } else if (byte === COMMA) {
      if (++values > bounds.values) return 'values';
      const bound = isList[depth] ? 'items' : 'fields';
      if (++members[depth]! > bounds[bound]) return bound;
    } else if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) {
      const from = i;
      while (i + 1 < json.length && isNumeric(json[i + 1]!)) i++;
      if (i + 1 - from > bounds.digits) return 'digits';
      if (!Number.isFinite(Number(ascii(json, from, i + 1)) || 0)) return 'infinite';
    }
  }
  return null;
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}
