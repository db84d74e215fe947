import type { paths, Problem as Problems, UnitInfo, UnitRow, WorklistItem } from './api/supervisor.js';

/**
 * The read side of apps/supervisor as the page sees it: the types come from its description. Instants are UTC
 * (`2024-12-05T10:00:00.000Z`), days are local days of Asia/Ho_Chi_Minh (`2024-12-05`). A percentage never travels: only
 * its two integers do.
 */
export type * from './api/supervisor.js';
export type { Fraction, Verdict } from '#metrics/rate';

type Asked<Path extends keyof paths> = NonNullable<
  paths[Path] extends { get: { parameters: { query?: infer Query } } } ? Query : never
>;
export type Population = UnitInfo['population'];
export type Scope = NonNullable<Asked<'/api/overview'>['scope']>;
export type WorklistKind = NonNullable<Asked<'/api/worklist'>['kind']>;
export type Apology = WorklistItem['apology'];
/** What a reader needs to tell on which side of its target a rate lies, by metric. */
export type Aims = NonNullable<UnitRow['targets']>;

/** Problem details (RFC 9457) as the API answers them, in Vietnamese; status 0: the server cannot be reached. */
export type Problem = Pick<Problems, 'status' | 'title' | 'detail' | 'errors'>;

export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

/**
 * Reads one answer.
 * @throws ApiError with the problem details of the server, or status 0 when the server cannot be reached.
 */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { headers: { accept: 'application/json' }, ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError({ status: 0, title: '' });
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
    throw new ApiError({ title: '', ...problem, status: response.status });
  }
  return (await response.json()) as T;
}
