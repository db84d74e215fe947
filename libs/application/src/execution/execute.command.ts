import { Command } from '@nestjs/cqrs';
import type { Instant, Refusal, Standing } from '#domain';
import type { Door, StoredEvent } from '#event-store';

export interface CommandOrigin {
  caller: string;
  door: Door;
  /** the caller's id of this command: the same id again gives the first answer */
  commandId: string;
  bodyHash: string;
  /** whether the answer is kept for ever; default: yes at the HTTP and Kafka doors */
  keepAnswer?: boolean;
  /** up to where the clock is asked; default: now */
  askedUpTo?: string;
}

export interface DoneEvent {
  type: string;
  version: number;
  position: string;
  occurredAt: string;
  recordedAt: string;
}

/** What an answer tells of an event. */
export const doneEvent = ({ type, version, position, occurredAt, recordedAt }: StoredEvent): DoneEvent => ({
  type,
  version,
  position: position.toString(),
  occurredAt,
  recordedAt,
});

export type Outcome =
  | ({
      kind: 'done';
      repeated: boolean;
      /** of a dossier its code, of anything else its key */
      code: string;
      version: number;
      events: DoneEvent[];
    } & Standing)
  | { kind: 'refused'; repeated: boolean; refusals: Refusal[] }
  | { kind: 'key-reused' };

/** One command for one thing of a kind, through the one door that all facts take. Handled by `ExecuteHandler`. */
export class ExecuteCommand extends Command<Outcome> {
  constructor(
    readonly kind: string,
    readonly id: string,
    readonly command: { type: string; at: Instant },
    readonly by: CommandOrigin,
  ) {
    super();
  }
}
