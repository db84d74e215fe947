import { dossierCommand, type Execute, type System } from '#application';
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
  let done = 0;
  for (const { until, count, lanes } of chunks(items, CHUNK)) {
    clock.stopAt(until);
    await Promise.all(lanes.map((lane) => runLane(lane, execute)));
    done += count;
    progress(done, items.length);
  }
  await clock.end(DEMONSTRATION_TODAY);
}

async function runLane(lane: Occurrence[], execute: Execute): Promise<void> {
  for (const { id, code, command, at } of lane) {
    const outcome = await execute(
      dossierCommand(code, command, {
        caller: 'demonstration',
        door: 'demo',
        commandId: id,
        bodyHash: id,
        keepAnswer: false,
        askedUpTo: at,
      }),
    );
    if (outcome.kind !== 'done') {
      const why = outcome.kind === 'refused' ? outcome.refusals.map(({ reason }) => reason).join(', ') : outcome.kind;
      throw new OperatorError(
        `The demonstration cannot be filled in: ${command.type} of ${code} was refused (${why}).`,
      );
    }
  }
}
