import { SLOTS } from '#event-store';
import { DERIVATION } from '../fold/derivation.js';
import type { Findings } from '../verify/findings.js';
import type { Verification, Verifying } from '../verify/verification.js';

const GENERATION = 'read.generation';
const CHECKPOINT = 'read.checkpoint';
const WHEN = 'says when the work was done, which the log does not';

/** Each generation, $1: of what a current one says by the derivation $2 and the log's head $3, what cannot be. */
const GENERATIONS = `
select v.name, v.detail
from read.generation g
cross join lateral (values
  ('epoch', g.epoch <> log.current_epoch(), 'is of another life of the log'),
  ('derivation', g.derivation <> $2::int, 'is derived by other rules than this program''s'),
  ('target', g.target not between 0 and $3::bigint, 'is none of the log''s positions'),
  ('reached', g.reached is not null, 'is of a generation that is still being built'),
  ('folded', g.folded not in (0, g.target), 'is not the number of events up to the target'),
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
      columns: ['epoch', 'derivation', 'target', 'reached', 'folded', 'started_at', 'current_at', 'retired_at'],
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
  ],
  begin(verifying) {
    const { client, generation, head, checkpoints, findings } = verifying;
    const before = new Map<number, string>();
    return {
      dossiers(page) {
        for (const { advanced } of page) {
          if (!advanced || before.has(advanced.dossier.slot)) continue;
          const { slot, position, code } = advanced.dossier;
          const checkpoint = checkpoints.get(slot);
          // what was mended is folded to its end, wherever its slot stands
          if (checkpoint?.mends === 0 && position > checkpoint.position) before.set(slot, code);
        }
      },
      async end() {
        const ofGenerations = findings(GENERATION);
        const { rows } = await client.query<{ name: string; detail: string }>(GENERATIONS, [
          generation,
          DERIVATION,
          head,
        ]);
        for (const { name, detail } of rows) ofGenerations.add(name, detail);
        ofGenerations.rows = 1;
        compareCheckpoints(verifying, before, findings(CHECKPOINT));
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
