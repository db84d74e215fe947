import type { CommandInput } from '#application';
import type { Instant } from '#domain';

/** One command of the demonstration, as a counter would send it. */
export interface Occurrence {
  /** when it is recorded (UTC): the present of its decision. `command.at`, when it happened, is the same or earlier */
  at: Instant;
  /** the dossier's code */
  code: string;
  command: CommandInput;
  /** the same in every run: usable as the idempotency key, so that a seeding that was broken off can be repeated */
  id: string;
}
