import { Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ExecuteCommand, firstOutcome, type Outcome, UndecidableError } from '#application';
import { DOSSIER } from '#domain';
import { type Door, EventStore } from '#event-store';
import type { Problem } from '#platform';
import type { Caller } from '../caller/caller.js';
import { bodyHash } from '../idempotency/idempotency-key.js';
import { keyReused, problemOfFailure, refusal } from '../problems/problems.js';
import { NORMALISED_TEXT } from '../texts.vi.js';
import type { DoneDto } from './answer.dto.js';

/** A command whose body its kind has accepted. */
export type AnyCommand = ExecuteCommand['command'];

export interface Accepted {
  kind: string;
  /** of a dossier its code, of anything else its key */
  code: string;
  command: AnyCommand;
  /** pointers of the texts that were not in NFC */
  changed: string[];
  /** refused for its body by a rule that is younger than some logs: it is only looked for among what was done before */
  refused?: Problem;
}

/** The answer to one command, whichever door it took. */
export type Answer = { repeated: boolean } & ({ done: DoneDto } | { problem: Problem });

/** Carries a command to the one handler and its outcome back. */
@Injectable()
export class Dispatcher {
  private readonly logger = new Logger(Dispatcher.name);

  constructor(
    private readonly bus: CommandBus,
    private readonly store: EventStore,
  ) {}

  /** Tells what the log throws as a problem, too. @throws what is a fault of our own */
  async execute(accepted: Accepted, caller: Caller, key: string, door: Door = 'http'): Promise<Answer> {
    try {
      return await this.decide(accepted, caller, key, door);
    } catch (error) {
      const problem = problemOfFailure(error);
      if (!problem) throw error;
      return { repeated: false, problem };
    }
  }

  /** @throws ItemRefusedError, LogUnavailableError, TooBusyError, UndecidableError (logged here); what is a fault of our own */
  async decide(accepted: Accepted, caller: Caller, key: string, door: Door): Promise<Answer> {
    const { kind, code, command, changed, refused } = accepted;
    const by = {
      caller: caller.id,
      door,
      commandId: key,
      bodyHash: bodyHash({ ...(kind === DOSSIER ? {} : { kind }), code, ...command }),
    };
    if (refused) {
      const first = await firstOutcome(this.store, code, by);
      return first ? answerTo(first, changed) : { repeated: false, problem: refused };
    }
    const outcome = await this.bus.execute(new ExecuteCommand(kind, code, command, by)).catch((error: unknown) => {
      if (error instanceof UndecidableError) this.logger.error(error);
      throw error;
    });
    return answerTo(outcome, changed);
  }
}

function answerTo(outcome: Outcome, changed: string[]): Answer {
  switch (outcome.kind) {
    case 'done': {
      const { kind: _, ...done } = outcome;
      return { repeated: outcome.repeated, done: { ...done, ...notesOn(changed) } };
    }
    case 'refused':
      return { repeated: outcome.repeated, problem: refusal(outcome.refusals) };
    case 'key-reused':
      return { repeated: false, problem: keyReused() };
  }
}

const notesOn = (changed: string[]): Pick<DoneDto, 'notes'> =>
  changed.length === 0
    ? {}
    : { notes: changed.map((pointer) => ({ pointer: `#${pointer}`, code: 'normalised', detail: NORMALISED_TEXT })) };
