import { useMemo } from 'react';
import { addressOf, apiQuery, type Choices } from '../../address.js';
import type { Meta, Overview as OverviewData, ThisWeek, UnitRow } from '../../api.js';
import { Segmented } from '../../components/choice.js';
import { FigureLink, useChanged } from '../../components/figure.js';
import { FigureTable, unitLine, type FigureGroup, type FigureRow } from '../../components/figure-table.js';
import { FilterBar } from '../../components/filter-bar.js';
import { Loading, ProblemNotice } from '../../components/feedback.js';
import { KeyFigures } from '../../components/key-figures.js';
import { CutNotice, useStatus } from '../../components/status.js';
import { Weeks } from './weeks.js';
import { count, day } from '../../format.js';
import { useLive } from '../../live.js';
import type { Address } from '../../navigation.js';
import { madeOfAll, planText, populationOf, ruleText } from '../../plan.js';
import { printHead } from '../../print.js';
import { stampOf } from '../../stand.js';
import { texts } from '../../texts.vi.js';

import { overview as t } from './texts.vi.js';

const FILTERS = ['period', 'reckon', 'under', 'scope', 'field', 'procedure'] as const;

/** Are we on target, and who is behind? */
export function Overview({ meta, address }: { meta: Meta; address: Address }) {
  const { choices, choose } = address;
  const { data, dataKey, pending, problem, link, retry } = useLive<OverviewData>(
    'overview',
    '/api/overview',
    apiQuery('overview', choices),
  );
  useStatus(data?.asOf ?? null, link);
  const groups = useMemo(() => (data ? groupsOf(meta, data, choices) : []), [meta, data, choices]);
  const isRated = (key: string): boolean => populationOf(meta, key)?.rated ?? false;
  // the total is less than the rows above it
  const hasOthers = data?.rows.some(({ unit }) => !isRated(unit.population)) ?? false;
  const plan = planText(meta);
  const all = data?.totals.find(({ population }) => population === 'all');

  return (
    <>
      <FilterBar meta={meta} address={address} shown={FILTERS} period={choices.period || meta.periods.default} />
      <CutNotice link={link} />
      {problem && <ProblemNotice problem={problem} retry={retry} />}
      {!data && !problem && <Loading />}
      {data && (
        <div aria-busy={pending} className="view-body">
          {data.thisWeek && <WeekLine week={data.thisWeek} choices={choices} />}
          {data.keyFigures.map((figures) => (
            <KeyFigures
              key={`${dataKey} ${figures.population}`}
              meta={meta}
              figures={figures}
              title={populationOf(meta, figures.population)?.heading ?? figures.population}
              of={{ ...choices, period: data.period.key, scope: figures.population, unit: '' }}
            />
          ))}
          <FigureTable
            key={dataKey}
            caption={`${texts.table.league}, ${data.period.label}`}
            first={texts.table.unit}
            meta={meta}
            groups={groups}
            grandTotal={
              all && choices.scope === 'all'
                ? {
                    ...all,
                    id: 'total all',
                    name: texts.populations.total,
                    ...(hasOthers && { note: `(${madeOfAll(meta)})` }),
                    of: { ...choices, period: data.period.key, scope: 'all', unit: '' },
                  }
                : undefined
            }
            choices={choices}
            onSort={(sort) => choose({ sort })}
            rankingMinimum={data.rankingMinimum}
            printHead={printHead(meta, t.name, data.period, data.asOf.instant)}
            empty={texts.table.empty}
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
          <p className="hint">
            {texts.table.note} {day(data.period.stocksAt)}. {ruleText(meta, data.period.rule)}.{plan && ` ${plan}`}
          </p>
          <Weeks choices={choices} stamp={stampOf(data.asOf)} />
        </div>
      )}
    </>
  );
}

function groupsOf(meta: Meta, data: OverviewData, choices: Choices): FigureGroup[] {
  const of = { ...choices, period: data.period.key };
  const line = (row: UnitRow): FigureRow => unitLine(row, data.targets, choices, data.period.key);
  const unknown = { key: '', heading: texts.populations.unknown, total: '' };
  return [...meta.populations, unknown]
    .map(({ key: population, heading, total: totalName }) => {
      const rows = data.rows.filter(({ unit }) => unit.population === population).map(line);
      const total = data.totals.find((one) => one.population === population);
      const group: FigureGroup = { id: population, title: heading, rows };
      if (total && rows.length > 0) {
        group.total = {
          ...total,
          id: `total ${population}`,
          name: totalName,
          aims: data.targets[population],
          of: { ...of, scope: population, unit: '' },
        };
      }
      return group;
    })
    .filter(({ rows }) => rows.length > 0);
}

function WeekLine({ week, choices }: { week: ThisWeek; choices: Choices }) {
  return (
    <section className="week-line" aria-label={week.label}>
      <h2>{week.label}</h2>
      <ul>
        {week.figures.map((figure) => {
          const label = texts.week.figures[figure.id] ?? figure.id;
          return (
            <li key={figure.id}>
              {figure.drill ? (
                <FigureLink
                  value={figure.value}
                  figure={figure.drill.figure}
                  of={{ ...choices, period: figure.drill.period, reckon: 'period', unit: '' }}
                  label={label}
                />
              ) : (
                <WorklistFigure
                  value={figure.value}
                  label={label}
                  href={addressOf('worklist', { ...choices, ...figure.worklist, unit: '', after: '' })}
                />
              )}{' '}
              {label}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function WorklistFigure({ value, label, href }: { value: number; label: string; href: string }) {
  const text = count(value);
  const changed = useChanged(text);
  return (
    <a className="figure" href={href} data-changed={changed || undefined} aria-label={`${label}: ${text}`}>
      {text}
    </a>
  );
}
