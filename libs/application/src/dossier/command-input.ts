import { type CommandOf, DOSSIER, type DossierCommandType } from '#domain';
import { type CommandOrigin, ExecuteCommand } from '../execution/execute.command.js';

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

/** A command for a dossier, as whatever door gives it on. */
export const dossierCommand = (code: string, command: CommandInput, by: CommandOrigin): ExecuteCommand =>
  new ExecuteCommand(DOSSIER, code, command, by);
