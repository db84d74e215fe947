import { ExecuteDossierCommand, type Execute, type Outcome, type System } from '#application';
import { chunks, demonstration, DEMONSTRATION_TODAY, type Occurrence } from '#demonstration';
import { OperatorError } from '#platform';

/** Commands decided between two readings of the demonstration's clock: about half a day of the city. */
const CHUNK = 250;

/**
 * Fills an empty system with the demonstration year, command by command through the same door as every counter, at the
 * demonstration's own time. Interrupted, it goes on where it was: a command that is in already is answered, not repeated.
 */
export async function fill(
  system: System,
  execute: Execute,
  progress: (done: number, total: number) => void,
): Promise<void> {
  const { demonstration: clock, application } = system;
  const reference = await application.reference.data();
  const items = demonstration({ reference, calendar: reference.calendar });
  const due = new Map<string, string>();
  let done = 0;
  for (const { until, count, lanes } of chunks(items, CHUNK)) {
    clock.stopAt(until);
    await Promise.all(lanes.map((lane) => runLane(lane, execute, due)));
    await askClock(until, execute, due);
    done += count;
    progress(done, items.length);
  }
  await clock.end(DEMONSTRATION_TODAY);
}

async function runLane(lane: Occurrence[], execute: Execute, due: Map<string, string>): Promise<void> {
  for (const { id, code, command } of lane) {
    const outcome = await execute(
      new ExecuteDossierCommand(code, command, {
        caller: 'demonstration',
        door: 'demo',
        commandId: id,
        bodyHash: id,
        keepAnswer: false,
      }),
    );
    if (outcome.kind !== 'done') {
      const why = outcome.kind === 'refused' ? outcome.refusals.map(({ reason }) => reason).join(', ') : outcome.kind;
      throw new OperatorError(
        `The demonstration cannot be filled in: ${command.type} of ${code} was refused (${why}).`,
      );
    }
    remember(due, code, outcome);
  }
}

/** The clock's question to every dossier whose due instant has passed, as the clerk asks it on a running system. */
async function askClock(now: string, execute: Execute, due: Map<string, string>): Promise<void> {
  const passed = [...due].filter(([, at]) => at < now).map(([code]) => code);
  await Promise.all(
    passed.map(async (code) => {
      due.delete(code);
      await execute(
        new ExecuteDossierCommand(
          code,
          { type: 'ask-clock', at: now },
          { caller: 'clock', door: 'clock', commandId: `${code} ${now}`, bodyHash: '', keepAnswer: false },
        ),
      );
    }),
  );
}

function remember(due: Map<string, string>, code: string, outcome: Extract<Outcome, { kind: 'done' }>): void {
  if (outcome.phase === 'open' && outcome.dueAt) due.set(code, outcome.dueAt);
  else due.delete(code);
}
