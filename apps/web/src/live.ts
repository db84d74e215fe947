import { useCallback, useEffect, useState } from 'react';
import { ApiError, getJson, type AsOf, type Problem } from './api.js';
import { type Change, withChanges } from './changes.js';
import { openStream, type StreamEvent } from './event-stream.js';
import { Stand } from './stand.js';

/** Silence after which the stream counts as cut: the server's heartbeat comes each 10 s. */
const SILENCE_MS = 25_000;
const RETRY_FIRST_MS = 1_000;
const RETRY_MOST_MS = 15_000;

export type Link =
  | { state: 'connecting' }
  | { state: 'live'; instant: string; lagSeconds: number; slow: boolean }
  /** nothing has come since `since` (the server's clock): what is shown is as old as that */
  | { state: 'cut'; since: string | null };

export interface Watched<T> {
  data: T | null;
  /** the question that `data` answers: changes with the query, not with the figures */
  dataKey: string;
  /** the data shown answer an earlier question of this view; the new answer is on its way */
  pending: boolean;
  problem: Problem | null;
  link: Link;
  retry: () => void;
}

const problemOf = (error: unknown): Problem =>
  error instanceof ApiError ? error.problem : { status: 0, title: String(error) };

interface Answer<T> {
  path: string;
  data: T | null;
  problem: Problem | null;
}

/** Reads one answer, and again on `reload` or when `stamp` changes; not live. The old answer stays until the new one has come. */
export function useAnswer<T>(path: string | null, stamp = ''): Answer<T> & { reload: () => void } {
  const [answer, setAnswer] = useState<Answer<T>>({ path: '', data: null, problem: null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (path === null) return;
    const abort = new AbortController();
    getJson<T>(path, abort.signal).then(
      (data) => setAnswer({ path, data, problem: null }),
      (error: unknown) => {
        if (!abort.signal.aborted) setAnswer({ path, data: null, problem: problemOf(error) });
      },
    );
    return () => abort.abort();
  }, [path, turn, stamp]);
  return {
    ...(answer.path === path ? answer : { path: path ?? '', data: null, problem: null }),
    reload: useCallback(() => setTurn((n) => n + 1), []),
  };
}

/** One object, so that an unchanged link is the same link. */
const CONNECTING: Link = { state: 'connecting' };
const EMPTY = { key: '', data: null, dataKey: '', problem: null, link: CONNECTING };

/**
 * Watches a view: its figures at once by GET (which also tells what is wrong with a query), then each change by the
 * live stream. A stream that breaks is opened again with growing pauses and resumes after the last event that it brought
 * (Last-Event-ID); until it speaks, the link is `cut`. After a restore of the log everything is read again.
 * @param query of the stream
 * @param ownQuery of the GET, where its path says some of it already
 */
export function useLive<T extends { asOf: AsOf }>(
  view: string,
  path: string | null,
  query: string,
  ownQuery = query,
): Watched<T> {
  const key = path === null ? '' : [path, ownQuery].filter(Boolean).join('?');
  const [watched, setWatched] = useState<{
    key: string;
    data: T | null;
    dataKey: string;
    problem: Problem | null;
    link: Link;
  }>(EMPTY);
  const [turn, setTurn] = useState(0);

  useEffect(() => {
    if (key === '') return;
    const abort = new AbortController();
    let close: (() => void) | null = null;
    let timer = 0;
    let pause = RETRY_FIRST_MS;
    let last: string | null = null;
    let lastEventId = '';
    const stand = new Stand();
    let ended = false;

    const update = (change: { data?: T; problem?: Problem | null; link?: Link }) =>
      setWatched((old) => ({
        key,
        data: old.data,
        dataKey: change.data ? key : old.dataKey,
        problem: old.key === key ? old.problem : null,
        link: old.key === key ? old.link : CONNECTING,
        ...change,
      }));

    const readAgain = () => setTurn((n) => n + 1);
    const show = (data: T) => {
      const news = stand.take(data.asOf);
      if (news === 'newer') update({ data, problem: null });
      if (news === 'other-life') readAgain();
      return news !== 'other-life';
    };

    const alive = (instant: string, lagSeconds: number, live: boolean) => {
      // The first frame of a stream may have been made before the GET was answered.
      if (last === null || instant > last) last = instant;
      pause = RETRY_FIRST_MS;
      window.clearTimeout(timer);
      timer = window.setTimeout(broken, SILENCE_MS);
      update({ link: { state: 'live', instant: last, lagSeconds, slow: !live } });
    };

    const open = () => {
      let brought: T | null = null; // by this stream: what its changes are upon
      const bring = (data: T) => {
        brought = data;
        if (show(data)) alive(data.asOf.instant, data.asOf.lagSeconds, data.asOf.live);
      };
      const onEvent = ({ event, data, id }: StreamEvent) => {
        lastEventId = id;
        if (event === 'figures') bring(JSON.parse(data) as T);
        if (event === 'changes') {
          const { asOf, changes } = JSON.parse(data) as { asOf: AsOf; changes: Change[] };
          if (brought === null) broken();
          else bring({ ...withChanges(brought, changes), asOf });
        }
        if (event === 'heartbeat') {
          const beat = JSON.parse(data) as { epoch?: string; instant: string; lagSeconds: number; live?: boolean };
          if (stand.isOtherLife(beat.epoch)) readAgain();
          else alive(beat.instant, beat.lagSeconds, beat.live ?? true);
        }
      };
      // what is wrong with the question now is told by its GET
      const onEnd = (status: number) => (status === 400 || status === 404 ? readAgain() : broken());
      close = openStream(`/api/live?view=${view}&changes=true${query && `&${query}`}`, lastEventId, { onEvent, onEnd });
    };

    const broken = () => {
      close?.();
      close = null;
      window.clearTimeout(timer);
      if (ended) return;
      update({ link: { state: 'cut', since: last } });
      timer = window.setTimeout(open, pause);
      pause = Math.min(pause * 2, RETRY_MOST_MS);
    };

    // A hidden page needs no stream: browsers allow few connections per host, and offices keep many tabs open.
    const onVisibility = () => {
      if (document.visibilityState === 'hidden') {
        close?.();
        close = null;
        window.clearTimeout(timer);
      } else if (close === null && !ended) {
        update({ link: CONNECTING });
        window.clearTimeout(timer);
        open();
      }
    };

    getJson<T>(key, abort.signal).then(
      (data) => {
        show(data);
        last ??= data.asOf.instant;
        if (close === null && document.visibilityState !== 'hidden') open();
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setWatched({ ...EMPTY, key, problem: problemOf(error) });
      },
    );
    document.addEventListener('visibilitychange', onVisibility);
    const onOnline = () => {
      if (close === null) onVisibility();
    };
    window.addEventListener('online', onOnline);
    return () => {
      ended = true;
      abort.abort();
      close?.();
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('online', onOnline);
    };
  }, [key, view, query, turn]);

  const fresh = watched.key === key;
  return {
    data: watched.data,
    dataKey: watched.dataKey,
    pending: watched.dataKey !== key,
    problem: fresh ? watched.problem : null,
    link: fresh ? watched.link : CONNECTING,
    retry: useCallback(() => setTurn((n) => n + 1), []),
  };
}
