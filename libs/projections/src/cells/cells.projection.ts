import type pg from 'pg';
import { measureNames } from '#metrics';
import { integerArray, plainArray, textArray } from '#platform';
import { pieces } from '../fold/pieces.js';
import { partitionOf, type Projection } from '../projection.js';
import type { Cell } from './cell-sums.js';
import { MEASURE_COLUMNS } from './columns.js';

/** $1 scopes, $2 grains, $3 buckets, $4 units, $5 … the changes of each measure. */
const add = (table: string): string => `
insert into ${table} as c (scope, grain, bucket, unit, ${MEASURE_COLUMNS.join(', ')})
select * from unnest($1::int[], $2::smallint[], $3::date[], $4::int[], ${MEASURE_COLUMNS.map((_, i) => `$${i + 5}::int[]`).join(', ')})
on conflict (scope, grain, bucket, unit) do update set
  ${MEASURE_COLUMNS.map((column) => `${column} = c.${column} + excluded.${column}`).join(',\n  ')}`;

/** Adds changes to the cells. Never clamped: a cell that went below zero would be a fault that must show. */
async function addToCells(client: pg.ClientBase, part: number, cells: readonly Cell[]): Promise<void> {
  if (cells.length === 0) return;
  await client.query({
    name: `cells-add ${part}`,
    text: add(partitionOf('cell', part)),
    values: [
      integerArray(cells.length, (i) => cells[i].scope),
      plainArray(cells.map((cell) => cell.grain)),
      textArray(cells.map((cell) => cell.bucket)),
      integerArray(cells.length, (i) => cells[i].unit),
      ...measureNames.map((_, i) => integerArray(cells.length, (k) => cells[k].sums[i])),
    ],
  });
}

/**
 * Sums of marks by unit, scope and day, month and year. The cells of everything, which each league table sums by the thousand, lie apart from those of
 * single fields and procedures: a day of them is few pages then, and not one page for each.
 */
export const CELLS: Projection<{ cells: Cell[] }> = {
  name: 'cells',
  version: 3,
  tables: [{ name: 'cell', key: 'scope, grain, bucket, unit', fillfactor: 70, apart: { column: 'scope', value: 0 } }],
  contended: true,
  async write(client, part, { cells }) {
    for (const some of pieces(cells)) await addToCells(client, part, some);
  },
};
