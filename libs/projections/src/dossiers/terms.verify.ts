import type pg from 'pg';
import type { Findings } from '../verify/findings.js';
import type { Verification } from '../verify/verification.js';
import type { ScopeTerm } from '../fold/terms.js';
import { type AdvancedDossier, termsOf } from './known-dossier.js';

const UNIT = 'read.unit';
const SCOPE = 'read.scope';

/**
 * That what the log speaks of has a number, and that numbers are somebody's. A term that the log does not speak of any more stays: numbers are
 * given outside of transactions and never taken back.
 */
export const verifyTerms: Verification<AdvancedDossier> = {
  name: 'terms',
  tables: [
    { table: UNIT, columns: ['id', 'key'], notCompared: {} },
    { table: SCOPE, columns: ['id', 'procedure', 'field'], notCompared: {} },
  ],
  begin({ client, parts, numbers, findings }) {
    const units = new Set<string>();
    const scopes = new Map<string, ScopeTerm>();
    return {
      streams(page) {
        const [keys, terms] = termsOf(page.flatMap(({ advanced }) => advanced ?? []));
        for (const key of keys) units.add(key);
        for (const term of terms) scopes.set(`${term.procedure}\n${term.field}`, term);
      },
      async end() {
        const [ofUnits, ofScopes] = [findings(UNIT), findings(SCOPE)];
        for (const key of units) if (numbers.unit(key) < 0) ofUnits.add('key', `${key} is missing`);
        for (const term of scopes.values())
          if (numbers.scope(term) < 0) ofScopes.add(['procedure', 'field'], `${nameOf(term)} is missing`);
        const fields = new Set([...scopes.values()].map(({ field }) => field));
        for (const field of fields)
          if (numbers.scope({ procedure: null, field }) < 0)
            ofScopes.add(['procedure', 'field'], `the field ${field} is missing`);
        if (numbers.scope({ procedure: null, field: null }) !== 0)
          ofScopes.add('id', 'the scope of everything has not the number 0');
        await ofNobody(client, parts.get('cells')!, 'unit', ofUnits);
        await ofNobody(client, parts.get('cells')!, 'scope', ofScopes);
      },
    };
  },
};

const nameOf = ({ procedure, field }: ScopeTerm): string => `${procedure} in ${field}`;

/** Numbers of cells that are nobody's: what has any mark has cells. */
async function ofNobody(client: pg.ClientBase, part: number, term: 'unit' | 'scope', found: Findings): Promise<void> {
  const { rows } = await client.query<{ id: number; n: number }>(
    `select c.${term} as id, count(*)::int as n from read.cell c
     where c.generation = $1 and not exists (select from read.${term} t where t.id = c.${term}) group by 1 order by 1`,
    [part],
  );
  for (const { id, n } of rows) found.add('id', `${n} cells have the number ${id}, which is nobody's`);
  const { rows: counted } = await client.query<{ n: number }>(`select count(*)::int as n from read.${term}`);
  found.rows = counted[0].n;
}
