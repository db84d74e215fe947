import type pg from 'pg';
import type { Findings } from '../verify/findings.js';
import type { Verification } from '../verify/verification.js';
import type { KnownRegister } from './unit.fold.js';
import { type Row, rowsFrom, unitRows } from './units.projection.js';
import type { Advanced } from '../fold/known-stream.js';

const LIFE = 'unit_life';
const FACT = 'unit_fact';
const generation = 'says which derivation the row is of: only the current one is looked at';

/** Every column of both tables, as they would be written anew. */
export const verifyUnits: Verification<Advanced<KnownRegister>> = {
  name: 'units',
  tables: [
    {
      table: `read.${LIFE}`,
      columns: [
        'key',
        'code',
        'name',
        'population',
        'agency_code',
        'aliases',
        'valid_from',
        'valid_to',
        'successors',
        'addresses',
        'officers_on_duty',
      ],
      notCompared: { generation },
    },
    {
      table: `read.${FACT}`,
      columns: ['stream', 'version', 'unit', 'type', 'day', 'data', 'recorded_at', 'source', 'stands'],
      notCompared: { generation },
    },
  ],
  begin({ client, parts, parked, findings }) {
    const part = parts.get('units')!;
    const [ofLives, ofFacts] = [findings(`read.${LIFE}`), findings(`read.${FACT}`)];
    let expected: { lives: Row[]; facts: Row[] } = { lives: [], facts: [] };
    return {
      streams(page) {
        for (const { stream, due, version, advanced } of page) {
          if (advanced) expected = unitRows(stream, advanced.known.register);
          if ((version ?? 0) < due && !parked.has(stream))
            ofFacts.add('version', `folded up to version ${version ?? 0} of ${due}`);
        }
      },
      async end() {
        await compare(client, LIFE, part, expected.lives, 'key', ofLives);
        await compare(client, FACT, part, expected.facts, 'version', ofFacts);
      },
    };
  },
};

/** Row by row and column by column; the place says which row it is. */
async function compare(
  client: pg.ClientBase,
  table: string,
  part: number,
  rows: readonly Row[],
  place: string,
  found: Findings,
): Promise<void> {
  const { rows: expected } = await client.query<{ row: Row }>(
    `select to_jsonb(r) - 'generation' as row from ${rowsFrom(table)} r`,
    [JSON.stringify(rows)],
  );
  const { rows: stored } = await client.query<{ row: Row }>(
    `select to_jsonb(s) - 'generation' as row from read.${table} s where generation = $1`,
    [part],
  );
  found.rows = stored.length;
  const byPlace = new Map(expected.map(({ row }) => [row[place], row]));
  for (const { row } of stored) {
    const right = byPlace.get(row[place]);
    byPlace.delete(row[place]);
    if (!right) found.add(place, `${String(row[place])}: the log says no such thing`);
    for (const [column, value] of Object.entries(right ?? {}))
      if (JSON.stringify(value) !== JSON.stringify(row[column]))
        found.add(column, `is not as said of ${String(row[place])}`);
  }
  for (const key of byPlace.keys()) found.add(place, `${String(key)} is missing`);
}
