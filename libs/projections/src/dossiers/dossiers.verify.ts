import { isDossierCode } from '#domain';
import type { Findings } from '../verify/findings.js';
import type { Recounted, Verification } from '../verify/verification.js';
import { DOSSIER_COLUMNS, differingColumns } from './dossiers.projection.js';
import { type AdvancedDossier, dossierRow } from './known-dossier.js';

const TABLE = 'read.dossier';
const TYPES = new Map(DOSSIER_COLUMNS.map(({ name, type }) => [name, type]));

/** Every column of every dossier's row, as it would be written. */
export const verifyDossiers: Verification<AdvancedDossier> = {
  name: 'dossiers',
  tables: [
    {
      table: TABLE,
      columns: DOSSIER_COLUMNS.map(({ name }) => name),
      notCompared: { generation: 'says which derivation the row is of: only the current one is looked at' },
    },
  ],
  begin({ client, parts, numbers, parked, findings }) {
    const found = findings(TABLE);
    return {
      async streams(page) {
        for (const dossier of page) standOf(dossier, parked.has(dossier.stream), found);
        const rows = page.flatMap(({ advanced }) => (advanced ? [dossierRow(advanced, numbers)] : []));
        for (const { code, column, found: is, expected } of await differingColumns(
          client,
          parts.get('dossiers')!,
          rows,
        ))
          found.add(column, `is ${said(column, is)}, should be ${said(column, expected)}`, code);
      },
    };
  },
};

/** Whether there is a row, and it is of a version that it can and must be of. */
function standOf(
  { stream: code, events, due, version, advanced }: Recounted,
  isParked: boolean,
  found: Findings,
): void {
  if (version === null) {
    if (due > 0 && !isParked) found.add('code', `missing: ${due} events of the log are not folded`, code);
    return;
  }
  found.rows += 1;
  if (events === 0) found.add('code', 'the log has no such dossier', code);
  else if (!advanced) found.add('version', `is ${version}, and the log cannot be folded so far`, code);
  else if (version < due && !isParked) found.add('version', `folded up to version ${version} of ${due}`, code);
}

/** A text is not told, unless it is a code: whatever has come into it might be somebody's name. */
function said(column: string, value: string | null): string {
  if (value === null) return 'empty';
  return TYPES.get(column) !== 'text' || isDossierCode(value) ? value : 'a text';
}
