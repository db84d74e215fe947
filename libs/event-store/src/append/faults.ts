import { isConnectionLost, isTransientDatabaseError } from '#platform';
import { ItemRefusedError } from './append.errors.js';

interface DatabaseFault {
  code?: string;
  constraint?: string;
  message?: string;
}

/** The data are at fault (SQLSTATE classes 22, 23, 54): splitting the group finds whose. */
export const isDataFault = (error: unknown): boolean => /^(22|23|54)...$/.test((error as DatabaseFault).code ?? '');

/** Nobody knows whether the statement was committed. */
export const isUnknown = (error: unknown): boolean => isConnectionLost(error) || timedOut(error);

/** Another try may go through: the server is away, starting, full, or was too slow. */
export const isPassing = (error: unknown): boolean =>
  isUnknown(error) || isTransientDatabaseError(error) || (error as DatabaseFault).code === '57014';

const timedOut = (error: unknown): boolean => error instanceof Error && error.message === 'Query read timeout';

/** PostgreSQL's own message may quote the value; only its code and the constraint's name are told. */
export function refusal(error: unknown): ItemRefusedError {
  const { code, constraint } = error as DatabaseFault;
  return new ItemRefusedError(
    `the database refuses the item (${[code, constraint].filter(Boolean).join(', ')})`,
    code,
    constraint,
  );
}
