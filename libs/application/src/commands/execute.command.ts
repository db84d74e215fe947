import { Command } from '@nestjs/cqrs';
import type { CommandOf, DossierCommandType, Reason, Refusal } from '#domain';
import type { Door } from '#event-store';

/** Who the applicant is, in the clear: sealed before anything is stored, never part of an event. */
export interface ApplicantInput {
  /** identity or business number; tells that two dossiers have the same applicant */
  identity?: string;
  name?: string;
  phone?: string;
  email?: string;
  address?: string;
}

type Clear<C> = Omit<C, 'reasonRef' | 'applicant' | 'applicantRef'> &
  (C extends { reasonRef: string }
    ? { reason: string }
    : C extends { reasonRef?: string }
      ? { reason?: string }
      : unknown) &
  (C extends { applicant: string }
    ? { applicant: ApplicantInput }
    : C extends { applicant?: string }
      ? { applicant?: ApplicantInput }
      : unknown);

/** A command as a counter sends it: free texts and particulars in the clear instead of references to sealed ones. */
export type CommandInput = { [T in DossierCommandType]: Clear<CommandOf<T>> }[DossierCommandType];

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

export type Outcome =
  | {
      kind: 'done';
      repeated: boolean;
      code: string;
      version: number;
      events: DoneEvent[];
      dueAt: string | null;
      phase: string;
    }
  | { kind: 'refused'; repeated: boolean; refusals: Refusal[] }
  | { kind: 'key-reused' };

/** One command for one dossier, through the one door that all facts take. Handled by `ExecuteDossierHandler`. */
export class ExecuteDossierCommand extends Command<Outcome> {
  constructor(
    readonly code: string,
    readonly command: CommandInput,
    readonly by: CommandOrigin,
  ) {
    super();
  }
}
export type { Reason };
