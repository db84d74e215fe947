/**
 * A fault that the person who runs the program can mend: a taken port, a wrong password, a missing setting.
 * Its message is one clear sentence that says what is wrong and what to do; programs print it without a stack and end with status 1.
 */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

/** The text to print for `error`: the sentence of an OperatorError, otherwise the whole stack. */
export function errorText(error: unknown): string {
  if (error instanceof OperatorError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
