import { Button, Input, Label, NumberField } from 'react-aria-components';
import { addressOf, apiQuery } from '../../address.js';
import type { Meta, Worklist as WorklistData } from '../../api.js';
import { Segmented } from '../../components/choice.js';
import { FilterBar } from '../../components/filter-bar.js';
import { Loading, ProblemNotice } from '../../components/feedback.js';
import { Pager, WorklistTable } from '../../components/lists.js';
import { CutNotice, useStatus } from '../../components/status.js';
import { count } from '../../format.js';
import { useLive } from '../../live.js';
import type { Address } from '../../navigation.js';
import { printHead } from '../../print.js';
import { worklist as t } from './texts.vi.js';

const FILTERS = ['scope', 'unit', 'field', 'procedure'] as const;
const KINDS = ['late', 'today', 'soon'] as const;

/** What must be done today: dossiers that are late, due today, or due soon. */
export function Worklist({ meta, address }: { meta: Meta; address: Address }) {
  const { choices, choose } = address;
  const query = apiQuery('worklist', choices);
  const { data, pending, problem, link, retry } = useLive<WorklistData>('worklist', '/api/worklist', query);
  useStatus(data?.asOf ?? null, link);
  const isOwed = choices.kind === 'late' && choices.apology === 'owed';
  const title = isOwed ? t.owed : t.kinds[choices.kind];

  return (
    <>
      <FilterBar meta={meta} address={address} shown={FILTERS} period="">
        <Segmented
          label={t.kindLabel}
          hideLabel
          value={choices.kind}
          options={KINDS.map((id) => ({ id, name: t.kinds[id] }))}
          onChange={(kind) => choose({ kind, apology: '' })}
        />
        {choices.kind === 'soon' && (
          <NumberField
            className="days-field"
            minValue={1}
            maxValue={30}
            value={choices.days}
            onChange={(days) => {
              if (Number.isInteger(days)) choose({ days });
            }}
          >
            <Label>{t.days}</Label>
            <Button slot="decrement" className="step">
              −
            </Button>
            <Input />
            <Button slot="increment" className="step">
              +
            </Button>
            <span>{t.daysUnit}</span>
          </NumberField>
        )}
        {choices.kind === 'late' && (
          <Segmented
            label={t.apology}
            value={choices.apology || 'all'}
            options={[
              { id: 'all', name: t.apologies[''] },
              { id: 'owed', name: t.apologies.owed },
              { id: 'issued', name: t.apologies.issued },
            ]}
            onChange={(apology) => choose({ apology: apology === 'all' ? '' : apology })}
          />
        )}
      </FilterBar>
      <CutNotice link={link} />
      {problem && <ProblemNotice problem={problem} retry={retry} />}
      {!data && !problem && <Loading />}
      {data && (
        <div aria-busy={pending} className="view-body">
          <div className="table-bar">
            <h2>
              {title}: <span className="total-count">{count(data.total)}</span> {t.total}
            </h2>
            <a className="button-link" href={`/api/worklist.csv?${query}`} download>
              {t.export}
            </a>
          </div>
          {isOwed && <p className="hint">{t.owedHint}</p>}
          {data.items.length === 0 ? (
            <p className="no-data">{t.empty}</p>
          ) : (
            <WorklistTable
              caption={title}
              items={data.items}
              printHead={printHead(meta, t.name, title, data.asOf.instant)}
              late={choices.kind === 'late'}
            />
          )}
          <Pager
            first={choices.after ? addressOf('worklist', { ...choices, after: '' }) : null}
            next={data.next ? addressOf('worklist', { ...choices, after: data.next }) : null}
          />
        </div>
      )}
    </>
  );
}
