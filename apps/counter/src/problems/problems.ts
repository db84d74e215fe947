import { TooBusyError, UndecidableError } from '#application';
import type { Reason, Refusal } from '#domain';
import { ItemRefusedError, LogUnavailableError } from '#event-store';
import { type Problem, problem, type ProblemError } from '#platform';
import type { Finding } from '../input/finding.js';
import { INPUT_TEXTS, PROBLEM_TEXTS, say, sayReason } from '../texts.vi.js';

/** Refusals that no other state of the dossier would turn into consent: the request itself must change. */
const UNPROCESSABLE = new Set<Reason>([
  'in-the-future',
  'unknown-unit',
  'unit-closed',
  'unit-not-open',
  'unknown-procedure',
  'procedure-not-in-force',
  'no-due-instant',
  'due-before-receipt',
]);

/** A JSON pointer as a URI fragment, `/a b` → `#/a%20b`. Half of a surrogate pair, which no URI can hold, becomes U+FFFD. */
const fragment = (pointer: string): string =>
  `#${pointer
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/')}`;

/** Most faults that one answer tells; how many more there are it says. */
export const MOST_FAULTS = 100;

/** The first of many faults, and a last entry that counts the others. */
export function firstOf<T extends { detail: string }>(errors: T[], most: number, more: (detail: string) => T): T[] {
  if (errors.length <= most) return errors;
  return [...errors.slice(0, most), more(say(PROBLEM_TEXTS['more-faults'], { count: errors.length - most }))];
}

export const MORE_FAULTS = 'more-faults';

const told = (errors: ProblemError[]): ProblemError[] =>
  firstOf(errors, MOST_FAULTS, (detail) => ({ pointer: '#', code: MORE_FAULTS, detail }));

const sentence = (errors: ProblemError[]): string =>
  errors.length === 1 ? errors[0]!.detail : say(PROBLEM_TEXTS.faults, { count: errors.length });

/** What is wrong with a body, as the errors of a problem; `at`: JSON pointer of the body within the request. */
export const bodyFaults = (findings: Finding[], at = ''): ProblemError[] =>
  findings.map(({ code, pointer, values }) => ({
    pointer: fragment(at + pointer),
    code,
    detail: say(INPUT_TEXTS[code], values),
  }));

export const parameterFaults = (parameter: string, findings: Finding[]): ProblemError[] =>
  findings.map(({ code, values }) => ({ parameter, code, detail: say(INPUT_TEXTS[code], values) }));

/** A request that was not understood: 400 where its headers or its path are wrong, 422 where only its body is. */
export function invalid(errors: ProblemError[]): Problem {
  const kind = errors.every((error) => error.pointer !== undefined) ? 'invalid-request' : 'malformed-request';
  return problem(kind, { detail: sentence(errors), errors: told(errors) });
}

/** A refusal by the dossier: 409, or 422 where the request itself must change. The type names the first reason. */
export function refusal(refusals: Refusal[]): Problem {
  const errors = refusals.map((refusal) => ({
    pointer: fragment(refusal.pointer ?? ''),
    code: refusal.reason,
    detail: sayReason(refusal),
  }));
  return {
    type: `/problems/${refusals[0]!.reason}`,
    title: PROBLEM_TEXTS['refused-title'],
    status: refusals.every(({ reason }) => UNPROCESSABLE.has(reason)) ? 422 : 409,
    detail: sentence(errors),
    errors,
  };
}

export const keyReused = (): Problem => ({
  type: '/problems/key-reused',
  title: PROBLEM_TEXTS['key-reused-title'],
  status: 422,
  detail: PROBLEM_TEXTS['key-reused'],
});

/** The program fails on this very request: its neighbours are decided, and sending it again as it is will not help. */
export const undecidable = (): Problem => ({
  type: '/problems/undecidable',
  title: PROBLEM_TEXTS['undecidable-title'],
  status: 422,
  detail: PROBLEM_TEXTS.undecidable,
});

export function unknownCommand(commands: readonly string[]): Problem {
  return {
    type: '/problems/unknown-command',
    title: PROBLEM_TEXTS['unknown-command-title'],
    status: 404,
    detail: say(INPUT_TEXTS['unknown-command'], { values: commands.join(', ') }),
  };
}

/** What an exception of the log means to the sender; null = a fault of our own. */
export function problemOfFailure(error: unknown): Problem | null {
  if (error instanceof LogUnavailableError) {
    return problem('unavailable', { detail: PROBLEM_TEXTS[error.unknown ? 'unavailable-unknown' : 'unavailable'] });
  }
  if (error instanceof TooBusyError) return problem('unavailable', { detail: PROBLEM_TEXTS['too-busy'] });
  if (error instanceof UndecidableError) return undecidable();
  if (error instanceof ItemRefusedError) {
    return {
      type: '/problems/cannot-store',
      title: PROBLEM_TEXTS['cannot-store-title'],
      status: 422,
      detail: PROBLEM_TEXTS['cannot-store'],
    };
  }
  return null;
}
