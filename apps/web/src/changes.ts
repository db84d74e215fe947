/** What stands anew at a place of the figures (apps/supervisor/src/live/changes.ts). */
export type Change = [path: (string | number)[], value: unknown];

/** The figures with the changes in place; what has not changed stays the same object. */
export const withChanges = <T>(figures: T, changes: Change[]): T =>
  changes.reduce((before, [path, value]) => put(before, path, value) as T, figures);

function put(before: unknown, [key, ...rest]: (string | number)[], value: unknown): unknown {
  if (key === undefined) return value;
  const copy = (Array.isArray(before) ? [...(before as unknown[])] : { ...(before as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = put(copy[key], rest, value);
  return copy;
}
