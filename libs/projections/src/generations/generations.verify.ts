import { SLOTS } from '#event-store';
import type { Findings } from '../verify/findings.js';
import { PROJECTIONS } from '../projections.js';
import type { Verification, Verifying } from '../verify/verification.js';

const GENERATION = 'read.generation';
const CHECKPOINT = 'read.checkpoint';
const PART = 'read.part';
const WHEN = 'says when the work was done, which the log does not';

/** The generation $1: of what a current one says by the log's head $2, what cannot be. One that shares parts counts only what it derived. */
const GENERATIONS = `
select v.name, v.detail
from read.generation g
cross join lateral (values
  ('epoch', g.epoch <> log.current_epoch(), 'is of another life of the log'),
  ('target', g.target not between 0 and $2::bigint, 'is none of the log''s positions'),
  ('reached', g.reached is not null, 'is of a generation that is still being built'),
  ('folded', case when exists (select from read.part p where p.generation = g.id and p.number <> g.id)
     then g.folded not between 0 and g.target else g.folded not in (0, g.target) end, 'is not the number of events up to the target'),
  ('started_at', g.started_at > g.current_at, 'is after it became current'),
  ('current_at', coalesce(g.started_at > g.current_at, true), 'is before it was begun, or missing'),
  ('retired_at', g.retired_at is not null, 'is of a generation that is not current any more')
) v (name, differs, detail)
where g.id = $1 and v.differs`;

/** Whether the current generation is of this log and these rules, and its checkpoints stand where the rows are. */
export const verifyGenerations: Verification = {
  name: 'generations',
  tables: [
    {
      table: GENERATION,
      columns: ['epoch', 'target', 'reached', 'folded', 'started_at', 'current_at', 'retired_at'],
      notCompared: {
        id: 'a number in turn',
        state: 'says which one is looked at: without a current one there is nothing to verify',
      },
    },
    {
      table: CHECKPOINT,
      columns: ['slot', 'position'],
      notCompared: {
        generation: 'says which derivation the row is of: only the current one is looked at',
        mends: 'counts what was mended beside the fold, which the log does not say',
        updated_at: WHEN,
      },
    },
    {
      table: PART,
      columns: ['projection', 'version', 'number'],
      notCompared: { generation: 'says which one is looked at' },
    },
  ],
  begin(verifying) {
    const { client, generation, head, checkpoints, findings } = verifying;
    const before = new Map<number, string>();
    return {
      streams(page) {
        for (const { advanced } of page) {
          if (!advanced || before.has(advanced.known.slot)) continue;
          const { slot, position, stream } = advanced.known;
          const checkpoint = checkpoints.get(slot);
          // what was mended is folded to its end, wherever its slot stands
          if (checkpoint?.mends === 0 && position > checkpoint.position) before.set(slot, stream);
        }
      },
      async end() {
        const ofGenerations = findings(GENERATION);
        const { rows } = await client.query<{ name: string; detail: string }>(GENERATIONS, [generation, head]);
        for (const { name, detail } of rows) ofGenerations.add(name, detail);
        ofGenerations.rows = 1;
        compareCheckpoints(verifying, before, findings(CHECKPOINT));
        await compareParts(verifying, findings(PART));
      },
    };
  },
};

function compareCheckpoints(
  { checkpoints, head }: Verifying,
  before: ReadonlyMap<number, string>,
  found: Findings,
): void {
  found.rows = checkpoints.size;
  for (let slot = 0; slot < SLOTS; slot++) if (!checkpoints.has(slot)) found.add('slot', `slot ${slot} is missing`);
  for (const [slot, { position }] of checkpoints) {
    if (slot < 0 || slot >= SLOTS) found.add('slot', `there is no slot ${slot}`);
    if (position < 0n || position > head)
      found.add('position', `slot ${slot} stands at ${position}, the log ends at ${head}`);
  }
  for (const [slot, code] of before) found.add('position', `slot ${slot} stands before an event that is folded`, code);
}

/** Each projection has one part, by the rules of this program, of this generation or one before it, and there are such partitions. */
async function compareParts({ client, generation }: Verifying, found: Findings): Promise<void> {
  const { rows } = await client.query<{ projection: string; version: number; number: number }>(
    'select projection, version, number from read.part where generation = $1 order by projection',
    [generation],
  );
  found.rows = rows.length;
  for (const { projection, version, number } of rows) {
    const known = PROJECTIONS.find(({ name }) => name === projection);
    if (!known) {
      found.add('projection', `there is no projection ${projection}`);
      continue;
    }
    if (version !== known.version) found.add('version', `${projection} is derived by other rules than this program's`);
    const { rows: missing } = await client.query<{ name: string }>(
      `select t.name from unnest($1::text[]) as t (name) where to_regclass('read.' || t.name || '_' || $2::int) is null`,
      [known.tables.map(({ name }) => name), number],
    );
    if (missing.length > 0 || number > generation)
      found.add('number', `${projection} has no partitions of the number ${number}`);
  }
  for (const { name } of PROJECTIONS)
    if (!rows.some(({ projection }) => projection === name)) found.add('projection', `${name} is missing`);
}
