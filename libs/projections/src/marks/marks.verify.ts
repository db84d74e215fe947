import { isStock, type Mark, measureCode } from '#metrics';
import { Beside } from '../verify/beside.js';
import type { Findings } from '../verify/findings.js';
import type { Numbers } from '../verify/numbers.js';
import type { AdvancedDossier } from '../dossiers/known-dossier.js';
import type { Recounted, Verification } from '../verify/verification.js';

const TABLE = 'read.mark';
/** In the order in which a row is written as a text. */
const COLUMNS = ['unit', 'scope', 'day', 'until', 'nth', 'measures'] as const;
const PLACE = ['code', ...COLUMNS];
/** A row that differs in more columns than this is another row. */
const MOST_DIFFERENT = 2;

const STORED = `
select code, array_agg(concat_ws(' ', ${COLUMNS.join(', ')})) as marks
from read.mark where generation = $1 group by code order by code collate "default"`;

/** Every row of every dossier's marks, in every column. */
export const verifyMarks: Verification<AdvancedDossier> = {
  name: 'marks',
  tables: [
    {
      table: TABLE,
      columns: PLACE,
      notCompared: { generation: 'says which derivation the row is of: only the current one is looked at' },
    },
  ],
  begin({ client, parts, numbers, findings }) {
    const found = findings(TABLE);
    const stored = new Beside<Stored>(client, 'marks', STORED, [parts.get('marks')!]);
    return {
      async streams(page) {
        for (const dossier of page) {
          let row = await stored.next(dossier.stream);
          for (; row && row.code !== dossier.stream; row = await stored.next(dossier.stream)) stray(row, found);
          compare(dossier, row, numbers, found);
        }
      },
      async end() {
        for (let row = await stored.next(null); row; row = await stored.next(null)) stray(row, found);
      },
    };
  },
};

interface Stored {
  code: string;
  marks: string[];
}

function stray({ code, marks }: Stored, found: Findings): void {
  found.rows += marks.length;
  found.add('code', `${marks.length} marks of a dossier that is not folded, or of which the log knows nothing`, code);
}

function compare(
  { stream: code, events, version, advanced }: Recounted<AdvancedDossier>,
  stored: Stored | null,
  numbers: Numbers,
  found: Findings,
): void {
  if (version === null || events === 0) {
    if (stored) stray(stored, found);
    return;
  }
  found.rows += stored?.marks.length ?? 0;
  // what cannot be counted is told of its row in read.dossier
  if (!advanced) return;
  const { procedure } = advanced.timeline;
  const scope = procedure && numbers.scope({ procedure: procedure.national, field: procedure.field });
  const expected = scope === null ? [] : rowsOf(advanced.marks, scope, numbers.unit);
  compareRows(expected, stored?.marks ?? [], code, found);
}

/**
 * The rows that marks must have, counted and not folded: what happened n times on a day has a bit in the first n rows of its unit, day and end.
 */
function rowsOf(marks: readonly Mark[], scope: number, unitId: (key: string) => number): string[] {
  const counts = new Map<string, Map<number, number>>();
  for (const { measure, unit, day, until, n } of marks) {
    const key = `${unitId(unit)} ${scope} ${day} ${isStock(measure) ? (until ?? 'infinity') : day}`;
    const byMeasure = counts.get(key) ?? new Map<number, number>();
    counts.set(key, byMeasure.set(measureCode(measure), (byMeasure.get(measureCode(measure)) ?? 0) + n));
  }
  return [...counts].flatMap(([key, byMeasure]) =>
    Array.from({ length: Math.max(...byMeasure.values()) }, (_, nth) => {
      let measures = 0n;
      for (const [code, n] of byMeasure) if (nth < n) measures |= 1n << BigInt(code);
      return `${key} ${nth} ${measures}`;
    }),
  );
}

/** Each row that is missing is held against the one too many that is most like it. */
function compareRows(expected: readonly string[], stored: readonly string[], code: string, found: Findings): void {
  let tooMany = without(stored, expected);
  for (const row of without(expected, stored)) {
    const [nearest] = tooMany
      .map((other) => ({ other, columns: differing(row, other) }))
      .sort((a, b) => a.columns.length - b.columns.length);
    if (!nearest || nearest.columns.length > MOST_DIFFERENT) {
      found.add(PLACE, `missing: ${told(row)}`, code);
      continue;
    }
    tooMany = without(tooMany, [nearest.other]);
    const columns = nearest.columns.map((column) => COLUMNS[column]);
    found.add(columns, `is ${told(nearest.other)}; should be ${told(row)}`, code);
  }
  for (const row of tooMany) found.add(PLACE, `too many: ${told(row)}`, code);
}

/** The rows that are not among the others, each of which stands for one. */
function without(rows: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const row of others) left.set(row, (left.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const n = left.get(row) ?? 0;
    if (n > 0) left.set(row, n - 1);
    return n === 0;
  });
}

function differing(a: string, b: string): number[] {
  const [left, right] = [a.split(' '), b.split(' ')];
  return left.flatMap((value, column) => (value === right[column] ? [] : [column]));
}

const told = (row: string): string =>
  row
    .split(' ')
    .map((value, column) => `${COLUMNS[column]} ${value}`)
    .join(', ');
