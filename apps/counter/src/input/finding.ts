import type { InputFault } from '../texts.vi.js';

/** One thing that is wrong with a request: which rule, where, and the values for its sentence. */
export interface Finding {
  code: InputFault;
  /** JSON pointer (RFC 6901) within the body; '' = the body itself */
  pointer: string;
  values?: Record<string, string | number>;
}

/** A rule for one value: what is wrong with it (pointers relative to the value), or nothing. */
export type Check = (value: unknown) => Finding[];

export const found = (code: InputFault, values?: Finding['values'], pointer = ''): Finding[] => [
  values ? { code, pointer, values } : { code, pointer },
];

/** So much of a field's name stands in a pointer: no name of ours is as long. */
const MOST_NAME = 64;
const shown = (name: string): string => (name.length > MOST_NAME ? `${name.slice(0, MOST_NAME)}…` : name);

/** A field's name as a step of a JSON pointer. */
export const step = (name: string | number): string =>
  `/${shown(String(name)).replace(/~/g, '~0').replace(/\//g, '~1')}`;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
