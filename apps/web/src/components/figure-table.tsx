import { createColumnHelper, rowSortingFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { memo, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { addressOf, type Choices } from '../address.js';
import type { Aims, Figures, Meta, Overview, UnitRow } from '../api.js';
import { isRanked, keepPlaces, orderText, parseOrder, sortRows, type Order } from '../order.js';
import { count } from '../format.js';
import { texts } from '../texts.vi.js';
import { FigureLink, RateCell } from './figure.js';

const t = texts.table;

/** A line of the table: a unit, a field, a procedure. */
export interface FigureRow extends Figures {
  id: string;
  name: string;
  /** where its name leads */
  href?: string;
  /** a remark beside its name */
  note?: string;
  /** what its rates are held against */
  aims?: Aims | undefined;
  /** whose dossiers its numbers list */
  of: Partial<Choices>;
}

export interface FigureGroup {
  id: string;
  title?: string;
  rows: FigureRow[];
  total?: FigureRow;
}

const COUNTS = {
  main: [
    ['', ['carried', 'received']],
    [t.groups.resolved, ['resolvedBefore', 'resolvedOnDay', 'resolvedLate']],
    [t.groups.open, ['openWithin', 'openLate', 'waiting']],
    ['', ['withdrawn', 'stopped']],
  ],
  all: [
    ['', ['carried', 'received']],
    [t.groups.resolved, ['resolvedBefore', 'resolvedOnDay', 'resolvedLate']],
    [t.groups.open, ['openWithin', 'openLate', 'waiting']],
    ['', ['withdrawn', 'stopped']],
    [t.groups.moved, ['transferredIn', 'transferredOut', 'reopened']],
    [t.groups.other, ['submitted', 'refused', 'unreturned']],
    [t.groups.linked, ['linkedReceived', 'linkedResolved', 'linkedLate']],
  ],
} as const;

interface Meaning {
  kind: 'name' | 'column' | 'metric';
  id: string;
  label: string;
  title?: string;
}
const features = tableFeatures({ rowSortingFeature, columnMeta: {} as Meaning });
const helper = createColumnHelper<typeof features, FigureRow>();

function columnsOf(first: string, set: Choices['columns'], meta: Meta) {
  const counts = COUNTS[set].map(([group, ids], index) =>
    helper.group({
      id: `group-${index}`,
      header: group,
      columns: ids.map((id) => {
        const label = t.columns[id] ?? id;
        const full = group ? `${group}: ${label}` : label;
        return helper.display({ id: `column:${id}`, header: label, meta: { kind: 'column', id, label: full } });
      }),
    }),
  );
  const metrics = meta.metrics.filter(({ shown }) => set === 'all' || shown.includes('main'));
  return [
    helper.display({ id: 'name', header: first, meta: { kind: 'name', id: 'name', label: first } }),
    ...counts,
    ...underHeadings(metrics).map(({ heading, metrics }, index) =>
      helper.group({
        id: `rates-${index}`,
        header: heading === '' ? t.groups.rates : t.groups.ratesOf(heading),
        columns: metrics.map(({ id, label, definition }) =>
          helper.display({
            id: `metric:${id}`,
            header: texts.metrics[id] ?? label,
            meta: { kind: 'metric', id, label, title: definition },
          }),
        ),
      }),
    ),
  ];
}

/** Metrics of one heading of the plan that follow each other stand under it. */
function underHeadings(metrics: Meta['metrics']): { heading: string; metrics: Meta['metrics'] }[] {
  const groups: { heading: string; metrics: Meta['metrics'] }[] = [];
  for (const metric of metrics) {
    const last = groups.at(-1);
    if (last?.heading === metric.heading) last.metrics.push(metric);
    else groups.push({ heading: metric.heading, metrics: [metric] });
  }
  return groups;
}

/** The order in which the reader sees the rows: fixed when sorted, kept while figures change. */
function usePlaces(groups: readonly FigureGroup[], order: Order, minimum: number) {
  const orderKey = orderText(order);
  const sorted = useMemo(
    () => groups.map((group) => ({ ...group, rows: sortRows(group.rows, order, minimum, (row) => row.name) })),

    [groups, orderKey, minimum],
  );
  const [fixed, setFixed] = useState({ orderKey, ids: idsOf(sorted) });
  const current = fixed.orderKey === orderKey ? fixed : { orderKey, ids: idsOf(sorted) };
  if (current !== fixed) setFixed(current);
  const shown = sorted.map((group) => ({ ...group, rows: keepPlaces(group.rows, current.ids, (row) => row.id) }));
  const stale = idsOf(shown).join() !== idsOf(sorted).join();
  return { shown, stale, resort: () => setFixed({ orderKey, ids: idsOf(sorted) }) };
}

const idsOf = (groups: readonly FigureGroup[]): string[] => groups.flatMap(({ rows }) => rows.map(({ id }) => id));

/**
 * The table of figures: counts and rates of units, fields or procedures, every number a link. Arrow keys move between
 * the cells. Give it a new `key` when the question changes, so that only live changes are marked.
 */
export function FigureTable(props: {
  caption: string;
  first: string;
  meta: Meta;
  groups: FigureGroup[];
  grandTotal?: FigureRow | undefined;
  choices: Choices;
  onSort: (sort: string) => void;
  /** from how many dossiers on a rate is ranked */
  rankingMinimum: number;
  /** what the head says on paper: view, period, instant */
  printHead: string;
  empty: string;
  tools?: ReactNode;
}) {
  const { choices, meta, rankingMinimum } = props;
  const order = parseOrder(choices.sort);
  const { shown, stale, resort } = usePlaces(props.groups, order, rankingMinimum);
  const columns = useMemo(() => columnsOf(props.first, choices.columns, meta), [props.first, choices.columns, meta]);
  const data = useMemo(() => shown.flatMap(({ rows }) => rows), [shown]);
  const sorting = useMemo(() => [{ id: order.by, desc: order.descending }], [order.by, order.descending]);
  const table = useTable({
    features,
    columns,
    data,
    getRowId: (row: FigureRow) => row.id,
    manualSorting: true,
    enableSortingRemoval: false,
    state: { sorting },
    onSortingChange: (change) => {
      const [next] = typeof change === 'function' ? change(sorting) : change;
      if (next) props.onSort(orderText({ by: next.id, descending: next.desc }));
    },
  });
  const leaves = table.getAllLeafColumns();
  const meanings = leaves.map((column) => column.columnDef.meta!);
  const sortedBy = meanings.find(({ kind, id }) => order.by === (kind === 'name' ? 'name' : `${kind}:${id}`));
  const end = `after-${props.caption}`.replace(/[^\p{L}\p{N}]+/gu, '-');

  return (
    <div className="figure-table">
      <div className="table-bar">
        <h2>{props.caption}</h2>
        <p className="table-note">
          {choices.sort === '' ? t.worstFirst : t.sorted(sortedBy?.label ?? '', order.descending)}
          {order.by.startsWith('metric:') && rankingMinimum > 1 && ` · ${t.rankedFrom(count(rankingMinimum))}`}
          {stale && (
            <>
              {' · '}
              {t.stale}{' '}
              <Button className="plain" onPress={resort}>
                {t.resort}
              </Button>
            </>
          )}
        </p>
        <a className="skip-table" href={`#${end}`}>
          {texts.skipTable}
        </a>
        {props.tools}
      </div>
      <div className="table-scroll" role="group" aria-label={props.caption} tabIndex={0}>
        <table onKeyDown={moveBetweenCells} data-columns={choices.columns}>
          <caption className="visually-hidden">{props.caption}</caption>
          <thead>
            <tr className="print-head">
              <td colSpan={leaves.length}>{props.printHead}</td>
            </tr>
            {table.getHeaderGroups().map((group, level, levels) => (
              <tr key={group.id} className={`head-${level}`}>
                {group.headers.map((header) => {
                  const meaning = header.column.columnDef.meta;
                  const leaf = level === levels.length - 1;
                  if (!leaf) {
                    const text = header.isPlaceholder ? '' : String(header.column.columnDef.header ?? '');
                    return text ? (
                      <th key={header.id} colSpan={header.colSpan} scope="colgroup" className="group-head">
                        {text}
                      </th>
                    ) : (
                      <td key={header.id} colSpan={header.colSpan} className={meaning ? 'corner' : undefined} />
                    );
                  }
                  const sorted = header.column.getIsSorted();
                  return (
                    <th
                      key={header.id}
                      scope="col"
                      title={meaning?.title ?? meaning?.label}
                      aria-sort={sorted ? (sorted === 'asc' ? 'ascending' : 'descending') : undefined}
                      className={meaning?.kind}
                    >
                      <button
                        type="button"
                        onClick={() =>
                          header.column.toggleSorting(sorted ? sorted === 'asc' : meaning?.kind === 'column')
                        }
                      >
                        {String(header.column.columnDef.header)}
                        <span aria-hidden="true" className="sort-sign">
                          {sorted ? (sorted === 'asc' ? '↑' : '↓') : ''}
                        </span>
                      </button>
                    </th>
                  );
                })}
              </tr>
            ))}
          </thead>
          {shown.map((group) => (
            <tbody key={group.id}>
              {group.title && shown.length > 1 && (
                <tr className="group-row">
                  <th scope="rowgroup" colSpan={leaves.length}>
                    <span>{group.title}</span>
                  </th>
                </tr>
              )}
              {group.rows.map((row) => (
                <Line key={row.id} row={row} meanings={meanings} unranked={!isRanked(row, order, rankingMinimum)} />
              ))}
              {group.total && <Line row={group.total} meanings={meanings} total />}
            </tbody>
          ))}
          {props.grandTotal && (
            <tfoot>
              <Line row={props.grandTotal} meanings={meanings} total />
            </tfoot>
          )}
        </table>
      </div>
      {data.length === 0 && <p className="no-data">{props.empty}</p>}
      <div id={end} tabIndex={-1} className="table-end" />
    </div>
  );
}

const sameRow = (a: FigureRow, b: FigureRow): boolean =>
  a === b ||
  (a.id === b.id &&
    a.href === b.href &&
    a.note === b.note &&
    JSON.stringify([a.columns, a.metrics, a.aims, a.of]) === JSON.stringify([b.columns, b.metrics, b.aims, b.of]));

const Line = memo(
  function Line(props: { row: FigureRow; meanings: Meaning[]; total?: boolean; unranked?: boolean }) {
    const { row, meanings } = props;
    return (
      <tr className={props.total ? 'total' : undefined}>
        {meanings.map(({ kind, id, label }) => {
          switch (kind) {
            case 'name':
              return (
                <th key={id} scope="row">
                  {row.href ? <a href={row.href}>{row.name}</a> : row.name}
                  {row.note && <span className="row-note"> {row.note}</span>}
                  {props.unranked && <span className="row-note"> {t.unranked}</span>}
                </th>
              );
            case 'column':
              return (
                <td key={id} className="number" data-late={id === 'openLate' || undefined}>
                  <FigureLink
                    value={row.columns[id] ?? 0}
                    figure={`column:${id}`}
                    of={row.of}
                    label={`${row.name}, ${label}`}
                  />
                </td>
              );
            case 'metric':
              return (
                <td key={id} className="number rate">
                  <RateCell
                    id={id}
                    label={`${row.name}, ${label}`}
                    value={row.metrics[id]}
                    aim={row.aims?.[id]}
                    of={row.of}
                  />
                </td>
              );
          }
        })}
      </tr>
    );
  },
  (a, b) =>
    a.meanings.map(({ id }) => id).join() === b.meanings.map(({ id }) => id).join() &&
    a.total === b.total &&
    a.unranked === b.unranked &&
    sameRow(a.row, b.row),
);

const ARROWS: Record<string, [rows: number, cells: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Arrow keys go from the link (or heading) of one cell to that of its neighbour. */
function moveBetweenCells(event: KeyboardEvent<HTMLTableElement>): void {
  const move = ARROWS[event.key];
  const cell = event.target instanceof Element ? event.target.closest<HTMLTableCellElement>('td, th') : null;
  if (!move || !cell || event.altKey || event.ctrlKey || event.metaKey) return;
  const rows = [...event.currentTarget.rows].filter((row) => row.cells.length === cell.parentElement?.children.length);
  const rowIndex = rows.indexOf(cell.parentElement as HTMLTableRowElement) + move[0];
  const next = rows[rowIndex]?.cells[cell.cellIndex + move[1]]?.querySelector<HTMLElement>('a, button');
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** The line of a unit in a table of units. `period`: the key of the one that is shown. */
export const unitLine = (row: UnitRow, targets: Overview['targets'], choices: Choices, period: string): FigureRow => ({
  ...row,
  id: row.unit.key,
  name: row.unit.name,
  href: unitAddress(choices, row.unit.key),
  aims: row.targets ?? targets[row.unit.population],
  of: { ...choices, period, scope: 'all', unit: row.unit.key },
});

/** The address of a unit's view under the same choices. */
const unitAddress = (choices: Choices, key: string): string => addressOf('unit', { ...choices, unit: key, sort: '' });
