import { createContext, useContext, useEffect } from 'react';
import type { AsOf, Meta } from '../api.js';
import { day, lag, localDay, time } from '../format.js';
import type { Link } from '../live.js';
import { texts } from '../texts.vi.js';

const t = texts.live;

/** What the head says of the figures below it. `link` null: a page that is read once, not watched. */
export interface Status {
  asOf: AsOf | null;
  link: Link | null;
}
export const NO_STATUS: Status = { asOf: null, link: null };
const StatusContext = createContext<(status: Status) => void>(() => undefined);
export const StatusProvider = StatusContext.Provider;

/** A view tells the head of the page how fresh its figures are. */
export function useStatus(asOf: AsOf | null, link: Link | null): void {
  const report = useContext(StatusContext);
  useEffect(() => report({ asOf, link }), [report, asOf, link]);
  useEffect(() => () => report(NO_STATUS), [report]);
}

const TitleContext = createContext<(title: string | null) => void>(() => undefined);
export const TitleProvider = TitleContext.Provider;

/** A view tells the heading of the page what it shows, where the address alone does not say it. */
export function useTitle(title: string | null): void {
  const report = useContext(TitleContext);
  useEffect(() => report(title), [report, title]);
  useEffect(() => () => report(null), [report]);
}

function word({ asOf, link }: Status): { state: string; text: string } {
  if (link === null) return asOf ? { state: 'still', text: t.still } : { state: 'none', text: '' };
  if (link.state === 'cut') return { state: 'cut', text: t.cut };
  if (link.state === 'connecting') return { state: 'connecting', text: t.connecting };
  return link.slow ? { state: 'slow', text: t.slow } : { state: 'live', text: t.live };
}

/** The line at the head: whether figures are live, the instant they stand at, and how far they lag. */
export function StatusLine({ status, meta }: { status: Status; meta: Meta | null }) {
  const { state, text } = word(status);
  const live = status.link?.state === 'live' ? status.link : null;
  const instant = live?.instant ?? (status.link?.state === 'cut' ? status.link.since : null) ?? status.asOf?.instant;
  const seconds = live?.lagSeconds ?? status.asOf?.lagSeconds;
  return (
    <div className="status" data-state={state}>
      {meta?.demonstration && (
        <span className="demonstration">{t.demonstration(day(instant ? localDay(instant) : meta.today))}</span>
      )}
      <span role="status" className="status-word">
        {text && (
          <>
            <span aria-hidden="true" className="dot" />
            {text}
          </>
        )}
      </span>
      {instant && (
        <span className="status-detail">
          {t.upTo(time(instant, true), day(localDay(instant)))}
          {seconds !== undefined && live && ` · ${t.lag(lag(seconds))}`}
        </span>
      )}
    </div>
  );
}

/** Says across the page that nothing new comes, and since when. */
export function CutNotice({ link }: { link: Link | null }) {
  return (
    <div role="alert" className="cut-notice">
      {link?.state === 'cut' &&
        t.reconnecting(link.since ? `${time(link.since, true)} ngày ${day(localDay(link.since))}` : '–')}
    </div>
  );
}
