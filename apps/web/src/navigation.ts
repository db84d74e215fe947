import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { addressOf, parseChoices, viewOf, type Choices, type ViewName } from './address.js';

const CHANGED = 'address-changed';

function subscribe(notify: () => void): () => void {
  window.addEventListener('popstate', notify);
  window.addEventListener(CHANGED, notify);
  return () => {
    window.removeEventListener('popstate', notify);
    window.removeEventListener(CHANGED, notify);
  };
}

const current = (): string => window.location.pathname + window.location.search;

/** Goes to an address of the page. `replace` leaves no step in the history: for choices that refine the same view. */
export function navigate(address: string, replace = false): void {
  if (address === current()) return;
  const before = window.location.pathname;
  window.history[replace ? 'replaceState' : 'pushState'](null, '', address);
  window.dispatchEvent(new Event(CHANGED));
  if (window.location.pathname !== before) window.scrollTo(0, 0);
}

/**
 * Lets plain links move within the page without a load: one listener for all of them, so that a table of thousands of
 * links costs nothing more. Clicks with a modifier, downloads and other targets stay the browser's.
 */
export function followLinks(): void {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link?.href || link.target || link.hasAttribute('download')) return;
    const url = new URL(link.href);
    if (url.origin !== window.location.origin || viewOf(url.pathname) === null) return;
    if (url.hash) return;
    event.preventDefault();
    navigate(url.pathname + url.search);
  });
}

export interface Address {
  view: ViewName | null;
  choices: Choices;
  /** Changes choices of this view; pages of a list start over unless `after` itself is set. */
  choose: (changes: Partial<Choices>) => void;
}

/** The address as the page reads it; follows the history. */
export function useAddress(): Address {
  const address = useSyncExternalStore(subscribe, current);
  const [view, choices] = useMemo(() => {
    const [path = '/', search = ''] = address.split(/\?(.*)/s);
    return [viewOf(path), parseChoices(search)] as const;
  }, [address]);
  const choose = useCallback(
    (changes: Partial<Choices>) => {
      if (view) navigate(addressOf(view, { ...choices, after: '', ...changes }));
    },
    [view, choices],
  );
  return useMemo(() => ({ view, choices, choose }), [view, choices, choose]);
}
