import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { hasCodeShape, recordedAfter, type Standing } from '#domain';
import type { EventStore, IdempotencyKey, Json, StoredEvent, Vault } from '#event-store';
import { doneEvent, ExecuteCommand, type Outcome } from './execute.command.js';
import type { Attempt, Execution, Proposed, Settled } from './execution.js';
import type { State } from './fact-log.js';
import type { AnyDoor } from './kind-door.js';

/**
 * The decision itself failed on this command: a fault of the program, and the same command on the same facts fails again. Nothing is stored,
 * and nobody else's command is touched.
 */
export class UndecidableError extends Error {
  override name = 'UndecidableError';
}

/** Deciding is pure: what it throws does not pass by waiting. @throws UndecidableError */
function decided<T>(id: string, decision: () => T): T {
  try {
    return decision();
  } catch (cause) {
    throw new UndecidableError(`No decision can be made on ${id}.`, { cause });
  }
}

type Answer = ({ kind: 'done' } & Standing) | { kind: 'refused'; refusals: Json };

@CommandHandler(ExecuteCommand)
export class ExecuteHandler implements ICommandHandler<ExecuteCommand> {
  private readonly doors: ReadonlyMap<string, AnyDoor>;

  constructor(
    doors: readonly AnyDoor[],
    private readonly execution: Execution,
    private readonly vault: Vault,
  ) {
    this.doors = new Map(doors.map((door) => [door.kind.kind, door]));
  }

  /** Reads what the log knows of these, of each kind in one query: before a batch is carried out. */
  async preload(items: readonly { kind: string; id: string }[]): Promise<void> {
    const ids = new Map<string, Set<string>>();
    for (const { kind, id } of items) ids.set(kind, (ids.get(kind) ?? new Set()).add(id));
    await Promise.all([...ids].map(([kind, of]) => this.doors.get(kind)!.log.preload([...of])));
  }

  /**
   * Decides and appends in one go. A refusal is an answer too and is kept.
   * @throws LogUnavailableError when the log cannot be written now; TooBusyError; UndecidableError
   */
  execute(command: ExecuteCommand): Promise<Outcome> {
    const door = this.doors.get(command.kind)!;
    return this.execution.run(door.log, command.id, (attempt) => this.attempt(door, command, attempt));
  }

  private async attempt(
    { kind, referred, subjectOf }: AnyDoor,
    { id, command: input, by }: ExecuteCommand,
    attempt: Attempt<State>,
  ): Promise<Proposed<Outcome>> {
    const { state, reference, now } = attempt;
    const command = await referred(id, input, attempt);
    const context = { now, askedUpTo: by.askedUpTo ?? now, reference, calendar: reference.calendar };
    const { decision, standing } = decided(id, () => {
      const made = kind.decide(state, command, context);
      const events = recordedAfter(state.version, made.ok ? made.events : [], now);
      return { decision: made, standing: kind.standing(kind.evolve(state, events), id) };
    });
    const stands: Answer = { kind: 'done', ...standing };
    const answer: Answer = decision.ok ? stands : { kind: 'refused', refusals: decision.refusals as unknown as Json };
    const { caller, commandId, bodyHash, keepAnswer: keep = true, door } = by;
    return {
      drafts: decision.ok ? decision.events : [],
      subject: subjectOf(id, state, command),
      meta: { commandId: idInEvent(commandId, this.vault), caller, door },
      idempotency: { caller, commandId, bodyHash, keep },
      answer: answer as Json,
      restsOnReference: !decision.ok,
      told: (verdict) => outcomeOf(id, verdict, answer, stands),
    };
  }
}

/** A sender's id of a command stands in its events only if it can be a code. */
const idInEvent = (id: string, vault: Vault): string => (hasCodeShape(id) ? id : vault.fingerprint(id));

/** `stands`: how it stands now, for a repetition whose answer was not kept. */
function outcomeOf(id: string, verdict: Settled | null, mine: Answer, stands: Answer): Outcome {
  switch (verdict?.kind) {
    case 'key-reused':
      return { kind: 'key-reused' };
    case 'repeated':
      return told(id, (verdict.answer as Answer | null) ?? stands, verdict.events, true);
    default:
      return told(id, mine, verdict?.events ?? [], false);
  }
}

/** The first outcome of a command that was kept; null: it never came, or with another body. */
export async function firstOutcome(
  store: Pick<EventStore, 'lookup'>,
  id: string,
  key: IdempotencyKey,
): Promise<Outcome | null> {
  const first = await store.lookup(key);
  if (first?.kind !== 'repeated' || first.answer === null) return null;
  return told(id, first.answer as Answer, first.events, true);
}

function told(id: string, answer: Answer, events: StoredEvent[], repeated: boolean): Outcome {
  if (answer.kind === 'refused') return { kind: 'refused', repeated, refusals: answer.refusals as never };
  return {
    kind: 'done',
    repeated,
    code: id,
    version: events.at(-1)?.version ?? 0,
    events: events.map(doneEvent),
    dueAt: answer.dueAt,
    phase: answer.phase,
  };
}
