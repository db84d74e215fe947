import { Button } from 'react-aria-components';
import type { Meta, Operations as OperationsData } from '../../api.js';
import { Below, Facts } from '../../components/facts.js';
import { Loading, ProblemNotice } from '../../components/feedback.js';
import { useStatus } from '../../components/status.js';
import { count, dateTime, day } from '../../format.js';
import { useAnswer } from '../../live.js';
import { printHead } from '../../print.js';
import { texts } from '../../texts.vi.js';
import { operations as t } from './texts.vi.js';
import { UndecidedTable } from './undecided.js';

/** Can the figures be trusted, and what waits for a person? */
export function Operations({ meta }: { meta: Meta }) {
  const { data, problem, reload } = useAnswer<OperationsData>('/api/operations');
  useStatus(data?.asOf ?? null, null);
  return (
    <>
      {problem && <ProblemNotice problem={problem} retry={reload} />}
      {!data && !problem && <Loading />}
      {data && (
        <div className="view-body operations">
          <ClosedUnits meta={meta} data={data} reload={reload} />
          <div className="dossier-columns">
            <div>
              <Calendar calendar={data.calendar} />
              <Importing importing={data.importing} />
            </div>
            <div>
              <Machinery data={data} />
              <Refused refused={data.refused} />
            </div>
          </div>
        </div>
      )}
    </>
  );
}

function ClosedUnits({ meta, data, reload }: { meta: Meta; data: OperationsData; reload: () => void }) {
  const { total, items } = data.closedUnits;
  return (
    <section aria-label={t.closedUnits}>
      <div className="table-bar">
        <h2>
          {t.closedUnits}: <span className="total-count">{count(total)}</span>
        </h2>
        <Button className="button-link" onPress={reload}>
          {texts.live.reload}
        </Button>
      </div>
      {total === 0 ? (
        <p className="hint">{t.closedUnitsNone}</p>
      ) : (
        <>
          <p>{t.closedUnitsTodo}</p>
          {items.length < total && <p className="hint">{t.shown(count(items.length))}</p>}
          <UndecidedTable
            caption={t.closedUnits}
            items={items}
            printHead={printHead(meta, t.name, t.closedUnits, data.asOf.instant)}
          />
        </>
      )}
    </section>
  );
}

function Calendar({ calendar: { announcedUntil, endsSoon } }: { calendar: OperationsData['calendar'] }) {
  return (
    <section aria-label={t.calendar}>
      <h2>{t.calendar}</h2>
      <p>{announcedUntil === null ? <Below text={t.noCalendar} /> : t.announcedUntil(day(announcedUntil))}</p>
      {announcedUntil !== null && endsSoon && (
        <p>
          <Below text={t.endsSoon} />
          {t.endsSoonTodo(String(Number(announcedUntil.slice(0, 4)) + 1))}
        </p>
      )}
    </section>
  );
}

function Importing({ importing }: { importing: OperationsData['importing'] }) {
  return (
    <section aria-label={t.importing}>
      <h2>{t.importing}</h2>
      {importing.length === 0 ? (
        <p className="hint">{t.importingNone}</p>
      ) : (
        <>
          <ul>
            {importing.map(({ source, since, until }) => (
              <li key={source}>
                <strong>{source}</strong> {t.importingOne(dateTime(since), dateTime(until))}
              </li>
            ))}
          </ul>
          <p className="hint">{t.importingHint}</p>
        </>
      )}
    </section>
  );
}

function Machinery({ data }: { data: OperationsData }) {
  const { building } = data;
  const waiting = (n: number) => (n === 0 ? '0' : <Below text={count(n)} />);
  return (
    <section aria-label={t.figures}>
      <h2>{t.figures}</h2>
      <Facts
        lines={[
          [t.lastEvent, data.lastEventAt ? dateTime(data.lastEventAt) : texts.none],
          [t.head, count(Number(data.head))],
          [t.lagEvents, count(data.lagEvents)],
          [t.generation, String(data.generation)],
          [
            t.building,
            building &&
              t.buildingOf(
                building.generation,
                count(Number(building.position)),
                count(Number(building.target)),
                dateTime(building.startedAt),
              ),
          ],
          [t.deadLetters, waiting(data.deadLetters)],
          [t.parked, waiting(data.parked)],
        ]}
      />
    </section>
  );
}

function Refused({ refused }: { refused: OperationsData['refused'] }) {
  return (
    <section aria-label={t.refused}>
      <h2>{t.refused}</h2>
      {refused.length === 0 ? (
        <p className="hint">{t.refusedNone}</p>
      ) : (
        <div className="table-scroll" role="group" aria-label={t.refused} tabIndex={0}>
          <table>
            <caption className="visually-hidden">{t.refused}</caption>
            <thead>
              <tr>
                <th scope="col">{t.fault}</th>
                <th scope="col" className="number">
                  {t.messages}
                </th>
              </tr>
            </thead>
            <tbody>
              {refused.map(({ fault, label, messages }) => (
                <tr key={fault}>
                  <th scope="row">{label}</th>
                  <td className="number">{count(messages)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
