import { OperatorError } from '#platform';
import { type GlobalOptions, print, say, withSystem } from '../context.js';
import { messageLines } from '../message-lines.js';
import type { Status } from '../program.js';
import { table } from '../table.js';

/** The last ones that are shown. */
const MOST = 500;

/** Commands that came by Kafka and were refused, the last first, without a byte of their messages. */
export async function listRefusedCommands(globals: GlobalOptions, { json }: { json?: boolean }): Promise<Status> {
  return withSystem<Status>(globals, async ({ application }) => {
    const commands = await application.refused.list(MOST);
    if (json) print(commands);
    else if (commands.length === 0) say('No command that came by Kafka was refused.');
    else {
      const rows = commands.map(({ id, topic, partition, offset, code, problem, times, lastAt }) => [
        id,
        problem.type.replace('/problems/', ''),
        code ?? '–',
        `${topic}/${partition}/${offset}`,
        String(times),
        lastAt,
      ]);
      print(table(['id', 'problem', 'dossier', 'where', 'times', 'last'], rows));
    }
    return 0;
  });
}

/** One with its message opened: the only command that does. */
export async function showRefusedCommand(
  globals: GlobalOptions,
  id: string,
  { json }: { json?: boolean },
): Promise<Status> {
  return withSystem<Status>(globals, async ({ application }) => {
    const found = await application.refused.open(id);
    if (!found)
      throw new OperatorError(`There is no refused command ${id}: "tracker refused-commands list" names them.`);
    const { command, message, subject } = found;
    if (json) print({ ...command, subject, message });
    else {
      const { problem } = command;
      print(
        [
          `Refused command ${command.id}, came ${command.times} times, last ${command.lastAt}`,
          `where     ${command.topic}/${command.partition}/${command.offset}`,
          `problem   ${problem.type}: ${problem.detail ?? problem.title}`,
          ...(problem.errors ?? []).map((each) => `  ${each.pointer ?? each.header ?? each.parameter}: ${each.detail}`),
          ...messageLines(message, subject),
        ].join('\n'),
      );
    }
    return 0;
  });
}
