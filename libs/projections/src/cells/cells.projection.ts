import type pg from 'pg';
import { measureNames } from '#metrics';
import { numbers, texts } from '../fold/sql-arrays.js';
import type { Cell } from './cell-sums.js';
import { MEASURE_COLUMNS } from './columns.js';

/** $1 generation, $2 scopes, $3 grains, $4 buckets, $5 units, $6 … the changes of each measure. */
const ADD = `
insert into read.cell as c (generation, scope, grain, bucket, unit, ${MEASURE_COLUMNS.join(', ')})
select $1::int, x.* from unnest($2::int[], $3::smallint[], $4::date[], $5::int[], ${MEASURE_COLUMNS.map((_, i) => `$${i + 6}::int[]`).join(', ')})
  as x (scope, grain, bucket, unit, ${MEASURE_COLUMNS.join(', ')})
on conflict (generation, scope, grain, bucket, unit) do update set
  ${MEASURE_COLUMNS.map((column) => `${column} = c.${column} + excluded.${column}`).join(',\n  ')}`;

/** Adds changes to the cells. Never clamped: a cell that went below zero would be a fault that must show. */
export async function addToCells(client: pg.ClientBase, generation: number, cells: readonly Cell[]): Promise<void> {
  if (cells.length === 0) return;
  await client.query({
    name: 'cells-add',
    text: ADD,
    values: [
      generation,
      numbers(cells.map((cell) => cell.scope)),
      numbers(cells.map((cell) => cell.grain)),
      texts(cells.map((cell) => cell.bucket)),
      numbers(cells.map((cell) => cell.unit)),
      ...measureNames.map((_, i) => numbers(cells.map((cell) => cell.sums[i]))),
    ],
  });
}
