import { createColumnHelper, tableFeatures, useTable, type ColumnDef } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { addressOf } from '../address.js';
import type { Apology, DrillItem, WorklistItem } from '../api.js';
import { count, dateTime, day } from '../format.js';
import { texts } from '../texts.vi.js';

const t = texts.list;
const features = tableFeatures({ columnMeta: {} as { className?: string } });
export type Features = typeof features;

/** A plain table of dossiers: one row each, the code leads to its time line. */
export function DossierTable<T extends { code: string }>(props: {
  caption: string;
  columns: ColumnDef<Features, T>[];
  items: readonly T[];
  printHead: string;
  rowId: (item: T, index: number) => string;
  /** as high as the window, so that its head stays in sight */
  tall?: boolean;
}) {
  const table = useTable({
    features,
    columns: props.columns,
    data: props.items as T[],
    getRowId: props.rowId,
  });
  const leaves = table.getAllLeafColumns();
  return (
    <div
      className={props.tall ? 'table-scroll tall' : 'table-scroll'}
      role="group"
      aria-label={props.caption}
      tabIndex={0}
    >
      <table className="dossiers">
        <caption className="visually-hidden">{props.caption}</caption>
        <thead>
          <tr className="print-head">
            <td colSpan={leaves.length}>{props.printHead}</td>
          </tr>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <th key={header.id} scope="col" className={header.column.columnDef.meta?.className}>
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id}>
              {row.getAllCells().map((cell, index) =>
                index === 0 ? (
                  <th key={cell.id} scope="row">
                    <table.FlexRender cell={cell} />
                  </th>
                ) : (
                  <td key={cell.id} className={cell.column.columnDef.meta?.className}>
                    <table.FlexRender cell={cell} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export const dossierLink = (code: string): ReactNode => (
  <a className="code" href={addressOf('dossier', { code })}>
    {code}
  </a>
);
export const instant = (value: string | null): string => (value ? dateTime(value) : texts.none);
/** The state of a dossier in words; lateness as a word and a sign. */
export function PhaseText({ phase, late }: { phase: string; late: boolean }) {
  return (
    <>
      {texts.phases[phase] ?? phase}
      {late && (
        <span className="below">
          {', '}
          <span aria-hidden="true">{texts.table.belowSign} </span>
          {t.late}
        </span>
      )}
    </>
  );
}

const NUMBER = { className: 'number' };
export const NOWRAP = { className: 'nowrap' };
export const WIDE = { className: 'wide' };
export const MIDDLE = { className: 'middle' };

const drillHelper = createColumnHelper<Features, DrillItem>();
const drillColumns: ColumnDef<Features, DrillItem>[] = [
  drillHelper.display({ id: 'code', header: t.code, cell: ({ row }) => dossierLink(row.original.code) }),
  drillHelper.display({ id: 'unit', header: t.unit, cell: ({ row }) => row.original.unit.name }),
  drillHelper.display({
    id: 'procedure',
    header: t.procedure,
    meta: WIDE,
    cell: ({ row }) => row.original.procedure.name,
  }),
  drillHelper.display({ id: 'field', header: t.field, cell: ({ row }) => row.original.field }),
  drillHelper.display({ id: 'day', header: t.day, meta: NOWRAP, cell: ({ row }) => day(row.original.day) }),
  drillHelper.display({
    id: 'received',
    header: t.received,
    meta: NOWRAP,
    cell: ({ row }) => instant(row.original.receivedAt),
  }),
  drillHelper.display({ id: 'due', header: t.due, meta: NOWRAP, cell: ({ row }) => instant(row.original.dueAt) }),
  drillHelper.display({ id: 'ended', header: t.ended, meta: NOWRAP, cell: ({ row }) => instant(row.original.endedAt) }),
  drillHelper.display({
    id: 'phase',
    header: t.phase,
    meta: NOWRAP,
    cell: ({ row }) => <PhaseText phase={row.original.phase} late={row.original.late} />,
  }),
];
/** A dossier can make a number more than once (two payments): then a column says how often. */
const drillColumnsWithTimes = [
  ...drillColumns.slice(0, 5),
  drillHelper.display({
    id: 'n',
    header: t.times,
    meta: NUMBER,
    cell: ({ row }) => count(row.original.n),
  }),
  ...drillColumns.slice(5),
];

export function DrillTable(props: { caption: string; items: readonly DrillItem[]; printHead: string }) {
  const more = props.items.some(({ n }) => n !== 1);
  return (
    <DossierTable
      {...props}
      tall
      columns={more ? drillColumnsWithTimes : drillColumns}
      rowId={(item, index) => `${item.code} ${item.day} ${index}`}
    />
  );
}

function ApologyText({ apology }: { apology: Apology }) {
  const text = t.apologies[apology];
  return apology === 'owed' ? (
    <span className="below">
      <span aria-hidden="true">{texts.table.belowSign} </span>
      {text}
    </span>
  ) : (
    text
  );
}

const workHelper = createColumnHelper<Features, WorklistItem>();
const workColumns: ColumnDef<Features, WorklistItem>[] = [
  workHelper.display({ id: 'code', header: t.code, cell: ({ row }) => dossierLink(row.original.code) }),
  workHelper.display({
    id: 'unit',
    header: t.unit,
    meta: NOWRAP,
    cell: ({ row }) => <a href={addressOf('unit', { unit: row.original.unit.key })}>{row.original.unit.name}</a>,
  }),
  workHelper.display({
    id: 'procedure',
    header: t.procedure,
    meta: WIDE,
    cell: ({ row }) => row.original.procedure.name,
  }),
  workHelper.display({
    id: 'received',
    header: t.received,
    meta: NOWRAP,
    cell: ({ row }) => instant(row.original.receivedAt),
  }),
  workHelper.display({ id: 'due', header: t.due, meta: NOWRAP, cell: ({ row }) => instant(row.original.dueAt) }),
  workHelper.display({
    id: 'late',
    header: t.daysLate,
    meta: NUMBER,
    cell: ({ row }) => {
      const late = row.original.daysLate;
      return late ? (
        <>
          <strong>{count(late.working)}</strong>{' '}
          <span className="muted">({t.daysLateCalendar(count(late.calendar))})</span>
        </>
      ) : (
        texts.none
      );
    },
  }),
  workHelper.display({
    id: 'holder',
    header: t.holder,
    meta: MIDDLE,
    cell: ({ row }) => row.original.holder ?? texts.none,
  }),
  workHelper.display({
    id: 'apology',
    header: t.apology,
    meta: NOWRAP,
    cell: ({ row }) => <ApologyText apology={row.original.apology} />,
  }),
  workHelper.display({
    id: 'phase',
    header: t.phase,
    meta: NOWRAP,
    cell: ({ row }) => texts.phases[row.original.phase] ?? row.original.phase,
  }),
];
const without = (...ids: string[]) => workColumns.filter(({ id }) => !ids.includes(id ?? ''));
const workColumnSets = {
  all: workColumns,
  oneUnit: without('unit'),
  notLate: without('late', 'apology'),
  oneUnitNotLate: without('unit', 'late', 'apology'),
};

export function WorklistTable(props: {
  caption: string;
  items: readonly WorklistItem[];
  printHead: string;
  /** with days late and the apology */
  late: boolean;
  /** all of one unit that is named elsewhere */
  oneUnit?: boolean;
}) {
  const { late, oneUnit = false, ...rest } = props;
  return (
    <DossierTable
      {...rest}
      tall={!oneUnit}
      columns={workColumnSets[oneUnit ? (late ? 'oneUnit' : 'oneUnitNotLate') : late ? 'all' : 'notLate']}
      rowId={(item) => item.code}
    />
  );
}

/** First page and next page of a list that is read by key. */
export function Pager(props: { first: string | null; next: string | null }) {
  if (!props.first && !props.next) return null;
  return (
    <nav className="pager" aria-label={t.pages}>
      {props.first && <a href={props.first}>« {t.first}</a>}
      {props.next && (
        <a href={props.next} rel="next">
          {t.next} ›
        </a>
      )}
    </nav>
  );
}
