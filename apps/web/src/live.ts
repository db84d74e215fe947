import { useCallback, useEffect, useState } from 'react';
import { ApiError, getJson, type AsOf, type Problem } from './api.js';
import { type Change, withChanges } from './changes.js';

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
 * live stream. A stream that breaks is opened again with growing pauses; until it speaks, the link is `cut`.
 */
export function useLive<T extends { asOf: AsOf }>(view: string, path: string | null, query: string): Watched<T> {
  const key = path === null ? '' : `${path}?${query}`;
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
    let source: EventSource | null = null;
    let timer = 0;
    let pause = RETRY_FIRST_MS;
    let last: string | null = null;
    let position = -1n;
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

    const show = (data: T) => {
      const at = BigInt(data.asOf.position);
      if (at < position) return;
      position = at;
      update({ data, problem: null });
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
      source = new EventSource(`/api/live?view=${view}&changes=true${query && `&${query}`}`);
      let brought: T | null = null; // by this stream: what its changes are upon
      const bring = (data: T) => {
        brought = data;
        show(data);
        alive(data.asOf.instant, data.asOf.lagSeconds, data.asOf.live);
      };
      source.addEventListener('figures', (event) => bring(JSON.parse(event.data as string) as T));
      source.addEventListener('changes', (event) => {
        const { asOf, changes } = JSON.parse(event.data as string) as { asOf: AsOf; changes: Change[] };
        if (brought === null) broken();
        else bring({ ...withChanges(brought, changes), asOf });
      });
      source.addEventListener('heartbeat', (event) => {
        const beat = JSON.parse(event.data as string) as { instant: string; lagSeconds: number; live?: boolean };
        alive(beat.instant, beat.lagSeconds, beat.live ?? true);
      });
      source.addEventListener('error', broken);
    };

    // The browser would retry by itself after some failures and give up after others: one way for all is plainer.
    const broken = () => {
      source?.close();
      source = null;
      window.clearTimeout(timer);
      if (ended) return;
      update({ link: { state: 'cut', since: last } });
      timer = window.setTimeout(open, pause);
      pause = Math.min(pause * 2, RETRY_MOST_MS);
    };

    // A hidden page needs no stream: browsers allow few connections per host, and offices keep many tabs open.
    const onVisibility = () => {
      if (document.visibilityState === 'hidden') {
        source?.close();
        source = null;
        window.clearTimeout(timer);
      } else if (source === null && !ended) {
        update({ link: CONNECTING });
        window.clearTimeout(timer);
        open();
      }
    };

    getJson<T>(key, abort.signal).then(
      (data) => {
        show(data);
        last ??= data.asOf.instant;
        if (source === null && document.visibilityState !== 'hidden') open();
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setWatched({ ...EMPTY, key, problem: problemOf(error) });
      },
    );
    document.addEventListener('visibilitychange', onVisibility);
    const onOnline = () => {
      if (source === null) onVisibility();
    };
    window.addEventListener('online', onOnline);
    return () => {
      ended = true;
      abort.abort();
      source?.close();
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
