import { Fragment } from 'react';
import { addDays } from '#domain/calendar/time';
import { addressOf, apiQuery, type Choices, worklistOf } from '../../address.js';
import type { Figures, Meta, SharedCode, UnitView as UnitData, Worklist } from '../../api.js';
import { PickOne, Segmented } from '../../components/choice.js';
import { FigureLink } from '../../components/figure.js';
import { FigureTable, unitLine } from '../../components/figure-table.js';
import { FilterBar, useUnitOptions } from '../../components/filter-bar.js';
import { Loading, ProblemNotice } from '../../components/feedback.js';
import { KeyFigures } from '../../components/key-figures.js';
import { WorklistTable } from '../../components/lists.js';
import { CutNotice, useStatus, useTitle } from '../../components/status.js';
import { count, day } from '../../format.js';
import { useAnswer, useLive } from '../../live.js';
import type { Address } from '../../navigation.js';
import { printHead } from '../../print.js';
import { stampOf } from '../../stand.js';
import { texts } from '../../texts.vi.js';

import { UnitHistory } from './unit-history.js';
import { worklist } from '../worklist/texts.vi.js';
import { unit as t } from './texts.vi.js';

const FILTERS = ['period', 'reckon', 'under', 'field', 'procedure'] as const;
/** How many dossiers of a list stand on the unit's own page. */
const FEW = 10;

/** One unit: its figures against target, the year so far, its fields and procedures, its late dossiers. */
export function Unit({ meta, address }: { meta: Meta; address: Address }) {
  const { choices, choose } = address;
  const { data, dataKey, pending, problem, link, retry } = useLive<UnitData | SharedCode>(
    'unit',
    choices.unit ? '/api/unit' : null,
    apiQuery('unit', choices),
  );
  const units = useUnitOptions(meta);
  useStatus(data?.asOf ?? null, choices.unit ? link : null);
  // of a code the answer says which unit it was
  const shown = data && 'unit' in data ? data.unit : null;
  const known = choices.unit.includes('@') ? choices.unit : (shown?.key ?? '');
  useTitle(choices.unit ? (shown?.name ?? null) : null);

  return (
    <>
      <FilterBar meta={meta} address={address} shown={FILTERS} period={choices.period || meta.periods.default}>
        <PickOne label={texts.filters.unit} options={units} value={known} onChange={(unit) => choose({ unit })} />
      </FilterBar>
      <CutNotice link={choices.unit ? link : null} />
      {!choices.unit && <UnitIndex meta={meta} choices={choices} />}
      {problem && <ProblemNotice problem={problem} retry={retry} />}
      {choices.unit && !data && !problem && <Loading />}
      {choices.unit && data && (
        <div aria-busy={pending} className="view-body" key={dataKey}>
          {'unit' in data ? (
            <UnitBody meta={meta} data={data} choices={choices} choose={choose} />
          ) : (
            <SharedCodeBody meta={meta} data={data} choices={choices} choose={choose} />
          )}
        </div>
      )}
    </>
  );
}

function UnitIndex({ meta, choices }: { meta: Meta; choices: Choices }) {
  const units = useUnitOptions(meta);
  return (
    <div className="unit-index">
      {meta.populations.map(({ key: population, heading }) => {
        const keys = new Set(meta.units.filter((unit) => unit.population === population).map(({ key }) => key));
        const mine = units.filter(({ id }) => keys.has(id));
        return (
          mine.length > 0 && (
            <section key={population} aria-label={heading}>
              <h2>{heading}</h2>
              <ul>
                {mine.map(({ id, name }) => (
                  <li key={id}>
                    <a href={addressOf('unit', { ...choices, unit: id })}>{name}</a>
                  </li>
                ))}
              </ul>
            </section>
          )
        );
      })}
    </div>
  );
}

/** A code that several units had in the period: each of them on a line of its own. */
function SharedCodeBody(props: { meta: Meta; data: SharedCode; choices: Choices; choose: Address['choose'] }) {
  const { meta, data, choices, choose } = props;
  const title = t.ofCode(data.code);
  return (
    <>
      <p className="hint">{t.sharedCode(data.code, count(data.rows.length))}</p>
      <FigureTable
        meta={meta}
        choices={choices}
        onSort={(sort) => choose({ sort })}
        caption={`${title}, ${data.period.label}`}
        first={texts.table.unit}
        groups={[
          {
            id: 'code',
            rows: data.rows.map((row) => ({
              ...unitLine(row, data.targets, choices, data.period.key),
              note: lifeOf(row.unit.key, meta),
            })),
          },
        ]}
        rankingMinimum={data.rankingMinimum}
        printHead={printHead(meta, title, data.period, data.asOf.instant)}
        empty={texts.noData}
      />
    </>
  );
}

/** From when until when there was such a unit: what tells two of one code apart, who may bear one name too. */
function lifeOf(key: string, meta: Meta): string {
  const unit = meta.units.find((each) => each.key === key);
  return unit ? t.life(day(unit.validFrom), unit.validTo && day(unit.validTo)) : '';
}

function UnitBody(props: { meta: Meta; data: UnitData; choices: Choices; choose: Address['choose'] }) {
  const { meta, data, choices, choose } = props;
  const { unit } = data;
  const mine: Choices = { ...choices, unit: unit.key };
  const of: Partial<Choices> = { ...mine, period: data.period.key, scope: 'all' };
  const head = (name: string) => printHead(meta, `${unit.name}: ${name}`, data.period, data.asOf.instant);
  const sortable = { choices, onSort: (sort: string) => choose({ sort }), meta, rankingMinimum: data.rankingMinimum };
  return (
    <>
      {unit.validTo && (
        <p className="hint">
          {t.until(day(addDays(unit.validTo, -1)))} {unit.successors.length > 0 && t.successors}
          {unit.successors.map(({ key, name }, i) => (
            <Fragment key={key}>
              {i > 0 && ', '}
              <a href={addressOf('unit', { ...choices, unit: key })}>{name}</a>
            </Fragment>
          ))}
        </p>
      )}
      {data.keyFigures.map((figures) => (
        <KeyFigures
          key={figures.population}
          meta={meta}
          figures={figures}
          title={`${unit.name}, ${data.period.label}`}
          of={of}
        />
      ))}
      <CountsTable data={data} of={of} />
      <ShortList list={worklistOf(mine, 'late')} title={t.late} stamp={stampOf(data.asOf)} head={head(t.late)} />
      <ShortList list={worklistOf(mine, 'soon')} title={t.soon} stamp={stampOf(data.asOf)} head={head(t.soon)} />
      <FigureTable
        {...sortable}
        caption={texts.table.byField}
        first={texts.table.field}
        groups={[
          {
            id: 'field',
            rows: data.byField.map((row) => ({
              ...row,
              id: row.field,
              name: row.field,
              href: addressOf('unit', { ...choices, field: row.field, procedure: '' }),
              of: { ...of, field: row.field },
            })),
          },
        ]}
        printHead={head(texts.table.byField)}
        empty={texts.noData}
        tools={
          <Segmented
            label={texts.table.columnsLabel}
            value={choices.columns}
            options={[
              { id: 'main', name: texts.table.columnsMain },
              { id: 'all', name: texts.table.columnsAll },
            ]}
            onChange={(columns) => choose({ columns })}
          />
        }
      />
      <FigureTable
        {...sortable}
        caption={texts.table.byProcedure}
        first={texts.table.procedure}
        groups={[
          {
            id: 'procedure',
            rows: data.byProcedure.map((row) => ({
              ...row,
              id: row.procedure.code,
              name: row.procedure.name,
              href: addressOf('unit', { ...choices, procedure: row.procedure.code }),
              of: { ...of, procedure: row.procedure.code },
            })),
          },
        ]}
        printHead={head(texts.table.byProcedure)}
        empty={texts.noData}
      />
      <UnitHistory facts={data.history} />
    </>
  );
}

const COUNTS = [
  'carried',
  'received',
  'resolvedBefore',
  'resolvedOnDay',
  'resolvedLate',
  'openWithin',
  'openLate',
  'waiting',
  'withdrawn',
  'stopped',
  'submitted',
  'unreturned',
  'linkedReceived',
  'linkedResolved',
  'linkedLate',
];
const GROUP: Record<string, string> = {
  resolvedBefore: texts.table.groups.resolved,
  resolvedOnDay: texts.table.groups.resolved,
  resolvedLate: texts.table.groups.resolved,
  openWithin: texts.table.groups.open,
  openLate: texts.table.groups.open,
  linkedReceived: texts.table.groups.linked,
  linkedResolved: texts.table.groups.linked,
  linkedLate: texts.table.groups.linked,
};
const countLabel = (id: string): string => [GROUP[id], texts.table.columns[id] ?? id].filter(Boolean).join(': ');

/** The counts of the period beside those of the year so far. */
function CountsTable({ data, of }: { data: UnitData; of: Partial<Choices> }) {
  const lines: { id: string; name: string; figures: Figures; of: Partial<Choices> }[] = [
    { id: 'now', name: data.period.label, figures: data.figures, of },
    {
      id: 'year',
      name: data.year.period.label,
      figures: data.year,
      of: { ...of, period: data.year.period.key, reckon: data.year.period.reckon },
    },
  ];
  return (
    <section aria-label={t.figures}>
      <h2>{t.figures}</h2>
      <div className="table-scroll" role="group" aria-label={t.figures} tabIndex={0}>
        <table>
          <caption className="visually-hidden">{t.figures}</caption>
          <thead>
            <tr>
              <th scope="col">{texts.filters.period}</th>
              {COUNTS.map((id) => (
                <th key={id} scope="col" className="number">
                  {countLabel(id)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id}>
                <th scope="row">{line.name}</th>
                {COUNTS.map((id) => (
                  <td key={id} className="number" data-late={id === 'openLate' || undefined}>
                    <FigureLink
                      value={line.figures.columns[id] ?? 0}
                      figure={`column:${id}`}
                      of={line.of}
                      label={`${line.name}, ${countLabel(id)}`}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function ShortList(props: { list: Choices; title: string; stamp: string; head: string }) {
  const query = apiQuery('worklist', props.list);
  const { data } = useAnswer<Worklist>(`/api/worklist?${query}&limit=${FEW}`, props.stamp);
  const href = addressOf('worklist', props.list);
  return (
    <section className="short-list" aria-label={props.title}>
      <h2>
        {props.title}
        {data && (
          <>
            :{' '}
            <a href={href} className="figure" aria-label={`${props.title}: ${count(data.total)}`}>
              {count(data.total)}
            </a>
          </>
        )}
      </h2>
      {data &&
        (data.items.length === 0 ? (
          <p className="hint">{worklist.empty}</p>
        ) : (
          <WorklistTable
            caption={props.title}
            items={data.items}
            printHead={props.head}
            late={props.list.kind === 'late'}
            oneUnit
          />
        ))}
      {data?.next && (
        <p>
          <a href={href}>{t.seeAll}</a>
        </p>
      )}
    </section>
  );
}
