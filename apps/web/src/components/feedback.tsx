import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import type { Problem } from '../api.js';
import { texts } from '../texts.vi.js';

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 15_000;
/** Without these a view shows nothing: to leave them out mends no address. */
const NEEDED = ['figure', 'code', 'q'];

/**
 * What went wrong, in the words of the server, each fault by the word that it has in the address and with a way to leave it out; and a way to try
 * again. A server that is away is asked again by itself.
 */
export function ProblemNotice({ problem, retry }: { problem: Problem; retry: () => void }) {
  const errors = problem.errors ?? [];
  const isAway = problem.status === 0 || problem.status >= 502;
  useTryAgain(isAway ? problem : null, retry);
  return (
    <div role="alert" className="problem">
      <h2>{problem.title || texts.problem.title}</h2>
      {errors.length > 0 ? (
        <ul>
          {errors.map(({ parameter, detail }, index) => (
            <li key={index}>
              {parameter && <code>{parameter}: </code>}
              {detail}
              {parameter && !NEEDED.includes(parameter) && (
                <>
                  {' '}
                  <a href={addressWithout(parameter)}>{texts.problem.leaveOut}</a>
                </>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p>
          {problem.detail ?? (problem.status === 0 ? texts.problem.unreachable : texts.problem.status(problem.status))}
        </p>
      )}
      {isAway && <p className="hint">{texts.problem.tryingAgain}</p>}
      <Button className="primary" onPress={retry}>
        {texts.retry}
      </Button>
    </div>
  );
}

function addressWithout(parameter: string): string {
  const { pathname, search } = window.location;
  const query = new URLSearchParams(search);
  query.delete(parameter);
  return query.size > 0 ? `${pathname}?${query}` : pathname;
}

/** Tries again with growing pauses for as long as there is a problem. */
function useTryAgain(problem: Problem | null, retry: () => void): void {
  const pause = useRef(FIRST_PAUSE_MS);
  useEffect(() => {
    if (problem === null) return;
    const timer = window.setTimeout(retry, pause.current);
    pause.current = Math.min(pause.current * 2, LONGEST_PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [problem, retry]);
}

export function Loading() {
  return (
    <p className="loading" role="status">
      {texts.loading}
    </p>
  );
}
