import { useMemo, useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { cumulative, type MonthDay, parsePeriod } from '#metrics/periods';
import type { Address } from '../navigation.js';
import type { Choices } from '../address.js';
import type { Meta } from '../api.js';
import { compareText } from '../format.js';
import { texts } from '../texts.vi.js';
import { PickOne, Segmented } from './choice.js';
import { PeriodChooser } from './period-chooser.js';

const t = texts.filters;
export type FilterName = 'period' | 'reckon' | 'under' | 'scope' | 'field' | 'procedure' | 'unit';

/** The choices that shape a view. On a phone they fold away behind one button. */
export function FilterBar(props: {
  meta: Meta;
  address: Address;
  shown: readonly FilterName[];
  /** the period in force, once the API has said it */
  period: string;
  children?: ReactNode;
}) {
  const { meta, shown } = props;
  const { choices, choose } = props.address;
  const [open, setOpen] = useState(false);
  const fields = useMemo(
    () => [...meta.fields].sort(compareText).map((field) => ({ id: field, name: field })),
    [meta.fields],
  );
  const procedures = useMemo(
    () =>
      meta.procedures
        .filter((procedure) => !choices.field || procedure.field === choices.field)
        .map(({ code, name }) => ({ id: code, name: `${name} (${code})` }))
        .sort((a, b) => compareText(a.name, b.name)),
    [meta.procedures, choices.field],
  );
  const units = useUnitOptions(meta);
  // outside the rates only what has units
  const isUsed = (key: string): boolean => choices.scope === key || meta.units.some((unit) => unit.population === key);
  const scopes = [
    { id: 'all', name: t.allScopes },
    ...meta.populations
      .filter(({ key, rated }) => rated || isUsed(key))
      .map(({ key, label }) => ({ id: key, name: label })),
  ];

  return (
    <section className="filters" aria-label={t.label} data-open={open || undefined}>
      <Button className="filters-toggle" aria-expanded={open} onPress={() => setOpen(!open)}>
        {t.open} <span aria-hidden="true">{open ? '▴' : '▾'}</span>
      </Button>
      <div className="filters-panel">
        {props.children}
        {shown.includes('period') && (
          <PeriodChooser value={props.period} meta={meta} onChange={(period) => choose({ period })} />
        )}
        {shown.includes('reckon') && (
          <Segmented
            label={t.reckon}
            value={choices.reckon}
            options={[
              { id: 'period', name: t.reckonPeriod },
              { id: 'cumulative', name: t.reckonCumulative },
            ]}
            onChange={(reckon) => choose({ reckon })}
          />
        )}
        {shown.includes('under') &&
          (choices.under === 'successor' || hasMerger(meta, props.period, choices.reckon)) && (
            <Segmented
              label={t.under}
              value={choices.under}
              options={[
                { id: 'day', name: t.underDay },
                { id: 'successor', name: t.underSuccessor },
              ]}
              onChange={(under) => choose({ under })}
            />
          )}
        {shown.includes('scope') && (
          <Segmented
            label={t.scope}
            value={choices.scope}
            options={scopes}
            onChange={(scope) => choose({ scope, unit: '' })}
          />
        )}
        {shown.includes('unit') && (
          <PickOne
            label={t.unit}
            all={t.all}
            options={units}
            value={choices.unit}
            onChange={(unit) => choose({ unit })}
          />
        )}
        {shown.includes('field') && (
          <PickOne
            label={t.field}
            all={t.all}
            options={fields}
            value={choices.field}
            onChange={(field) => choose({ field, procedure: '' })}
          />
        )}
        {shown.includes('procedure') && (
          <PickOne
            className="pick-wide"
            label={t.procedure}
            all={t.all}
            options={procedures}
            value={choices.procedure}
            onChange={(procedure) => choose({ procedure })}
          />
        )}
      </div>
    </section>
  );
}

/** Whether figures of the period may be of units that are no more: else both ways are one. */
function hasMerger(meta: Meta, key: string, reckon: Choices['reckon']): boolean {
  const period = parsePeriod(key, meta.periods.reportingFrom as MonthDay);
  if (!period) return false;
  const { from } = reckon === 'cumulative' ? cumulative(period, meta.periods.reportingFrom as MonthDay) : period;
  return meta.units.some(({ validTo }) => validTo !== null && validTo > from);
}

/** Units to choose from: those of today by name, then the ones that are no more. */
export function useUnitOptions(meta: Meta): { id: string; name: string; past: boolean }[] {
  return useMemo(
    () =>
      meta.units
        .map(({ key, name, validTo }) => {
          const past = validTo !== null && validTo <= meta.today;
          return { id: key, name: past ? `${name} (${t.past})` : name, past };
        })
        .sort((a, b) => Number(a.past) - Number(b.past) || compareText(a.name, b.name)),
    [meta],
  );
}
