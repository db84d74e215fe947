import { slotOf } from '#event-store';
import { storedVersions } from '../fold/load.js';
import type { Verification } from '../verify/verification.js';

const TABLE = 'ops.parked';

interface Parked {
  code: string;
  slot: number;
  version: number;
  /** the last version that the log has, 0: it has no such dossier */
  last: number;
  stream: string | null;
  letterVersion: number | null;
}

const PARKED = `
select p.code, p.slot, p.version, coalesce(e.last, 0) as last, l.stream, l.version as "letterVersion"
from ops.parked p
left join ops.dead_letter l on l.id = p.dead_letter
left join lateral (select max(version) as last from log.event where stream = p.code) e on true
where p.generation = $1 order by p.code`;

/** That the streams that wait are streams of the log, and wait for an event that is not folded, because of a dead letter about it. */
export const verifyParked: Verification = {
  name: 'parked',
  tables: [
    {
      table: TABLE,
      columns: ['code', 'slot', 'version', 'dead_letter'],
      notCompared: {
        generation: 'says which derivation the row is of: only the current one is looked at',
        since: 'says when it was found, which the log does not',
      },
    },
  ],
  begin: ({ client, generation, parts, findings }) => ({
    async end() {
      const found = findings(TABLE);
      const { rows } = await client.query<Parked>(PARKED, [generation]);
      found.rows = rows.length;
      const versions = await storedVersions(
        client,
        parts,
        rows.map(({ code }) => code),
      );
      for (const { code, slot, version, last, stream, letterVersion } of rows) {
        const folded = versions.get(code) ?? 0;
        if (last === 0) found.add('code', 'the log has no such dossier', code);
        if (slot !== slotOf(code)) found.add('slot', `is ${slot}, should be ${slotOf(code)}`, code);
        if (version <= folded || (last > 0 && version > last))
          found.add('version', `is ${version}, folded up to ${folded} of ${last}`, code);
        if (stream !== code) found.add('dead_letter', 'is about another dossier', code);
        else if (letterVersion !== version)
          found.add(['version', 'dead_letter'], `is ${version}, its dead letter says ${letterVersion}`, code);
      }
    },
  }),
};
