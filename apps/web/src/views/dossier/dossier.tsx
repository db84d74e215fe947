import { Fragment, useState } from 'react';
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { addressOf, apiQuery } from '../../address.js';
import type { DossierView, Meta, Search, TimelineEvent } from '../../api.js';
import { Facts } from '../../components/facts.js';
import { Loading, ProblemNotice } from '../../components/feedback.js';
import { PhaseText } from '../../components/lists.js';
import { CutNotice, useStatus } from '../../components/status.js';
import { dateTime, day } from '../../format.js';
import { useAnswer, useLive } from '../../live.js';
import type { Address } from '../../navigation.js';
import { printHead } from '../../print.js';
import { texts } from '../../texts.vi.js';
import { DueText, Rounds } from './dossier-rounds.js';
import { dossier as t } from './texts.vi.js';

/** One dossier: what happened and when, its due instant and why, and in which figures it counts. */
export function Dossier({ meta, address }: { meta: Meta; address: Address }) {
  const { choices } = address;
  const { data, pending, problem, link, retry } = useLive<DossierView>(
    'dossier',
    choices.code ? `/api/dossiers/${encodeURIComponent(choices.code)}` : null,
    apiQuery('dossier', choices),
    '',
  );
  useStatus(data?.asOf ?? null, choices.code ? link : null);

  return (
    <>
      <section className="filters" aria-label={t.search} data-open>
        <div className="filters-panel">
          <DossierSearch key={choices.code} code={choices.code} onChoose={(code) => address.choose({ code })} />
        </div>
      </section>
      <CutNotice link={choices.code ? link : null} />
      {!choices.code && <p className="hint">{t.choose}</p>}
      {problem && <ProblemNotice problem={problem} retry={retry} />}
      {choices.code && !data && !problem && <Loading />}
      {choices.code && data && (
        <div aria-busy={pending} className="view-body">
          <p className="print-only">{printHead(meta, `${t.name} ${data.code}`, null, data.asOf.instant)}</p>
          {data.parent && <Parent code={data.parent} />}
          <div className="dossier-columns">
            <div>
              <Summary data={data} meta={meta} />
              <DueText due={data.due} rounds={data.rounds} />
              <Rounds rounds={data.rounds} />
              <Waits data={data} />
              <Marks data={data} />
            </div>
            <Events events={data.events} />
          </div>
        </div>
      )}
    </>
  );
}

type Found = Search['items'][number];

function DossierSearch(props: { code: string; onChoose: (code: string) => void }) {
  const [text, setText] = useState(props.code);
  const wanted = text.trim();
  const asked = wanted.length >= 3 && wanted !== props.code;
  const { data } = useAnswer<Search>(asked ? `/api/search?q=${encodeURIComponent(wanted)}` : null);
  const items = data?.items ?? [];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted) props.onChoose(wanted);
      }}
      onKeyDownCapture={(event) => {
        // with the list open, Enter would only shut it; where no line of it is chosen, the code that was typed is meant
        const input = event.target;
        if (event.key !== 'Enter' || event.nativeEvent.isComposing || !(input instanceof HTMLInputElement)) return;
        if (!wanted || input.getAttribute('aria-activedescendant')) return;
        event.preventDefault();
        event.stopPropagation();
        props.onChoose(wanted);
      }}
    >
      <ComboBox
        className="pick pick-wide"
        items={items}
        inputValue={text}
        onInputChange={setText}
        selectedKey={null}
        onSelectionChange={(key) => {
          if (key !== null) props.onChoose(String(key));
        }}
        allowsCustomValue
        // what is found comes after the typing: a list that may not be empty would stay shut
        allowsEmptyCollection={asked}
        menuTrigger="input"
      >
        <Label>{t.search}</Label>
        <div className="pick-field">
          <Input placeholder={t.searchHint} enterKeyHint="search" />
        </div>
        <Popover className="popover">
          <ListBox
            className="list-box"
            items={items}
            renderEmptyState={() => <p className="list-box-empty">{data ? texts.filters.nothing : texts.loading}</p>}
          >
            {(item: Found) => (
              <ListBoxItem id={item.code} textValue={item.code}>
                <span className="code">{item.code}</span>{' '}
                <span className="muted">{[item.procedure?.name, item.unit?.name].filter(Boolean).join(', ')}</span>
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
    </form>
  );
}

/** Why a linked dossier stands in no list of work. */
function Parent({ code }: { code: string }) {
  return (
    <p className="parent-notice">
      {t.parentHead} <DossierLink code={code} />. {t.parentWhy}
    </p>
  );
}

const DossierLink = ({ code }: { code: string }) => (
  <a className="code" href={addressOf('dossier', { code })}>
    {code}
  </a>
);

function Summary({ data, meta }: { data: DossierView; meta: Meta }) {
  const { state } = data;
  const ended = meta.units.find(({ key }) => key === state.unit?.key)?.validTo ?? null;
  const isLeft = ended !== null && ended <= meta.today && (state.phase === 'open' || state.phase === 'waiting');
  const when = (instant: string | null) => instant && dateTime(instant);
  const lines: [string, React.ReactNode][] = [
    [t.phase, <PhaseText key="phase" phase={state.phase} late={state.late} />],
    [t.procedure, state.procedure && `${state.procedure.name} (${state.procedure.code})`],
    [t.field, state.field],
    [
      t.unit,
      state.unit && (
        <>
          <a href={addressOf('unit', { unit: state.unit.key })}>{state.unit.name}</a>
          {isLeft && <span className="muted"> ({t.unitEnded(day(ended))})</span>}
        </>
      ),
    ],
    [t.receivingUnit, state.receivingUnit && state.receivingUnit.key !== state.unit?.key && state.receivingUnit.name],
    [t.holder, state.holder],
    [t.channel, state.channel && (texts.channels[state.channel] ?? state.channel)],
    [t.received, when(state.receivedAt)],
    [t.ended, when(state.endedAt)],
    [t.returned, when(state.returnedAt)],
  ];
  return (
    <section aria-label={t.summary}>
      <h2>{t.summary}</h2>
      <Facts lines={lines} />
    </section>
  );
}

function Waits({ data: { waits } }: { data: DossierView }) {
  return (
    <section aria-label={t.waits}>
      <h2>{t.waits}</h2>
      {waits.length === 0 ? (
        <p className="hint">{t.noWaits}</p>
      ) : (
        <ul>
          {waits.map((wait, index) => (
            <li key={index}>
              {texts.waits[wait.kind] ?? wait.kind}: {dateTime(wait.from)} {t.until}{' '}
              {wait.to ? dateTime(wait.to) : t.now}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Marks({ data: { marks } }: { data: DossierView }) {
  return (
    <section aria-label={t.counts}>
      <h2>{t.counts}</h2>
      {marks.length === 0 ? (
        <p className="hint">{t.countsNone}</p>
      ) : (
        <div className="table-scroll" role="group" aria-label={t.counts} tabIndex={0}>
          <table>
            <caption className="visually-hidden">{t.counts}</caption>
            <thead>
              <tr>
                <th scope="col">{t.measure}</th>
                <th scope="col">{texts.list.unit}</th>
                <th scope="col">{t.since}</th>
                <th scope="col">{t.through}</th>
              </tr>
            </thead>
            <tbody>
              {marks.map((mark, index) => (
                <tr key={index}>
                  <th scope="row">{mark.label}</th>
                  <td>{mark.unit.name}</td>
                  <td>{day(mark.day)}</td>
                  <td>{mark.until ? day(mark.until) : texts.none}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Events({ events }: { events: readonly TimelineEvent[] }) {
  return (
    <section aria-label={t.events}>
      <h2>{t.events}</h2>
      <ol className="timeline">
        {events.map((event) => (
          <li key={event.version} data-type={event.type} data-retracted={event.retracted || undefined}>
            <p className="timeline-head">
              <time dateTime={event.occurredAt}>{dateTime(event.occurredAt)}</time>{' '}
              <strong>{event.retracted ? <del>{event.label}</del> : event.label}</strong>
              {event.retracted && <span className="muted"> ({t.retracted})</span>}
            </p>
            {event.detail.length > 0 && (
              <p className="timeline-detail">
                {event.detail.map(({ label, value, dossier }, index) => (
                  <Fragment key={index}>
                    {index > 0 && ' · '}
                    {label}: {dossier ? <DossierLink code={dossier} /> : value}
                  </Fragment>
                ))}
              </p>
            )}
            <p className="muted">
              {t.recorded} <time dateTime={event.recordedAt}>{dateTime(event.recordedAt)}</time> {t.by}{' '}
              {texts.doors[event.door] ?? event.door}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
