import { type ColumnDef, createColumnHelper } from '@tanstack/react-table';
import { addressOf } from '../../address.js';
import type { Operations } from '../../api.js';
import { dossierLink, DossierTable, type Features, instant, MIDDLE, NOWRAP, WIDE } from '../../components/lists.js';
import { day } from '../../format.js';
import { texts } from '../../texts.vi.js';
import { operations as words } from './texts.vi.js';

const t = texts.list;
type Undecided = Operations['closedUnits']['items'][number];
const undecidedHelper = createColumnHelper<Features, Undecided>();
const undecidedColumns: ColumnDef<Features, Undecided>[] = [
  undecidedHelper.display({ id: 'code', header: t.code, cell: ({ row }) => dossierLink(row.original.code) }),
  undecidedHelper.display({
    id: 'unit',
    header: t.unit,
    meta: NOWRAP,
    cell: ({ row: { original } }) => (
      <>
        <a href={addressOf('unit', { unit: original.unit.key })}>{original.unit.name}</a>{' '}
        <span className="muted">{words.lastDay(day(original.unit.validTo))}</span>
      </>
    ),
  }),
  undecidedHelper.display({
    id: 'successors',
    header: words.successors,
    meta: MIDDLE,
    cell: ({ row }) => row.original.successors.map(({ name }) => name).join(', ') || words.noSuccessor,
  }),
  undecidedHelper.display({
    id: 'procedure',
    header: t.procedure,
    meta: WIDE,
    cell: ({ row }) => row.original.procedure?.name ?? texts.none,
  }),
  undecidedHelper.display({ id: 'due', header: t.due, meta: NOWRAP, cell: ({ row }) => instant(row.original.dueAt) }),
  undecidedHelper.display({
    id: 'phase',
    header: t.phase,
    meta: NOWRAP,
    cell: ({ row }) => texts.phases[row.original.phase] ?? row.original.phase,
  }),
];

/** Open dossiers of units that are no more, which nobody has been told to take over. */
export function UndecidedTable(props: { caption: string; items: readonly Undecided[]; printHead: string }) {
  return <DossierTable {...props} columns={undecidedColumns} rowId={(item) => item.code} />;
}
