/** Bytes of a thousand items, or of a feed's batch of some thousand dossiers. */
export const BODY_LIMIT = 8 * 1_048_576;

/** Bytes of one command: the longest that is valid, every character escaped, has less. */
export const COMMAND_LIMIT = 256 * 1024;

/** Messages of one batch of the national format. */
export const MOST_MESSAGES = 5_000;
