import { DOSSIER_KIND, type DossierCommand, type DossierState, timeline } from '#domain';
import type { Vault } from '#event-store';
import type { Attempt } from '../execution/execution.js';
import type { KindDoor } from '../execution/kind-door.js';
import { InEvents } from '../sealing/in-events.js';
import type { ApplicantInput, CommandInput } from './command-input.js';
import type { DossierLog } from './dossier-log.js';

/** How the commands of dossiers come in. */
export function dossierDoor(log: DossierLog, vault: Vault): KindDoor<DossierState, DossierCommand, CommandInput> {
  /** A receipt that does not say of what it is a stage, when another dossier has said it. */
  const linkedTo = async (code: string, command: DossierCommand): Promise<DossierCommand> => {
    if (command.type !== 'receive' || command.parent !== undefined) return command;
    const parent = await log.parentOf(code);
    return parent === null ? command : { ...command, parent };
  };
  const referred = (code: string, input: CommandInput, { state, reference, texts }: Attempt<DossierState>) => {
    const { reason, applicant, ...rest } = input as CommandInput & { reason?: string; applicant?: ApplicantInput };
    return {
      ...new InEvents(state, reference, texts).command(rest),
      ...(reason === undefined ? {} : { reasonRef: texts.add('reason', reason) }),
      ...(applicant === undefined
        ? {}
        : {
            applicant: vault.subjectId(applicant.identity ?? `dossier ${code}`),
            applicantRef: texts.add('applicant', JSON.stringify(applicant)),
          }),
    } as DossierCommand;
  };
  return {
    kind: DOSSIER_KIND,
    log,
    referred: (code, input, attempt) => linkedTo(code, referred(code, input, attempt)),
    subjectOf: (code, state, command) =>
      ('applicant' in command && command.applicant) || timeline(state).applicant || `dossier ${code}`,
  };
}
