import { refuse } from '#platform';

/** Runs a paged query; a place to go on from that no page has given is the client's fault, not the system's. @throws ProblemException 400 */
export async function refusingStrangeCursor<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw refuse('invalid-parameter', {
      errors: [{ parameter: 'after', code: 'unknown-cursor', detail: 'Không phải là chỗ nối tiếp của danh sách này.' }],
    });
  }
}
