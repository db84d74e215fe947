/** What stands anew at a place of a JSON value: the keys and indexes that lead there, and the value. */
export type Change = [path: (string | number)[], value: unknown];

/**
 * What makes `after` of `before`, both as `JSON.parse` gives them. Objects with other keys and lists of another length are
 * told whole, so that no place is ever taken away or added.
 */
export function changesBetween(before: unknown, after: unknown): Change[] {
  const changes: Change[] = [];
  const compare = (a: unknown, b: unknown, path: (string | number)[]): void => {
    if (a === b) return;
    if (!alike(a, b)) return void changes.push([path, b]);
    if (Array.isArray(a)) a.forEach((item, i) => compare(item, (b as unknown[])[i], [...path, i]));
    else for (const key of Object.keys(a)) compare((a as Json)[key], (b as Json)[key], [...path, key]);
  };
  compare(before, after, []);
  return changes;
}

type Json = Record<string, unknown>;

/** Both lists of one length, or both objects with the same keys. */
function alike(a: unknown, b: unknown): a is object {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && a.length === b.length;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key));
}
