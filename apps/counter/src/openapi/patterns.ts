/**
 * What checks refuse, as the description says it: regular expressions of ECMA-262 with the flag u. They take whatever the checks take; a day
 * that does not exist, or one of the last hours of 1999, only the checks refuse.
 */
export const PATTERNS = {
  instant: String.raw`^(1999|20\d\d|2100)-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$`,
  dossierCode: String.raw`^([A-Z]\d{1,3}(\.\d{1,3}){0,4}|\d{3}(\.\d{1,3}){0,4}\.[A-Z]\d{1,3})-\d{6}-\d{3,12}$`,
  day: String.raw`^20\d\d-\d\d-\d\d$`,
  unitKey: String.raw`^[A-Za-z0-9][^\s@]{0,39}@20\d\d-\d\d-\d\d$`,
  key: String.raw`^[\x21-\x7e]+$`,
  caller: '^[A-Za-z0-9._-]{1,64}$',
  token: String.raw`^[^\s\p{C}]+$`,
  text: String.raw`\S`,
  line: String.raw`^[^\t\r\n]*[^\s][^\t\r\n]*$`,
  email: String.raw`^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$`,
  phone: String.raw`^[ .()-]*(\+[ .()-]*)?\d([ .()-]*\d){7,14}[ .()-]*$`,
  identity: String.raw`^[\p{L}\p{N}][\p{L}\p{N} ./-]*$`,
} as const;
