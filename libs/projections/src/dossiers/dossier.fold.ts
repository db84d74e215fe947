import { setImmediate as nextTurn } from 'node:timers/promises';
import { CELLS } from '../cells/cells.projection.js';
import { verifyCells } from '../cells/cells.verify.js';
import { type Cell, CellSums } from '../cells/cell-sums.js';
import type { Terms } from '../fold/terms.js';
import { verifyTerms } from './terms.verify.js';
import { difference as differenceOf, markRows, type MarkRow } from '../marks/mark-rows.js';
import { type MarkChange, type MarkOf, MARKS } from '../marks/marks.projection.js';
import { verifyMarks } from '../marks/marks.verify.js';
import { TOGETHER } from '../fold/pieces.js';
import { type KindFold, partitionOf } from '../projection.js';
import { type DossierRow, DOSSIERS } from './dossiers.projection.js';
import { verifyDossiers } from './dossiers.verify.js';
import {
  type AdvancedDossier,
  dossierRow,
  dossierStream,
  type KnownDossier,
  scopeOf,
  termsOf,
} from './known-dossier.js';

/** What a batch makes of dossiers: their rows, their marks by difference, and the cells by the difference of marks. */
export interface DossierRows {
  added: DossierRow[];
  changed: DossierRow[];
  marks: MarkChange;
  cells: Cell[];
}

export const DOSSIER_FOLD: KindFold<KnownDossier, AdvancedDossier, DossierRows> = {
  ...dossierStream,
  projections: [DOSSIERS, MARKS, CELLS],
  verifications: [verifyDossiers, verifyMarks, verifyCells, verifyTerms],
  stands: (parts) => `select code as stream, version from ${partitionOf('dossier', parts.get(DOSSIERS.name)!)}`,
  async rows(folded, terms) {
    await terms.ensure(...termsOf(folded.flatMap(({ before, after }) => (before ? [before, after] : [after]))));
    const cells = new CellSums();
    const marks: Record<keyof MarkChange, MarkOf[]> = { removed: [], added: [], changed: [] };
    const rows: DossierRows = { added: [], changed: [], marks, cells: [] };
    const dossiers: KnownDossier[] = [];
    for (const [i, { known, before, after }] of folded.entries()) {
      if (i % TOGETHER === TOGETHER - 1) await nextTurn();
      const code = known.stream;
      const now = rowsOf(after, terms);
      const difference = differenceOf(before ? rowsOf(before, terms) : known.rows, now);
      cells.add(difference);
      for (const row of difference.removed) marks.removed.push({ code, row });
      for (const row of difference.added) marks.added.push({ code, row });
      for (const { after: row } of difference.changed) marks.changed.push({ code, row });
      (known.version === 0 ? rows.added : rows.changed).push(dossierRow(after, terms));
      dossiers.push({ ...after.known, rows: now });
    }
    rows.cells = cells.rolledUp(terms.widerThan);
    return { known: dossiers, rows };
  },
};

function rowsOf({ timeline, marks }: AdvancedDossier, terms: Terms): MarkRow[] {
  const scope = scopeOf(timeline);
  return scope === null ? [] : markRows(marks, terms.scope(scope), terms.unit);
}
