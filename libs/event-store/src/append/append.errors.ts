/**
 * The item itself cannot be stored (a null character, a text too long, an unknown subject …), and never can; its neighbours are not
 * touched. The message holds no value of the item.
 */
export class ItemRefusedError extends Error {
  override name = 'ItemRefusedError';
  constructor(
    message: string,
    /** SQLSTATE, where PostgreSQL refused it. */
    readonly code?: string,
    /** Name of the constraint that was hurt. */
    readonly constraint?: string,
  ) {
    super(message);
  }
}

/**
 * The log cannot be reached or has no room, or too many items wait. Try again later (503 with Retry-After).
 * `unknown` = the item may have been stored all the same: the same key again gives its answer.
 */
export class LogUnavailableError extends Error {
  override name = 'LogUnavailableError';
  constructor(
    message: string,
    readonly unknown: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
