/** So many streams are derived before whatever else this process does has its turn. */
export const TOGETHER = 1_000;
/** So many rows are written by one statement. */
const ROWS = 20_000;

export function* pieces<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < rows.length; i += ROWS) yield rows.slice(i, i + ROWS);
}
