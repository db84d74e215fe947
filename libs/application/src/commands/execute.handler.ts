import { setTimeout as wait } from 'node:timers/promises';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  type Clock,
  decide,
  type DossierCommand,
  type DossierState,
  type Draft,
  evolveAll,
  hasCodeShape,
  timeline,
} from '#domain';
import type { EventStore, IdempotencyKey, Json, StoredEvent, Vault, Verdict } from '#event-store';
import type { ReferenceStore } from '../reference/reference.store.js';
import { InEvents } from '../sealing/in-events.js';
import { Texts } from '../sealing/texts.js';
import type { DossierLog } from './dossier-log.js';
import {
  type ApplicantInput,
  type CommandInput,
  type CommandOrigin,
  ExecuteDossierCommand,
  type Outcome,
} from './execute.command.js';

/** How often a command is decided again when another one was faster. */
const ATTEMPTS = 8;

/** The dossier kept changing under a command; the caller may send it again. */
export class TooBusyError extends Error {}

/**
 * The decision itself failed on this command: a fault of the program, and the same command on the same dossier fails again. Nothing is stored,
 * and nobody else's command is touched.
 */
export class UndecidableError extends Error {
  override name = 'UndecidableError';
}

/** Deciding is pure: what it throws does not pass by waiting. @throws UndecidableError */
function decided<T>(code: string, decision: () => T): T {
  try {
    return decision();
  } catch (cause) {
    throw new UndecidableError(`No decision can be made on the dossier ${code}.`, { cause });
  }
}

type Answer = { kind: 'done'; dueAt: string | null; phase: string } | { kind: 'refused'; refusals: Json };

@CommandHandler(ExecuteDossierCommand)
export class ExecuteDossierHandler implements ICommandHandler<ExecuteDossierCommand> {
  constructor(
    private readonly log: DossierLog,
    private readonly reference: ReferenceStore,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /**
   * Decides and appends in one go; a conflict re-reads and decides again. A refusal is an answer too and is kept: it is never given on
   * reference data that have changed.
   * @throws LogUnavailableError when the log cannot be written now; TooBusyError; UndecidableError
   */
  async execute({ code, command, by }: ExecuteDossierCommand): Promise<Outcome> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const outcome = await this.attempt(code, command, by);
      if (outcome) return outcome;
      await wait(Math.random() * 5 * attempt);
    }
    throw new TooBusyError(`The dossier ${code} is being changed by others.`);
  }

  private async attempt(code: string, input: CommandInput, by: CommandOrigin): Promise<Outcome | null> {
    const state = await this.log.load(code);
    const reference = await this.reference.data();
    const now = this.clock.now();
    const texts = new Texts((text) => this.vault.textRef(code, text));
    const said = this.referred(code, input, texts, new InEvents(state, reference, texts));
    const command = await this.linkedTo(code, said);
    const askedUpTo = by.askedUpTo ?? now;
    const { decision, answer } = decided(code, () => {
      const made = decide(state, command, { now, askedUpTo, reference, calendar: reference.calendar });
      return { decision: made, answer: standing(state, made.ok ? made.events : [], now) };
    });
    const idempotency = {
      caller: by.caller,
      commandId: by.commandId,
      bodyHash: by.bodyHash,
      keep: by.keepAnswer ?? true,
    };
    const meta = { commandId: idInEvent(by.commandId, this.vault), caller: by.caller, door: by.door };
    if (!decision.ok) {
      if (!(await this.reference.isCurrent(reference))) return null;
      const refused: Answer = { kind: 'refused', refusals: decision.refusals as unknown as Json };
      const verdict = await this.log.append(state, [], meta, { idempotency, answer: refused, now });
      return outcomeOf(code, verdict, refused, answer);
    }
    const { events } = decision;
    // nothing happened and nobody will ask for the answer again: the clock's question to a dossier that is in time
    if (events.length === 0 && !idempotency.keep)
      return (await this.log.isCurrent(state)) ? told(code, answer, [], false) : null;
    const verdict = await texts.store(events, subjectOf(code, state, command), this.vault, (drafts, sealed) =>
      this.log.append(state, drafts, meta, { idempotency, answer, sealed, now }),
    );
    return outcomeOf(code, verdict, answer, answer);
  }

  /** A receipt that does not say of what it is a stage, when another dossier has said it. */
  private async linkedTo(code: string, command: DossierCommand): Promise<DossierCommand> {
    if (command.type !== 'receive' || command.parent !== undefined) return command;
    const parent = await this.log.parentOf(code);
    return parent === null ? command : { ...command, parent };
  }

  /** The command with references in place of free texts and particulars. */
  private referred(code: string, input: CommandInput, texts: Texts, inEvents: InEvents): DossierCommand {
    const { reason, applicant, ...rest } = input as CommandInput & { reason?: string; applicant?: ApplicantInput };
    return {
      ...inEvents.command(rest),
      ...(reason === undefined ? {} : { reasonRef: texts.add('reason', reason) }),
      ...(applicant === undefined
        ? {}
        : {
            applicant: this.vault.subjectId(applicant.identity ?? `dossier ${code}`),
            applicantRef: texts.add('applicant', JSON.stringify(applicant)),
          }),
    } as DossierCommand;
  }
}

/** A sender's id of a command stands in its events only if it can be a code. */
const idInEvent = (id: string, vault: Vault): string => (hasCodeShape(id) ? id : vault.fingerprint(id));

const subjectOf = (code: string, state: DossierState, command: DossierCommand): string =>
  ('applicant' in command && command.applicant) || timeline(state).applicant || `dossier ${code}`;

/** Where the dossier stands once the drafts are recorded. */
function standing(state: DossierState, drafts: Draft[], now: string): Answer {
  const events = drafts.map((draft, index) => ({ ...draft, version: state.version + 1 + index, recordedAt: now }));
  const t = timeline(evolveAll(state, events));
  return { kind: 'done', dueAt: t.due?.at ?? null, phase: t.phase };
}

/** Null: another command was faster, decide again. `now`: how the dossier stands, for a repetition whose answer was not kept. */
function outcomeOf(code: string, verdict: Verdict, mine: Answer, now: Answer): Outcome | null {
  switch (verdict.kind) {
    case 'conflict':
      return null;
    case 'key-reused':
      return { kind: 'key-reused' };
    case 'appended':
      return told(code, mine, verdict.events, false);
    case 'repeated':
      return told(code, (verdict.answer as Answer | null) ?? now, verdict.events, true);
  }
}

/** The first outcome of a command that was kept; null: it never came, or with another body. */
export async function firstOutcome(
  store: Pick<EventStore, 'lookup'>,
  code: string,
  key: IdempotencyKey,
): Promise<Outcome | null> {
  const first = await store.lookup(key);
  if (first?.kind !== 'repeated' || first.answer === null) return null;
  return told(code, first.answer as Answer, first.events, true);
}

function told(code: string, answer: Answer, events: StoredEvent[], repeated: boolean): Outcome {
  if (answer.kind === 'refused') return { kind: 'refused', repeated, refusals: answer.refusals as never };
  return {
    kind: 'done',
    repeated,
    code,
    version: events.at(-1)?.version ?? 0,
    events: events.map(({ type, version, position, occurredAt, recordedAt }) => ({
      type,
      version,
      position: position.toString(),
      occurredAt,
      recordedAt,
    })),
    dueAt: answer.dueAt,
    phase: answer.phase,
  };
}
