import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { FIELD } from './fields.js';
import { type Finding, found, isRecord, step } from './finding.js';
import { normalise } from './normalise.js';

export type Reading<T> =
  | { ok: true; value: T; changed: string[] }
  /** `before`: what was read, if all that is wrong with it was right once */
  | { ok: false; findings: Finding[]; before?: T };

/** Faults that were none when there were logs already: what such a body asked for may have been done. */
const LATER = new Set<Finding['code']>(['date-out-of-range']);

/** Reads a body strictly as a DTO: every fault at once, unknown fields refused, texts in NFC (`changed`: the pointers of those that were not). */
export function readBody<T extends object>(
  dto: new () => T,
  body: unknown,
  more?: (value: T) => Finding[],
): Reading<T> {
  if (!isRecord(body)) return { ok: false, findings: found('not-an-object') };
  const { value, findings, changed } = normalise(body);
  if (!isRecord(value)) return { ok: false, findings };
  const instance = plainToInstance(dto, value);
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false,
    stopAtFirstError: false,
  });
  const known = new Set(findings.map((finding) => finding.pointer));
  const all = [
    ...findings,
    ...errors.flatMap((error) => findingsOf(error, '')).filter((finding) => !known.has(finding.pointer)),
  ];
  if (all.length === 0 && more) all.push(...more(instance));
  all.sort((a, b) => (a.pointer < b.pointer ? -1 : a.pointer > b.pointer ? 1 : 0));
  if (all.length === 0) return { ok: true, value: instance, changed };
  return { ok: false, findings: all, ...(all.every(({ code }) => LATER.has(code)) ? { before: instance } : {}) };
}

function findingsOf(error: ValidationError, parent: string): Finding[] {
  const pointer = parent + step(error.property);
  if (error.constraints?.whitelistValidation !== undefined) return [{ code: 'unknown-field', pointer }];
  const own = error.constraints?.[FIELD];
  if (own !== undefined) {
    return (JSON.parse(own) as Finding[]).map((finding) => ({ ...finding, pointer: pointer + finding.pointer }));
  }
  return (error.children ?? []).flatMap((child) => findingsOf(child, pointer));
}
