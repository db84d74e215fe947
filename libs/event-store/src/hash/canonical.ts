// Text that needs no escape and has no surrogates: almost all of it.
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Says why a value cannot be stored. The message names the fault, never the value. */
export class NotCanonical extends Error {
  override name = 'NotCanonical';
}

function text(value: string): string {
  if (PLAIN.test(value)) return `"${value}"`;
  if (value.includes('\u0000')) throw new NotCanonical('a text holds a null character');
  if (LONE_SURROGATE.test(value)) throw new NotCanonical('a text holds half a character (a lone surrogate)');
  return JSON.stringify(value);
}

// The names of members are few and the same over and over; bounded, for names may also come from outside.
const names = new Map<string, string>();
const MOST_NAMES = 1000;

function nameOf(member: string): string {
  const known = names.get(member);
  if (known !== undefined) return known;
  const made = `${text(member)}:`;
  if (names.size < MOST_NAMES && member.length <= 64) names.set(member, made);
  return made;
}

/** The members' names by UTF-16 code units; sorted only where they do not stand so already. */
function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  for (let i = 1; i < keys.length; i++) if (keys[i - 1] > keys[i]) return keys.sort();
  return keys;
}

/**
 * A value as RFC 8785 (JSON Canonicalization Scheme) writes it: no white space, keys sorted by UTF-16 code units, numbers as ECMAScript
 * prints them. PostgreSQL's json keeps it as it is, and what jsonb makes of it has the same canonical text. Members that are `undefined` are left out.
 * @throws NotCanonical for what JSON or PostgreSQL cannot hold: NaN, infinities, bigint, functions, null characters, lone surrogates
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new NotCanonical('a number is not finite');
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object') throw new NotCanonical(`a ${typeof value} is not JSON`);
  if (Array.isArray(value))
    return `[${value.map((each) => canonicalJson(each === undefined ? null : each)).join(',')}]`;
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') {
    return canonicalJson((value as { toJSON(): unknown }).toJSON());
  }
  let members = '';
  for (const key of sortedKeys(value)) {
    const member = (value as Record<string, unknown>)[key];
    if (member === undefined) continue;
    members += (members === '' ? '' : ',') + nameOf(key) + canonicalJson(member);
  }
  return `{${members}}`;
}
