import { Button } from 'react-aria-components';
import type { Problem } from '../api.js';
import { texts } from '../texts.vi.js';

/** What went wrong, in the words of the server, each fault by the word that it has in the address, and a way to try again. */
export function ProblemNotice({ problem, retry }: { problem: Problem; retry: () => void }) {
  const errors = problem.errors ?? [];
  return (
    <div role="alert" className="problem">
      <h2>{problem.title || texts.problem.title}</h2>
      {errors.length > 0 ? (
        <ul>
          {errors.map(({ parameter, detail }, index) => (
            <li key={index}>
              {parameter && <code>{parameter}: </code>}
              {detail}
            </li>
          ))}
        </ul>
      ) : (
        <p>
          {problem.detail ?? (problem.status === 0 ? texts.problem.unreachable : texts.problem.status(problem.status))}
        </p>
      )}
      <Button className="primary" onPress={retry}>
        {texts.retry}
      </Button>
    </div>
  );
}

export function Loading() {
  return (
    <p className="loading" role="status">
      {texts.loading}
    </p>
  );
}
