import type { Instant } from '../calendar/time.js';
import type { Progress, Snapshot } from './message.js';

/**
 * The latest instant at which something has happened by a message, the present not passed; null: none. Promises are no
 * happenings, and what lies in the future has not happened.
 */
export function latestOf(message: Snapshot | Progress, now: Instant): Instant | null {
  const at = message.kind === 'progress' ? [message.at] : happened(message);
  return at.reduce<Instant | null>((latest, each) => (each > now || (latest && each < latest) ? latest : each), null);
}

function happened({
  status,
  submittedAt,
  receivedAt,
  endedAt,
  returnedAt,
  refusedAt,
  supplements,
}: Snapshot): Instant[] {
  return [
    receivedAt ?? submittedAt,
    status >= 7 ? endedAt : null,
    status === 10 ? returnedAt : null,
    status === 3 ? refusedAt : null,
    ...supplements.flatMap((item) => [item.requestedAt, item.suppliedAt]),
  ].filter((at) => at !== null);
}

/** How far an importing source has got: its clock is asked up to there, as it would have been asked in time. */
export class Reached {
  private at: Instant = '';

  /** Up to where the clock is asked for a message: as far as the source has got, this message counted. */
  with(message: Snapshot | Progress, now: Instant): Instant {
    const latest = latestOf(message, now) ?? '';
    return this.at > latest ? this.at : latest;
  }

  /** Takes a message that was accepted. */
  take(message: Snapshot | Progress, now: Instant): void {
    this.at = this.with(message, now);
  }
}
